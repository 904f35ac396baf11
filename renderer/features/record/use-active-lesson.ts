/** Everything a part of the page that shows a running lesson needs: its state, its clock, and what can be done with it. */
import { useState } from 'react';
import { useConnection } from '../../api/events.ts';
import type { RecordingListItem } from '../../api/recording.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { useMarks } from './use-marks.ts';
import { useRecordingCommands } from './use-recording-commands.ts';
import { useElapsed, useRecordingState } from './use-recording-state.ts';

export type ActiveLesson = ReturnType<typeof useActiveLesson>;

export function useActiveLesson(recording: RecordingListItem) {
  const { t } = useLanguage();
  const { notify } = useNotify();
  const id = recording.recording_id;
  const { state, heardAtMs } = useRecordingState(id);
  const commands = useRecordingCommands(id);
  const [isAsking, setIsAsking] = useState(false);
  const status = state?.status ?? recording.status;
  const seconds = useElapsed({
    status,
    seconds: state?.duration_seconds ?? recording.duration,
    heardAtMs,
  });
  const marks = useMarks(id, seconds);
  const isReachable = useConnection() !== 'lost';
  const isStopping = status === 'stopping' || commands.stop.isPending;
  const canPause = status === 'recording' || status === 'reconnecting';
  const isSwitching = commands.pause.isPending || commands.resume.isPending;
  return {
    id,
    title: recording.title === '' ? t('library.untitled') : recording.title,
    state,
    status,
    seconds,
    marks,
    isReachable,
    isStopping,
    isPaused: status === 'paused',
    /** Pausing, going on and marking make sense now. */
    canPause: canPause || status === 'paused',
    canMark: isReachable && !isStopping && seconds > 0,
    isSwitching,
    isAsking,
    pauseOrResume: () => {
      if (isSwitching || isStopping) return;
      if (canPause) commands.pause.mutate();
      else if (status === 'paused') commands.resume.mutate();
    },
    mark: (isTold?: boolean) => {
      if (!isReachable) notify({ text: t('record.unreachable'), tone: 'attention' });
      else if (!isStopping && seconds > 0) marks.mark(isTold);
    },
    askToStop: () => {
      if (!isStopping) setIsAsking(true);
    },
    keepOn: () => setIsAsking(false),
    stop: () => {
      setIsAsking(false);
      commands.stop.mutate();
    },
  };
}
