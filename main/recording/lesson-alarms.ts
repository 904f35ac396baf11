/**
 * What may be wrong with a lesson while it is recorded: feeds the watch (alarms.ts) with what arrives, what is sampled
 * and how much room there is, and tells the log and listeners of each change.
 */
import type { AlarmKind } from '../../contract/recording.ts';
import type { CaptureSource } from '../media/stream-url.ts';
import { type AlarmChange, AlarmWatch, alarmLimits } from './alarms.ts';
import type { RecorderParts } from './recorder-parts.ts';
import { SignalSampler } from './signal-sampler.ts';

/** dBFS; null for digital silence. */
export type Level = { rms_db: number | null; peak_db: number | null };

export class LessonAlarms {
  readonly #parts: RecorderParts;
  readonly #recordingId: string;
  readonly #source: CaptureSource;
  readonly #watch: AlarmWatch;
  #level: Level | null = null;

  constructor(parts: RecorderParts, lesson: { recordingId: string; source: CaptureSource }) {
    this.#parts = parts;
    this.#recordingId = lesson.recordingId;
    this.#source = lesson.source;
    this.#watch = new AlarmWatch(alarmLimits(parts.settings().recording, lesson.source.kind));
  }

  get active(): AlarmKind[] {
    return this.#watch.active;
  }

  /** Of the sound sampled last; null before the first. */
  get level(): Level | null {
    return this.#level;
  }

  /** @param sinceDataMs how long nothing has arrived */
  observeData(sinceDataMs: number): void {
    this.#tell(this.#watch.observeData(sinceDataMs));
  }

  /** @param freeMinutes minutes of room at the present rate of all recordings */
  observeRoom(freeMinutes: number): void {
    this.#tell(this.#watch.observeRoom(freeMinutes));
  }

  /** The recording was paused or has ended: nothing is wrong any more. */
  clear(): void {
    this.#tell(this.#watch.clear());
  }

  /** Looks at a growing take from now on, when its sizes look odd or the time has come; to be closed by the caller. */
  sample(take: { file: string; ffmpeg: string; onUndecodable: () => void }): SignalSampler {
    const { runner, clock, log, announce, settings } = this.#parts;
    return new SignalSampler({
      ...{ runner, clock, log },
      ...take,
      everyMs: settings().recording.alarms.sample_seconds * 1000,
      watchesStill: this.#source.kind !== 'screen',
      isWatching: () => this.#watch.isWatching,
      onReading: (reading, nowMs, onsets) => this.#tell(this.#watch.observeReading(reading, nowMs, onsets)),
      onLevel: (rmsDb, peakDb) => {
        this.#level = { rms_db: rmsDb, peak_db: peakDb };
        announce('recording.level', { recording_id: this.#recordingId, ...this.#level });
      },
    });
  }

  #tell(changes: readonly AlarmChange[]): void {
    for (const change of changes) {
      if (change.active) this.#parts.tally.alarms[change.kind] += 1;
      this.#parts.log.warn({ recordingId: this.#recordingId, ...change }, 'recording alarm');
      this.#parts.announce('recording.alarm', { recording_id: this.#recordingId, ...change });
    }
  }
}
