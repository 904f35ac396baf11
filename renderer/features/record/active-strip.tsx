/** What stands above every other screen while a lesson is being recorded. */
import { Button } from '@mantine/core';
import { IconFlag, IconPlayerStopFilled } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { RecordingListItem } from '../../api/recording.ts';
import { paths } from '../../app/paths.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, wallClockText } from '../../ui/format.ts';
import { StatusLabel } from '../../ui/status-label.tsx';
import classes from './recording-strip.module.css';
import { StopDialog } from './stop-dialog.tsx';
import { useActiveLesson } from './use-active-lesson.ts';
import { useRecordingState } from './use-recording-state.ts';

/** @param props.recording the one whose keys are here @param props.active all that run: any of them may be in trouble */
export function ActiveStrip({
  recording,
  active,
}: {
  recording: RecordingListItem;
  active: RecordingListItem[];
}) {
  const { t, language } = useLanguage();
  const lesson = useActiveLesson(recording);
  const { title, status, state, seconds, isReachable, isStopping } = lesson;
  useShortcuts('record.keys', [
    { keys: ['M'], label: 'record.key_mark', perform: () => lesson.mark(true) },
    { keys: ['Shift+S'], label: 'record.key_stop', perform: lesson.askToStop },
  ]);
  const savedAt = state?.last_data_at ?? null;
  const otherCount = active.length - 1;
  return (
    <aside className={classes.strip} aria-label={t('record.strip')}>
      <Link href={paths.record} className={classes.what}>
        <StatusLabel status={isReachable ? status : undefined} />
        <span className={classes.title}>{title}</span>
        <time>{clockText(seconds)}</time>
        {state?.alarms.length === 0 && savedAt !== null && seconds > 0 && (
          <span className={classes.safe}>
            {t('record.saved_until', { clock: wallClockText(savedAt, language) })}
          </span>
        )}
        <span className={classes.alarm} role="status">
          {active.map((one) => (
            <Alarm key={one.recording_id} recording={one} isNamed={otherCount > 0} />
          ))}
        </span>
        {otherCount > 0 && (
          <span className={classes.others}>{t('record.and_others', { count: otherCount })}</span>
        )}
      </Link>
      <Button
        variant="subtle"
        size="compact-sm"
        color="gray"
        leftSection={<IconFlag size="1rem" stroke={1.5} aria-hidden="true" />}
        disabled={!lesson.canMark}
        onClick={() => lesson.mark(true)}
      >
        {t('record.mark')}
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        color="gray"
        leftSection={<IconPlayerStopFilled size="1rem" aria-hidden="true" />}
        disabled={!isReachable || isStopping}
        onClick={lesson.askToStop}
      >
        {t(isStopping ? 'record.stopping' : 'record.stop')}
      </Button>
      <StopDialog lesson={lesson} />
    </aside>
  );
}

/** What is wrong with a lesson just now. */
function Alarm({ recording, isNamed }: { recording: RecordingListItem; isNamed: boolean }) {
  const { t } = useLanguage();
  const alarm = useRecordingState(recording.recording_id).state?.alarms[0];
  if (alarm === undefined) return null;
  const title = recording.title === '' ? t('library.untitled') : recording.title;
  return (
    <span>
      {isNamed && `${title}: `}
      {t(`alarm.${alarm}`)}{' '}
    </span>
  );
}
