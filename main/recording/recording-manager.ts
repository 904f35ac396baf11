/**
 * The recorder as the rest of the program sees it: starts, stops, pauses and lists lessons, and watches the disk for
 * all of them. What happens inside a running lesson is live-recording.ts's business; files of past lessons are the
 * VOD's. It refuses to record what it cannot keep: no room, no ffmpeg, no usable address.
 */
import type { z } from 'zod';
import type {
  ProbeReply,
  RecordingStatusReply,
  StartRecording,
  listRecordingsQuerySchema,
  recordingListReplySchema,
  sessionRecordingsReplySchema,
  sourcesReplySchema,
  startRecordingReplySchema,
  statusReplySchema,
  stopRecordingReplySchema,
} from '../../contract/recording.ts';
import { isActive } from '../../contract/recording.ts';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import { reindexLesson, removeLessonText } from '../db/lesson-text.ts';
import {
  type ListedRecording,
  type RecordingRow,
  errorOf,
  findRecording,
  findRunningOfSession,
  insertRecording,
  listGaps,
  listRecordings,
  listRecordingsOfSession,
  listTakes,
  updateRecording,
} from '../db/recordings.ts';
import { describedBy, ensureSession } from '../db/sessions.ts';
import { type RecorderFigures, figuresOf } from './figures.ts';
import { decodeCursor, encodeCursor } from './list-cursor.ts';
import { listSources } from './list-sources.ts';
import { LivePreviews, type PreviewListener } from './live-previews.ts';
import { LiveRecording } from './live-recording.ts';
import { probeSource } from './probe-source.ts';
import type { RecorderParts } from './recorder-parts.ts';
import { type RecoveryReport, recoverInterrupted } from './recovery.ts';
import { RoomGuard } from './room-guard.ts';
import { megabytes, minutesOfRoom } from './room.ts';
import { openAddress } from './saved-sources.ts';
import { isHeldBy } from './source-devices.ts';
import { startTestPurge } from './test-purge.ts';

/** A test recording of which no length was said (s). */
const testSeconds = 5;

export class RecordingManager {
  readonly #parts: RecorderParts;
  readonly #purge: (recordingId: string) => Promise<void>;
  readonly #activeChanged: (count: number) => void;
  readonly #live = new Map<string, LiveRecording>();
  readonly #room: RoomGuard;
  readonly #previews: LivePreviews;
  #endTestPurge: (() => Promise<void>) | undefined;
  #isStopping = false;
  /** What `recover` did; undefined until it has. */
  recovery: RecoveryReport | undefined;

  /** @param options `purge` removes a lesson's rows and files; `activeChanged` hears how many lessons are recorded */
  constructor(
    parts: RecorderParts,
    options: { purge: (recordingId: string) => Promise<void>; activeChanged?: (count: number) => void },
  ) {
    this.#parts = parts;
    this.#purge = options.purge;
    this.#activeChanged = options.activeChanged ?? (() => undefined);
    this.#room = new RoomGuard(parts, () => [...this.#live.values()]);
    this.#previews = new LivePreviews(parts);
  }

  isRecording(recordingId: string): boolean {
    return this.#live.has(recordingId);
  }

  get activeCount(): number {
    return this.#live.size;
  }

