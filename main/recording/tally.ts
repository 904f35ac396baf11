/**
 * What the recorder has done since the program started, over all lessons: for those who watch the machine. Numbers only,
 * and they only grow; what belongs to one lesson is in its rows.
 */
import { type AlarmKind, type Gap, alarmKinds, gapReasons } from '../../contract/recording.ts';

export type RecorderTally = {
  /** Media written by takes, those that came to nothing included. */
  writtenBytes: number;
  /** Sources that came back after they had been lost. */
  reconnects: number;
  gaps: Record<Gap['reason'], number>;
  /** Alarms that went on. */
  alarms: Record<AlarmKind, number>;
};

export function newTally(): RecorderTally {
  return { writtenBytes: 0, reconnects: 0, gaps: zeroFor(gapReasons), alarms: zeroFor(alarmKinds) };
}

function zeroFor<K extends string>(names: readonly K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
}
