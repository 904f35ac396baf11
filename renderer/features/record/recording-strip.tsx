/** On every other screen: that a lesson is being recorded, that it is safe, and the two things one may want at once. */
import { Button } from '@mantine/core';
import { IconFlag, IconPlayerStopFilled } from '@tabler/icons-react';
import { Link, useLocation } from 'wouter';
import type { RecordingListItem } from '../../api/recording.ts';
import { paths } from '../../app/paths.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, wallClockText } from '../../ui/format.ts';
import { StatusLabel } from '../../ui/status-label.tsx';
import classes from './recording-strip.module.css';
import { StopDialog } from './stop-dialog.tsx';
import { useActiveLesson } from './use-active-lesson.ts';
import { useEndNotices } from './use-end-notices.ts';

export function RecordingStrip({ active }: { active: RecordingListItem[] }) {
  const [location] = useLocation();
  useEndNotices(active);
  const [first, ...others] = active;
  if (first === undefined || location.startsWith(paths.record)) return null;
  return <Strip key={first.recording_id} recording={first} otherCount={others.length} />;
}

function Strip({ recording, otherCount }: { recording: RecordingListItem; otherCount: number }) {
  const { t, language } = useLanguage();
  const lesson = useActiveLesson(recording);
  const { title, status, state, seconds, isReachable, isStopping } = lesson;
  useShortcuts('record.keys', [
    { keys: ['M'], label: 'record.key_mark', perform: () => lesson.mark(true) },
    { keys: ['Shift+S'], label: 'record.key_stop', perform: lesson.askToStop },
  ]);
  const savedAt = state?.last_data_at ?? null;
  const alarm = state?.alarms[0];
  return (
    <aside className={classes.strip} aria-label={t('record.strip')}>
      <Link href={paths.record} className={classes.what}>
        <StatusLabel status={isReachable ? status : undefined} />
        <span className={classes.title}>{title}</span>
        <time>{clockText(seconds)}</time>
        {alarm === undefined && savedAt !== null && seconds > 0 && (
          <span className={classes.safe}>
            {t('record.saved_until', { clock: wallClockText(savedAt, language) })}
          </span>
        )}
        {alarm !== undefined && <span className={classes.alarm}>{t(`alarm.${alarm}`)}</span>}
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
      <StopDialog
        isOpen={lesson.isAsking}
        title={title}
        seconds={seconds}
        onCancel={lesson.keepOn}
        onStop={lesson.stop}
      />
    </aside>
  );
}
