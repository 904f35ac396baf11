/** Watches the disk for all running recordings: warns in minutes, and stops them cleanly before it is full. */
import type { RecorderParts } from './recorder-parts.ts';
import type { LiveRecording } from './live-recording.ts';
import { minutesOfRoom } from './room.ts';

/** At 20 Mbit/s 10 s are 25 MB: far below the two minutes that are left free (ms). */
const checkEveryMs = 10_000;

export type Room = { freeBytes: number; totalBytes: number; freeMinutes: number };

export class RoomGuard {
  readonly #parts: RecorderParts;
  readonly #recordings: () => LiveRecording[];
  #timer: NodeJS.Timeout | undefined;
  #isLow = false;

  constructor(parts: RecorderParts, recordings: () => LiveRecording[]) {
    this.#parts = parts;
    this.#recordings = recordings;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#check(), checkEveryMs);
    this.#timer.unref();
    void this.#check();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#isLow = false;
  }

  /** At the present rate of all recordings; while none runs, at that of one as it is expected. */
  async now(): Promise<Room> {
    const { freeBytes, totalBytes } = await this.#parts.store.freeSpace();
    const { expected_bitrate_kbps } = this.#parts.settings().recording;
    const rate = this.#recordings().reduce((sum, recording) => sum + recording.rate, 0);
    const rateOfOne = (expected_bitrate_kbps * 1000) / 8;
    return { freeBytes, totalBytes, freeMinutes: minutesOfRoom(freeBytes, rate === 0 ? rateOfOne : rate) };
  }

  /** Minutes of room at the present rate of all recordings; null while none runs. */
  async minutesNow(): Promise<number | null> {
    const recordings = this.#recordings();
    if (recordings.length === 0) return null;
    const { freeBytes } = await this.#parts.store.freeSpace();
    return minutesOfRoom(
      freeBytes,
      recordings.reduce((sum, recording) => sum + recording.rate, 0),
    );
  }

  async #check(): Promise<void> {
    try {
      const minutes = await this.minutesNow();
      if (minutes === null) return;
      const { warn_free_minutes, stop_free_minutes } = this.#parts.settings().recording;
      this.#recordings().forEach((recording) => recording.observeRoom(minutes));
      if (minutes < warn_free_minutes !== this.#isLow) {
        this.#isLow = !this.#isLow;
        const { freeBytes } = await this.#parts.store.freeSpace();
        if (this.#isLow) this.#parts.announce('disk.low', { free_minutes: minutes, free_bytes: freeBytes });
      }
      if (minutes >= stop_free_minutes) return;
      const error = {
        code: 'disk_full',
        detail: 'The recording was stopped before the disk was full. Everything up to then is kept.',
      } as const;
      await Promise.all(this.#recordings().map((recording) => recording.stop(error)));
    } catch (error) {
      this.#parts.log.error({ err: error }, 'room on the disk could not be checked');
    }
  }
}
