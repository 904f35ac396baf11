/** One lesson that runs, in full: its picture, its clock, what is safe, and the keys to it. */
import { Button, Kbd } from '@mantine/core';
import {
  IconCircleCheckFilled,
  IconFlag,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStopFilled,
} from '@tabler/icons-react';
import type { RecordingStatusReply } from '../../../contract/recording.ts';
import type { RecordingListItem } from '../../api/recording.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText, megabytesText, roomText, wallClockText } from '../../ui/format.ts';
import { StatusLabel } from '../../ui/status-label.tsx';
import classes from './active-recording.module.css';
import { LessonWords } from './lesson-words.tsx';
import { LiveView } from './live-view.tsx';
import { MarkList } from './mark-list.tsx';
import { StopDialog } from './stop-dialog.tsx';
import { useActiveLesson } from './use-active-lesson.ts';

export function ActiveRecording({ recording }: { recording: RecordingListItem }) {
  const { t, language } = useLanguage();
  const lesson = useActiveLesson(recording);
  const { id, title, state, status, seconds, isReachable, isStopping, isPaused, isSwitching } = lesson;
  useShortcuts('record.keys', [
    { keys: ['M'], label: 'record.key_mark', perform: () => lesson.mark() },
    { keys: ['Shift+P'], label: 'record.key_pause', perform: lesson.pauseOrResume },
    { keys: ['Shift+S'], label: 'record.key_stop', perform: lesson.askToStop },
  ]);

  const savedAt = state?.last_data_at ?? null;
  const room = state?.free_minutes ?? null;
  const about = [state?.class_name, state?.teacher_name].filter((part) => part !== undefined && part !== '');
  return (
    <section className={classes.active} aria-label={title}>
      <LiveView
        recordingId={id}
        title={title}
        marks={lesson.marks.marks}
        note={isPaused || status === 'starting' ? t(`status.${status}`) : undefined}
        isRecording={status === 'recording'}
        hasMedia={seconds > 0}
        isSilent={hasNoSound(state?.source ?? null)}
      />
      <div className={classes.panel}>
        <div className={classes.head}>
          <StatusLabel status={isReachable ? status : undefined} />
          <h1>{title}</h1>
          {about.length > 0 && <p className={classes.about}>{about.join(' · ')}</p>}
        </div>
        <div>
          <p
            role="timer"
            aria-label={t('record.elapsed')}
            className={classes.clock}
            data-still={status !== 'recording' || !isReachable || undefined}
          >
            <time>{clockText(seconds)}</time>
          </p>
          <p className={classes.safe} data-waiting={savedAt === null || seconds === 0 || undefined}>
            {savedAt !== null && seconds > 0 ? (
              <>
                <IconCircleCheckFilled aria-hidden="true" />
                {t('record.saved_until', { clock: wallClockText(savedAt, language) })}
              </>
            ) : (
              t('record.nothing_saved')
            )}
          </p>
          <p className={classes.facts}>
            <span>{megabytesText(state?.size_mb ?? recording.size_mb)}</span>
            {room !== null && <span>{t('record.room', { room: roomText(room, t) })}</span>}
            {(state?.reconnects ?? 0) > 0 && (
              <span>{t('record.reconnects', { count: state?.reconnects ?? 0 })}</span>
            )}
          </p>
        </div>
        <LessonWords status={status} state={state} isReachable={isReachable} />
        <div className={classes.controls}>
          <Button
            variant="default"
            size="md"
            leftSection={<IconFlag size="1.25rem" stroke={1.5} aria-hidden="true" />}
            rightSection={
              <Kbd size="xs" aria-hidden="true">
                M
              </Kbd>
            }
            disabled={!lesson.canMark}
            onClick={() => lesson.mark()}
          >
            {t('record.mark')}
          </Button>
          <Button
            variant="default"
            size="md"
            leftSection={
              isPaused ? (
                <IconPlayerPlay size="1.25rem" stroke={1.5} aria-hidden="true" />
              ) : (
                <IconPlayerPause size="1.25rem" stroke={1.5} aria-hidden="true" />
              )
            }
            rightSection={
              <Kbd size="xs" aria-hidden="true">
                ⇧P
              </Kbd>
            }
            disabled={!isReachable || isStopping || !lesson.canPause}
            loading={isSwitching}
            onClick={lesson.pauseOrResume}
          >
            {t(isPaused ? 'record.resume' : 'record.pause')}
          </Button>
          <Button
            className={classes.stop ?? ''}
            size="lg"
            leftSection={<IconPlayerStopFilled size="1.25rem" aria-hidden="true" />}
            disabled={!isReachable || isStopping}
            onClick={lesson.askToStop}
          >
            {t(isStopping ? 'record.stopping' : 'record.stop')}
          </Button>
        </div>
        <MarkList marks={lesson.marks} />
      </div>
      <StopDialog lesson={lesson} />
    </section>
  );
}

/** Before the first picture nothing is known of the sound either. */
function hasNoSound(source: RecordingStatusReply['source']): boolean {
  return source !== null && source.video_codec !== null && source.audio_codec === null;
}
