/** How the recorder stands at this moment, over all lessons: for those who watch the machine. Pure. */
import type { AlarmKind, RecordingStatus } from '../../contract/recording.ts';
import type { Room } from './room-guard.ts';
import type { RecorderTally } from './tally.ts';

export type RecorderFigures = {
  /** Of each lesson that is being recorded. */
  statuses: readonly RecordingStatus[];
  /** Alarms that are on, of all lessons. */
  alarms: readonly AlarmKind[];
  /** How long the source that has been quiet longest has sent nothing (ms); 0 when none is waited for. */
  oldestDataMs: number;
  /** Room on the disk at the present rate of all recordings; while none runs, at that of one as it is expected. */
  room: Room;
  tally: Readonly<RecorderTally>;
};

type Recorded = {
  readonly status: RecordingStatus;
  readonly alarms: readonly AlarmKind[];
  /** undefined: nothing is waited for. */
  readonly sinceDataMs: number | undefined;
};

export function figuresOf(
  live: readonly Recorded[],
  tally: Readonly<RecorderTally>,
  room: Room,
): RecorderFigures {
  return {
    statuses: live.map(({ status }) => status),
    alarms: live.flatMap(({ alarms }) => alarms),
    oldestDataMs: Math.max(0, ...live.map(({ sinceDataMs }) => sinceDataMs ?? 0)),
    room,
    tally,
  };
}