  /** How the recorder stands, over all lessons. */
  async figures(): Promise<RecorderFigures> {
    return figuresOf(this.running, this.#parts.tally, await this.#room.now());
  }

  /** The lessons that run, as they are now. */
  get running(): readonly LiveRecording[] {
    return [...this.#live.values()];
  }

  /** Finishes or goes on with what a killed program left. Once, before anything else is asked of the recorder. */
  async recover(): Promise<RecoveryReport> {
    const report = await recoverInterrupted(this.#parts);
    report.resumed.forEach((live) => this.#adopt(live));
    this.recovery = report;
    this.#endTestPurge = startTestPurge(this.#parts, this.#purge);
    return report;
  }

  /** Ends all recordings and refuses new ones; each lesson is playable when this resolves. */
  async stopAll(): Promise<void> {
    this.#isStopping = true;
    await this.#previews.stopAll();
    await Promise.all([...this.#live.values()].map((live) => live.stopForGood()));
    await this.#endTestPurge?.();
    this.#room.stop();
  }

  /** @throws AppError stream_url_invalid, source_not_saved, recording_active, disk_full, shutting_down */
  async startRecording(request: StartRecording): Promise<z.infer<typeof startRecordingReplySchema>> {
    if (this.#isStopping) throw new AppError('shutting_down');
    const { clock, db, secrets, settings } = this.#parts;
    const { source, url } = await openAddress(this.#parts, request.stream_url);
    await this.#requireRoom();
    await this.#previews.makeWayFor(source);
    const recordingId = newId();
    const now = clock.now();
    const createdAt = isoTime(now);
    const { session_id: sessionId, stream_url: _url, is_test: isTest = false, ...rest } = request;
    const { max_duration_seconds: maxDuration = isTest ? testSeconds : undefined, ...fields } = rest;
    await db.transaction().execute(async (trx) => {
      const running = await findRunningOfSession(trx, sessionId);
      if (running !== undefined) {
        throw new AppError(
          'recording_active',
          `Session ${sessionId} is being recorded by ${running.recording_id}.`,
        );
      }
      const session = await ensureSession(trx, sessionId, fields, now, settings().time_zone);
      await insertRecording(trx, {
        recording_id: recordingId,
        session_id: sessionId,
        title: fields.title ?? session.title,
        description: fields.description ?? session.description,
        ...describedBy(fields, session),
        protocol: source.protocol,
        source_url: source.redacted,
        source_sealed: secrets.seal(url),
        max_duration_seconds: maxDuration ?? null,
        is_test: isTest ? 1 : 0,
        created_at: createdAt,
      });
      await reindexLesson(trx, recordingId);
    });
    this.#parts.reserve.restore();
    // Somebody may have begun to look meanwhile.
    await this.#previews.makeWayFor(source);
    this.#adopt(
      new LiveRecording(this.#parts, {
        recordingId,
        sessionId,
        source,
        maxDurationSec: maxDuration ?? null,
        isTest,
        isResumed: false,
        startedAtMs: undefined,
        takes: [],
        gapCount: 0,
        reconnects: 0,
        isPaused: false,
      }),
    );
    this.#parts.announce('library.changed', { recording_id: recordingId, session_id: sessionId });
    return { recording_id: recordingId, status: 'starting', session_id: sessionId, created_at: createdAt };
  }

  /** The lesson is playable when this resolves. @throws AppError recording_not_found, recording_not_active */
  async stopRecording(recordingId: string): Promise<z.infer<typeof stopRecordingReplySchema>> {
    const live = await this.#requireLive(recordingId);
    await live.stop();
    const row = await this.#requireRow(recordingId);
    const takes = await this.#takesOf(recordingId);
    return {
      status: row.status,
      file_path: takes[0]?.file_path ?? null,
      duration_seconds: row.duration_seconds,
      size_mb: megabytes(row.size_bytes),
      takes,
    };
  }

  async pauseRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>> {
    const live = await this.#requireLive(recordingId);
    await live.pause();
    return { status: live.status };
  }

  async resumeRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>> {
    const live = await this.#requireLive(recordingId);
    await this.#requireRoom();
    await this.#previews.makeWayFor(live.source);
    await live.resume();
    return { status: live.status };
  }

  /** @throws AppError recording_not_found */
  async getRecordingStatus(recordingId: string): Promise<RecordingStatusReply> {
    const row = await this.#requireRow(recordingId);
    const live = this.#live.get(recordingId);
    const facts = live?.facts;
    const error = live?.error ?? errorOf(row);
    const lastDataMs = live?.lastDataAtMs;
    const startedMs = live?.startedAtMs;
    const startedAt = startedMs === undefined ? row.started_at : isoTime(startedMs);
    const gaps = await listGaps(this.#parts.db, recordingId);
    return {
      recording_id: recordingId,
      session_id: row.session_id,
      title: row.title,
      class_name: row.class_name,
      teacher_name: row.teacher_name,
      is_test: row.is_test === 1,
      status: live?.status ?? row.status,
      size_mb: megabytes(live?.sizeBytes ?? row.size_bytes),
      duration_seconds: live?.durationSec ?? row.duration_seconds,
      elapsed_seconds: elapsedSec(startedAt, row.stopped_at ?? isoTime(this.#parts.clock.now())),
      max_duration_seconds: row.max_duration_seconds,
      resumed_after_restart:
        live?.isResumed === true || gaps.some((gap) => gap.reason === 'recorder_stopped'),
      origin: row.origin,
      created_at: row.created_at,
      started_at: startedAt,
      stopped_at: row.stopped_at,
      last_data_at: lastDataMs === undefined ? row.last_data_at : isoTime(lastDataMs),
      reconnects: live?.reconnects ?? row.reconnects,
      gaps,
      takes: await this.#takesOf(recordingId),
      source:
        row.source_url === null
          ? null
          : {
              protocol: row.protocol ?? '',
              stream_url: row.source_url,
              video_codec: facts?.video_codec ?? row.video_codec,
              audio_codec: facts?.audio_codec ?? row.audio_codec,
              width: facts?.width ?? row.width,
              height: facts?.height ?? row.height,
              frame_rate: facts?.frame_rate ?? row.frame_rate,
            },
      alarms: live?.alarms ?? [],
      level: live?.level ?? null,
      ...(error === undefined ? {} : { error }),
      free_minutes: live === undefined ? null : await this.#room.minutesNow(),
      deleted_at: row.deleted_at,
    };
  }

  async listRecordings(sessionId: string): Promise<z.infer<typeof sessionRecordingsReplySchema>> {
    const rows = await listRecordingsOfSession(this.#parts.db, sessionId);
    return rows.map((row) => {
      const { status, durationSec } = this.#present(row);
      return { recording_id: row.recording_id, status, created_at: row.created_at, duration: durationSec };
    });
  }

  async listAllRecordings(
    query: z.infer<typeof listRecordingsQuerySchema>,
  ): Promise<z.infer<typeof recordingListReplySchema>> {
    const rows = await listRecordings(this.#parts.db, {
      status: query.status,
      isActive: query.active === undefined ? undefined : query.active === 'true',
      deleted: query.deleted === 'true',
      isTest: query.is_test === 'true',
      limit: query.limit,
      before: query.cursor === undefined ? undefined : decodeCursor(query.cursor),
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => {
        const { status, durationSec, sizeBytes } = this.#present(row);
        return {
          recording_id: row.recording_id,
          session_id: row.session_id,
          title: row.title,
          is_test: row.is_test === 1,
          status,
          created_at: row.created_at,
          duration: durationSec,
          size_mb: megabytes(sizeBytes),
          deleted_at: row.deleted_at,
        };
      }),
      next_cursor: rows.length > query.limit && last !== undefined ? encodeCursor(last) : null,
    };
  }

  /** @throws AppError recording_not_found, recording_in_progress */
  async deleteRecording(
    recordingId: string,
    options: { permanent: boolean },
  ): Promise<{ status: 'deleted' }> {
    const row = await this.#requireRow(recordingId);
    if (this.#live.has(recordingId) || isActive(row.status)) {
      throw new AppError('recording_in_progress', 'Stop the recording before it is deleted.');
    }
    if (options.permanent) {
      await this.#purge(recordingId);
    } else if (row.deleted_at === null) {
      await this.#parts.db.transaction().execute(async (trx) => {
        await updateRecording(trx, recordingId, { deleted_at: isoTime(this.#parts.clock.now()) });
        await removeLessonText(trx, recordingId);
      });
    }
    this.#parts.announce('library.changed', { recording_id: recordingId, session_id: row.session_id });
    return { status: 'deleted' };
  }

  /** @throws AppError recording_not_found, recording_not_deleted */
  async restoreRecording(recordingId: string): Promise<z.infer<typeof statusReplySchema>> {
    const row = await this.#requireRow(recordingId);
    if (row.deleted_at === null) throw new AppError('recording_not_deleted');
    await this.#parts.db.transaction().execute(async (trx) => {
      await updateRecording(trx, recordingId, { deleted_at: null });
      await reindexLesson(trx, recordingId);
    });
    this.#parts.announce('library.changed', { recording_id: recordingId, session_id: row.session_id });
    return { status: row.status };
  }

  /** @throws AppError stream_url_invalid, source_* */
  async probeSource(streamUrl: string, signal: AbortSignal): Promise<ProbeReply> {
    const { source } = await openAddress(this.#parts, streamUrl);
    return probeSource(this.#parts, source, signal);
  }

  /**
   * Shows a source to `listener` until `signal` fires; what it tells last is `end`.
   * @throws AppError stream_url_invalid, source_not_saved, source_in_use, preview_limit, shutting_down
   */
  async previewSource(streamUrl: string, listener: PreviewListener, signal: AbortSignal): Promise<void> {
    const { source } = await openAddress(this.#parts, streamUrl);
    if ([...this.#live.values()].some((live) => isHeldBy(live, source))) {
      throw new AppError('source_in_use');
    }
    await this.#previews.open(source, listener, signal);
  }

  async listSources(): Promise<z.infer<typeof sourcesReplySchema>> {
    return { items: await listSources(this.#parts) };
  }

  #adopt(live: LiveRecording): void {
    this.#live.set(live.recordingId, live);
    this.#room.start();
    this.#activeChanged(this.#live.size);
    live.announceChange();
    void live.done.then(() => {
      this.#live.delete(live.recordingId);
      this.#activeChanged(this.#live.size);
      if (this.#live.size === 0) this.#room.stop();
    });
  }

  #present(row: ListedRecording): { status: RecordingRow['status']; durationSec: number; sizeBytes: number } {
    const live = this.#live.get(row.recording_id);
    return {
      status: live?.status ?? row.status,
      durationSec: live?.durationSec ?? row.duration_seconds,
      sizeBytes: live?.sizeBytes ?? row.size_bytes,
    };
  }

  async #takesOf(recordingId: string): Promise<RecordingStatusReply['takes']> {
    const takes = await listTakes(this.#parts.db, recordingId);
    return takes
      .filter((take) => take.state === 'complete')
      .map((take) => ({
        file_path: this.#parts.store.localPath(take.file_key),
        start_time: take.start_time,
        duration_seconds: take.duration_seconds,
      }));
  }

  async #requireRow(recordingId: string): Promise<RecordingRow> {
    const row = await findRecording(this.#parts.db, recordingId);
    if (row === undefined) throw new AppError('recording_not_found');
    return row;
  }

  async #requireLive(recordingId: string): Promise<LiveRecording> {
    const live = this.#live.get(recordingId);
    if (live !== undefined) return live;
    await this.#requireRow(recordingId);
    throw new AppError('recording_not_active');
  }

  async #requireRoom(): Promise<void> {
    const { min_free_minutes, expected_bitrate_kbps } = this.#parts.settings().recording;
    const others = [...this.#live.values()].reduce((sum, live) => sum + live.rate, 0);
    const { freeBytes } = await this.#parts.store.freeSpace();
    const minutes = minutesOfRoom(freeBytes, others + (expected_bitrate_kbps * 1000) / 8);
    if (minutes >= min_free_minutes) return;
    throw new AppError(
      'disk_full',
      `There is room for ${Math.floor(minutes)} minutes; ${min_free_minutes} are needed to begin. ` +
        'Empty the trash, delete lessons, or choose another folder.',
    );
  }
}

/** Seconds on the clock, to the millisecond; 0 before the first picture. */
function elapsedSec(startedAt: string | null, until: string): number {
  return startedAt === null ? 0 : Math.max(0, (Date.parse(until) - Date.parse(startedAt)) / 1000);
}
