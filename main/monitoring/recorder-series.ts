/** What is being recorded now, and what the recorder has done since it started. */
import { Counter, Gauge } from 'prom-client';
import {
  type AlarmKind,
  type Gap,
  type RecordingStatus,
  activeStatuses,
  alarmKinds,
  gapReasons,
} from '../../contract/recording.ts';
import { type Collect, type SeriesOptions, setTotal } from './collector.ts';

export type RecorderFigures = {
  statuses: readonly RecordingStatus[];
  alarms: readonly AlarmKind[];
  /** ms */
  oldestDataMs: number;
  room: { freeBytes: number; totalBytes: number; freeMinutes: number };
  tally: {
    writtenBytes: number;
    reconnects: number;
    gaps: Readonly<Record<Gap['reason'], number>>;
    alarms: Readonly<Record<AlarmKind, number>>;
  };
};

/** What the last look at each open watch came to. */
export type WatchLook = 'off_air' | 'recorded' | 'unrecorded' | 'failed';
const watchLooks = ['off_air', 'recorded', 'unrecorded', 'failed'] as const satisfies readonly WatchLook[];

export type RecorderSources = {
  figures: () => Promise<RecorderFigures>;
  watches: () => readonly WatchLook[];
};

export function recorderSeries(options: SeriesOptions, sources: RecorderSources): Collect {
  const active = new Gauge({
    name: 'airclass_recordings_active',
    help: 'Lessons that are being recorded now, by state',
    labelNames: ['state'],
    ...options,
  });
  const dataAge = new Gauge({
    name: 'airclass_recording_data_age_seconds',
    help: 'How long the source that has been quiet longest has sent nothing; 0 while none is recorded',
    ...options,
  });
  const written = new Counter({
    name: 'airclass_recording_written_bytes_total',
    help: 'Media that takes have written',
    ...options,
  });
  const reconnects = new Counter({
    name: 'airclass_recording_reconnects_total',
    help: 'Sources that came back after they were lost',
    ...options,
  });
  const gaps = new Counter({
    name: 'airclass_recording_gaps_total',
    help: 'Gaps in lessons, by reason',
    labelNames: ['reason'],
    ...options,
  });
  const alarms = new Gauge({
    name: 'airclass_recording_alarms',
    help: 'Alarms that are on now, by kind',
    labelNames: ['kind'],
    ...options,
  });
  const raised = new Counter({
    name: 'airclass_recording_alarms_raised_total',
    help: 'Alarms that went on, by kind',
    labelNames: ['kind'],
    ...options,
  });
  const watches = new Gauge({
    name: 'airclass_watches',
    help: 'Watches within their hours, by what the last look came to; unrecorded: on air, but not recorded',
    labelNames: ['look'],
    ...options,
  });
  const free = new Gauge({
    name: 'airclass_disk_free_bytes',
    help: 'Free room on the disk of the lessons',
    ...options,
  });
  const size = new Gauge({
    name: 'airclass_disk_size_bytes',
    help: 'Size of the disk of the lessons',
    ...options,
  });
  const room = new Gauge({
    name: 'airclass_disk_room_seconds',
    help: 'How long can be recorded until the disk is full, at the present rate of all recordings',
    ...options,
  });

  return async () => {
    showCounts(watches, 'look', watchLooks, sources.watches());
    const figures = await sources.figures();
    showCounts(active, 'state', activeStatuses, figures.statuses);
    showCounts(alarms, 'kind', alarmKinds, figures.alarms);
    dataAge.set(figures.oldestDataMs / 1000);
    setTotal(written, [{ labels: {}, total: figures.tally.writtenBytes }]);
    setTotal(reconnects, [{ labels: {}, total: figures.tally.reconnects }]);
    setTotal(
      gaps,
      gapReasons.map((reason) => ({ labels: { reason }, total: figures.tally.gaps[reason] })),
    );
    setTotal(
      raised,
      alarmKinds.map((kind) => ({ labels: { kind }, total: figures.tally.alarms[kind] })),
    );
    free.set(figures.room.freeBytes);
    size.set(figures.room.totalBytes);
    room.set(figures.room.freeMinutes * 60);
  };
}

function showCounts<L extends string>(
  gauge: Gauge<L>,
  label: L,
  values: readonly string[],
  found: readonly string[],
): void {
  for (const value of values) {
    gauge.set({ [label]: value } as Record<L, string>, found.filter((each) => each === value).length);
  }
}
