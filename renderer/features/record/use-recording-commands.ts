/** What can be done with a running recording. Each says by itself when it did not work. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/keys.ts';
import { pauseRecording, resumeRecording, stopRecording } from '../../api/recording.ts';
import { useNotify } from '../../ui/notify.tsx';

export function useRecordingCommands(recordingId: string) {
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  const readAnew = () =>
    Promise.all([
      cache.invalidateQueries({ queryKey: keys.status(recordingId) }),
      cache.invalidateQueries({ queryKey: keys.everyRecording }),
    ]);
  const common = { onError: notifyFailure, onSettled: readAnew };
  const pause = useMutation({ mutationFn: () => pauseRecording(recordingId), ...common });
  const resume = useMutation({ mutationFn: () => resumeRecording(recordingId), ...common });
  const stop = useMutation({ mutationFn: () => stopRecording(recordingId), ...common });
  return { pause, resume, stop };
}
