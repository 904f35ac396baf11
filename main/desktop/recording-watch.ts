/** What is being recorded now, kept up to date from the core's events; tray, dialogs and the sleep blocker read it. */
import { EventEmitter } from 'node:events';
import type { ErrorCode } from '../../contract/errors.ts';
import type { EventPayload } from '../../contract/events.ts';
import {
  type AlarmKind,
  activeStatuses,
  isActive,
  recordingListReplySchema,
  watchListReplySchema,
} from '../../contract/recording.ts';
import type { Logger } from '../base/logger.ts';
import type { CoreClient } from './core-client.ts';
import type { CoreAnnouncement } from './event-stream.ts';
import type { ActiveRecording } from './tray-model.ts';

export type EndedRecording = {
  title: string;
  /** undefined: nothing usable came, and nobody knows why. */
  code: ErrorCode | undefined;
  /** What was recorded until then can be played. */
  isSaved: boolean;
};

type Events = {
  change: [];
  alarm: [recording: ActiveRecording, kind: AlarmKind];
  /** By itself, and not as it should. @see EndedRecording */
  'ended-early': [recording: EndedRecording];
  'disk-low': [freeMinutes: number];
  /** Somebody changed the core's settings. */
  settings: [];
};

export class RecordingWatch extends EventEmitter<Events> {
  readonly #log: Logger;
  #recordings: ActiveRecording[] = [];
  readonly #alarms = new Set<string>();
  #hasWatches = false;
  /** Alarms of recordings that are being asked for. */
  readonly #early = new Set<string>();
  #client: CoreClient | undefined;
  #listening: AbortController | undefined;
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(log: Logger) {
    super();
    this.#log = log;
  }

  get recordings(): readonly ActiveRecording[] {
    return this.#recordings;
  }
  get isRecording(): boolean {
    return this.#recordings.length > 0;
  }
  get hasAlarm(): boolean {
    return this.#alarms.size > 0;
  }
  /** Recordings that start by themselves are set up. */
  get hasWatches(): boolean {
    return this.#hasWatches;
  }

  /** Follows a core from now on; what is known stays until the new one has answered. Resolves when it has. */
  async follow(client: CoreClient): Promise<void> {
    this.end();
    const listening = new AbortController();
    this.#listening = listening;
    this.#client = client;
    this.#reading = undefined;
    await this.refresh(client);
    void client.listen(listening.signal, (event) => this.#hear(event, client));
  }

  end(): void {
    this.#listening?.abort();
  }

  /** No core is left that could record. */
  forget(): void {
    this.end();
    this.#client = undefined;
    this.#reading = undefined;
    this.#recordings = [];
    this.#alarms.clear();
    this.#early.clear();
    this.emit('change');
  }

  /** Rules of automatic recording are not announced: before it matters they are read again. */
  async readAgain(): Promise<void> {
    if (this.#client !== undefined) await this.refresh(this.#client);
  }

  /** Reads everything from the core. One reading at a time; what happens meanwhile is read again. */
  async refresh(client: CoreClient): Promise<void> {
    if (client !== this.#client) return;
    this.#isStale = true;
    this.#reading ??= this.#readUntilFresh(client);
    await this.#reading;
  }

  /** Never rejects. */
  async #readUntilFresh(client: CoreClient): Promise<void> {
    while (this.#isStale && client === this.#client) {
      this.#isStale = false;
      try {
        await this.#read(client);
      } catch (error) {
        this.#log.debug({ err: error }, 'the core could not be asked what it records');
      }
    }
    if (client === this.#client) this.#reading = undefined;
  }

  async #read(client: CoreClient): Promise<void> {
    const [watches, ...lists] = await Promise.all([
      client.get(watchListReplySchema, '/api/watches'),
      ...activeStatuses.map((status) =>
        client.get(recordingListReplySchema, `/api/recording?status=${status}&limit=50`),
      ),
    ]);
    // What a core that is gone had to say is no longer true.
    if (client !== this.#client) return;
    this.#hasWatches = watches.items.some(({ enabled }) => enabled);
    const found = new Map<string, ActiveRecording>();
    for (const item of lists.flatMap(({ items }) => items)) {
      found.set(item.recording_id, {
        recordingId: item.recording_id,
        title: item.title,
        status: item.status,
        durationSec: item.duration,
      });
    }
    this.#recordings = [...found.values()];
    this.#forgetOldAlarms();
    this.emit('change');
  }

  #hear(event: CoreAnnouncement, client: CoreClient): void {
    switch (event.name) {
      case 'hello':
      case 'reset':
      case 'library.changed':
        void this.refresh(client);
        return;
      case 'recording.changed':
        this.#changed(event.payload, client);
        return;
      case 'recording.alarm':
        this.#alarm(event.payload, client);
        return;
      case 'disk.low':
        this.emit('disk-low', event.payload.free_minutes);
        return;
      case 'settings.changed':
        this.emit('settings');
        return;
      case 'session.changed':
      case 'recording.level':
      case 'job.progress':
      case 'models.changed':
      case 'backup.changed':
        return;
      default:
        event satisfies never;
    }
  }

  #changed(event: EventPayload<'recording.changed'>, client: CoreClient): void {
    const known = this.#recordings.find(({ recordingId }) => recordingId === event.recording_id);
    if (!isActive(event.status)) {
      if (known === undefined) return;
      const isSaved = event.status !== 'failed';
      if (!isSaved || event.error !== undefined) {
        this.emit('ended-early', { title: known.title, code: event.error?.code, isSaved });
      }
      this.#recordings = this.#recordings.filter((recording) => recording !== known);
      this.#forgetOldAlarms();
      this.emit('change');
      return;
    }
    if (known === undefined) {
      // Tests of a few seconds are no lessons, and not in the core's list.
      if (!event.is_test) void this.refresh(client);
      return;
    }
    const changed = { ...known, status: event.status, durationSec: event.duration_seconds };
    this.#recordings = this.#recordings.map((recording) => (recording === known ? changed : recording));
    this.emit('change');
  }

  #alarm(event: EventPayload<'recording.alarm'>, client: CoreClient): void {
    const key = `${event.recording_id} ${event.kind}`;
    if (!event.active) {
      this.#early.delete(key);
      if (this.#alarms.delete(key)) this.emit('change');
      return;
    }
    if (this.#alarms.has(key)) return;
    const recording = this.#recordings.find(({ recordingId }) => recordingId === event.recording_id);
    if (recording === undefined) {
      void this.#alarmOfUnknown(event, client);
      return;
    }
    this.#alarms.add(key);
    this.emit('alarm', recording, event.kind);
    this.emit('change');
  }

  /** The recording has just begun: asked for first, then told, unless it is over by then. */
  async #alarmOfUnknown(event: EventPayload<'recording.alarm'>, client: CoreClient): Promise<void> {
    const key = `${event.recording_id} ${event.kind}`;
    if (this.#early.has(key)) return;
    this.#early.add(key);
    await this.refresh(client);
    const isKnown = this.#recordings.some(({ recordingId }) => recordingId === event.recording_id);
    if (this.#early.delete(key) && isKnown) this.#alarm(event, client);
  }

  #forgetOldAlarms(): void {
    for (const key of this.#alarms) {
      if (!this.#recordings.some(({ recordingId }) => key.startsWith(`${recordingId} `)))
        this.#alarms.delete(key);
    }
  }
}
