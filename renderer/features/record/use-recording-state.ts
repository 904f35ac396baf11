/** One running recording: what the core knows of it, and its clock as it ticks. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { RecordingStatus } from '../../../contract/recording.ts';
import { failureOf } from '../../api/client.ts';
import { useConnection } from '../../api/events.ts';
import { keys } from '../../api/keys.ts';
import { recordingStatus } from '../../api/recording.ts';
import { statusMeaning } from '../../ui/lesson-status.ts';
import { secondsAt } from './lesson-clock.ts';

/** Room and the newest saved moment are not announced; length, size and status are. */
const refreshMs = 5000;
const tickMs = 250;

export function useRecordingState(recordingId: string) {
  const query = useQuery({
    queryKey: keys.status(recordingId),
    queryFn: ({ signal }) => recordingStatus(recordingId, signal),
    refetchInterval: ({ state }) =>
      state.data !== undefined && !statusMeaning[state.data.status].isActive ? false : refreshMs,
  });
  return {
    state: query.data,
    /** When that was said (ms). */
    heardAtMs: query.dataUpdatedAt,
    failure: query.error === null ? undefined : failureOf(query.error),
  };
}

/** Seconds that have been recorded. */
export function useElapsed(recording: {
  status: RecordingStatus;
  seconds: number;
  heardAtMs: number;
}): number {
  const isLost = useConnection() === 'lost';
  const [shown, setShown] = useState(recording.seconds);
  const tick = useEffectEvent(() => {
    const isRunning = recording.status === 'recording' && !isLost && recording.heardAtMs > 0;
    const { seconds, heardAtMs } = recording;
    setShown((before) => secondsAt({ seconds, heardAtMs, isRunning }, Date.now(), before));
  });
  useEffect(() => {
    const timer = setInterval(() => tick(), tickMs);
    return () => clearInterval(timer);
  }, []);
  return shown;
}
