/**
 * Lessons as they are played: information, playlists, pictures, chapters, downloads, imports, removal. A façade over
 * the files beside it, which hold the work. It never touches a running recording: what it shows of one comes from the
 * recorder's own index.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';
import type { Job } from '../../contract/jobs.ts';
import {
  type Chapter,
  type LessonChatReply,
  type LessonInfo,
  type Note,
  type RenditionName,
  type Slide,
  type changeChapterSchema,
  type changeLessonSchema,
  type changeNoteSchema,
  type createChapterReplySchema,
  type createChapterSchema,
  type createNoteSchema,
  type downloadQuerySchema,
  type importReplySchema,
  type lessonChatQuerySchema,
  type sessionVideosQuerySchema,
  slideSchema,
  type streamQuerySchema,
  waveformSchema,
} from '../../contract/vod.ts';
import { isActive } from '../../contract/recording.ts';
import { AppError, isAppError } from '../base/app-error.ts';
import type { ChangeLog } from '../cache/change-log.ts';
import { listLessonChat } from '../db/chat.ts';
import { releaseCache } from '../db/consistency.ts';
import { listNotes } from '../db/notes.ts';
import { type LessonRow, type ListedLesson, readLessonsOfSession } from '../db/recordings-read.ts';
import { listSlides, readSlide } from '../db/slides.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { waveformKey } from '../storage/lesson-keys.ts';
import { addChapter, dropChapter, editChapter, readChapters } from './chapters.ts';
import { changeLesson } from './change-lesson.ts';
import { checkConsistency, repairConsistency } from './consistency.ts';
import { type Download, makeDownload } from './download.ts';
import { type VideoUpload, acceptUpload } from './import-video.ts';
import { announceLesson, toInfo, visibleLesson } from '../lesson/lesson-info.ts';
import { removeExpiredExports } from './exports.ts';
import { addNote, dropNote, editNote } from './notes.ts';
import { removeLesson } from './remove-lesson.ts';
import { settleAfterJob, settleAll } from './settle-recording.ts';
import { chaptersVtt, storyboardSchema, storyboardVtt } from './storyboard.ts';
import { MediaFiles } from './media-files.ts';
import { type RangedFile, type TextReply, streamOf } from './streams.ts';
import { type Picture, Thumbnails } from './thumbnails.ts';
import { readTimeline } from '../lesson/timeline.ts';
import { sheetKey, storyboardKey } from './trickplay-job.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

const vttType = 'text/vtt; charset=utf-8';
/** A file that a job made stays as it is. */
const madeCache = 'private, max-age=86400';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const slideBlocksSchema = slideSchema.shape.blocks;

type VodParts = LessonParts & { jobs: JobQueue; changes: Pick<ChangeLog, 'now' | 'isUnchanged'> };

export class VODStorage {
  readonly #parts: VodParts;
  readonly #thumbnails: Thumbnails;
  readonly #mediaFiles: MediaFiles;
  readonly #stopping = new AbortController();
  #daily: NodeJS.Timeout | undefined;
  #hourly: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;

  constructor(parts: VodParts) {
    this.#parts = parts;
    this.#mediaFiles = new MediaFiles(parts);
    this.#thumbnails = new Thumbnails(parts);
  }

  /** @throws AppError recording_not_found, as every method here for unknown lessons and those in the trash */
  async getVideoInfo(recordingId: string): Promise<LessonInfo> {
    return this.#info(await this.#lesson(recordingId));
  }

  async listVideosBySession(
    sessionId: string,
    query: z.infer<typeof sessionVideosQuerySchema>,
  ): Promise<LessonInfo[]> {
    const lessons = await readLessonsOfSession(this.#parts.db, sessionId, query);
    return Promise.all(lessons.map(async (lesson) => this.#info(lesson)));
  }

  async changeLesson(recordingId: string, change: z.infer<typeof changeLessonSchema>): Promise<LessonInfo> {
    await changeLesson(this.#parts, await this.#lesson(recordingId), change);
    await announceLesson(this.#parts, recordingId);
    return this.getVideoInfo(recordingId);
  }

  async stream(recordingId: string, query: z.infer<typeof streamQuerySchema>): Promise<TextReply> {
    return streamOf(this.#parts, await this.#lesson(recordingId), query);
  }

  async mediaFile(recordingId: string, rendition: RenditionName, seq: number): Promise<RangedFile> {
    return this.#mediaFiles.find(recordingId, rendition, seq);
  }

  async thumbnail(
    recordingId: string,
    options: { time?: number | undefined; width?: number | undefined; accept: string },
  ): Promise<Picture> {
    return this.#thumbnails.get(await this.#lesson(recordingId), options);
  }

  async trickplayVtt(recordingId: string): Promise<TextReply> {
    const stored = await this.#derived(recordingId, 'trickplay', storyboardKey(recordingId));
    const storyboard = storyboardSchema.parse(JSON.parse(stored.toString('utf8')));
    const body = storyboardVtt(storyboard, (sheet) => `trickplay/${sheet}.jpg`);
    return { body, contentType: vttType, cacheControl: madeCache };
  }

  /** @param number 1-based */
  async trickplayImage(recordingId: string, number: number): Promise<Picture> {
    const body = await this.#derived(recordingId, 'trickplay', sheetKey(recordingId, number));
    return { body, contentType: 'image/jpeg', cacheControl: madeCache };
  }

  async waveform(recordingId: string): Promise<z.infer<typeof waveformSchema>> {
    const stored = await this.#derived(recordingId, 'waveform', waveformKey(recordingId));
    return waveformSchema.parse(JSON.parse(stored.toString('utf8')));
  }

  async download(
    recordingId: string,
    query: z.infer<typeof downloadQuerySchema>,
    signal: AbortSignal,
  ): Promise<Download> {
    return makeDownload(this.#parts, await this.#lesson(recordingId), query, signal);
  }

  async slides(recordingId: string): Promise<Slide[]> {
    await this.#lesson(recordingId);
    const rows = await listSlides(this.#parts.db, recordingId);
    return rows.map((row) => ({
      seq: row.seq,
      time: row.time,
      end_time: row.end_time,
      image: `/api/vod/${recordingId}/slides/${row.seq}.jpg`,
      width: row.width,
      height: row.height,
      heading: row.heading,
      text: row.text,
      is_read: row.read_at !== null,
      blocks: slideBlocksSchema.parse(JSON.parse(row.blocks)),
    }));
  }

  /** @throws AppError media_missing */
  async slideImage(recordingId: string, seq: number, width: number | undefined): Promise<Picture> {
    await this.#lesson(recordingId);
    const slide = await readSlide(this.#parts.db, recordingId, seq);
    if (slide === undefined) throw new AppError('media_missing', 'There is no such screen');
    return this.#thumbnails.slide({ recordingId, key: slide.file_key }, width);
  }

  /** Makes a lesson of a video file, which it takes over. @throws AppError media_unreadable, disk_full */
  async saveVideo(upload: VideoUpload): Promise<z.infer<typeof importReplySchema>> {
    return acceptUpload(this.#parts, upload);
  }

  async importVideo(upload: VideoUpload): Promise<z.infer<typeof importReplySchema>> {
    return this.saveVideo(upload);
  }

  /** Removes rows and files for good. @throws AppError recording_not_found, recording_in_progress */
  async deleteVideo(recordingId: string): Promise<void> {
    await removeLesson(this.#parts, recordingId);
  }

  async createChapter(
    recordingId: string,
    chapter: z.infer<typeof createChapterSchema>,
  ): Promise<z.infer<typeof createChapterReplySchema>> {
    const place = await this.#length(recordingId);
    const { chapterId, startSec } = await addChapter(this.#parts, place, chapter);
    this.#announceLibrary(place.lesson);
    return { chapter_id: chapterId, start_time: startSec };
  }

  async listChapters(recordingId: string): Promise<Chapter[]> {
    const { durationSec } = await this.#length(recordingId);
    return readChapters(this.#parts, recordingId, durationSec);
  }

  async changeChapter(
    recordingId: string,
    chapterId: string,
    change: z.infer<typeof changeChapterSchema>,
  ): Promise<Chapter> {
    const place = await this.#length(recordingId);
    const chapter = await editChapter(this.#parts, place, chapterId, change);
    this.#announceLibrary(place.lesson);
    return chapter;
  }

  async deleteChapter(recordingId: string, chapterId: string): Promise<void> {
    const lesson = await this.#lesson(recordingId);
    await dropChapter(this.#parts, recordingId, chapterId);
    this.#announceLibrary(lesson);
  }

  async chaptersVtt(recordingId: string): Promise<TextReply> {
    const body = chaptersVtt(await this.listChapters(recordingId));
    return { body, contentType: vttType, cacheControl: 'private, no-cache' };
  }

  /** Those about the whole lesson first, then by time. */
  async listNotes(recordingId: string): Promise<Note[]> {
    await this.#lesson(recordingId);
    return listNotes(this.#parts.db, recordingId);
  }

  async createNote(recordingId: string, note: z.infer<typeof createNoteSchema>): Promise<Note> {
    const place = await this.#length(recordingId);
    const added = await addNote(this.#parts, place, note);
    this.#announceLibrary(place.lesson);
    return added;
  }

  async changeNote(
    recordingId: string,
    noteId: string,
    change: z.infer<typeof changeNoteSchema>,
  ): Promise<Note> {
    const place = await this.#length(recordingId);
    const changed = await editNote(this.#parts, place, noteId, change);
    this.#announceLibrary(place.lesson);
    return changed;
  }

  async deleteNote(recordingId: string, noteId: string): Promise<void> {
    const lesson = await this.#lesson(recordingId);
    await dropNote(this.#parts, recordingId, noteId);
    this.#announceLibrary(lesson);
  }

  /** Chat of the session as it ran beside the lesson. */
  async listLessonChat(
    recordingId: string,
    query: z.infer<typeof lessonChatQuerySchema>,
  ): Promise<LessonChatReply> {
    const { lesson, durationSec, isLive } = await this.#length(recordingId);
    const { session_id: sessionId, started_at: startedAt } = lesson;
    return listLessonChat(this.#parts.db, { recordingId, sessionId, startedAt, durationSec, isLive }, query);
  }

  /** To be called by the job queue after every end of a job. */
  async jobEnded(job: Job): Promise<void> {
    await settleAfterJob(this.#parts, job);
  }

  /**
   * At start-up, after recovery: ends what a killed program did not get to, sees to the trash now and once a day, to
   * old exports now and every hour, and compares rows and files in the background.
   */
  async start(): Promise<void> {
    const { jobs, log } = this.#parts;
    await settleAll(this.#parts);
    await jobs.enqueue('purge_trash', {});
    this.#daily = setInterval(() => {
      jobs.enqueue('purge_trash', {}).catch((error: unknown) => {
        log.warn({ err: error }, 'the trash could not be seen to');
      });
    }, dayMs);
    this.#daily.unref();
    await this.#removeExpiredExports();
    this.#hourly = setInterval(() => void this.#removeExpiredExports(), hourMs);
    this.#hourly.unref();
    this.#checking = this.#checkFiles();
  }

  /** Before the database is closed. */
  async stop(): Promise<void> {
    clearInterval(this.#daily);
    clearInterval(this.#hourly);
    this.#stopping.abort(new AppError('shutting_down'));
    await this.#checking;
  }

  /** Never rejects: the next hour tries again. */
  async #removeExpiredExports(): Promise<void> {
    try {
      await removeExpiredExports(this.#parts);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'old exports could not be seen to');
    }
  }

  /** Never rejects: playing and recording do not depend on it. */
  async #checkFiles(): Promise<void> {
    const { log } = this.#parts;
    try {
      const { signal } = this.#stopping;
      // Who opens the page right after the start, or records, has two thirds of the time.
      const rest = async (tookMs: number) => delay(2 * tookMs, undefined, { signal, ref: false });
      const findings = await checkConsistency(this.#parts, { signal, rest });
      await releaseCache(this.#parts.db);
      if (findings.length === 0 || this.#stopping.signal.aborted) return;
      const repaired = await repairConsistency(this.#parts, findings);
      const counts = Object.fromEntries(
        [...Map.groupBy(findings, (finding) => finding.kind)].map(([kind, found]) => [kind, found.length]),
      );
      log.warn({ found: counts, repaired: repaired.length }, 'rows and files did not match');
    } catch (error) {
      if (!this.#stopping.signal.aborted) log.warn({ err: error }, 'rows and files could not be compared');
    }
  }

  async #lesson(recordingId: string): Promise<LessonRow> {
    return visibleLesson(this.#parts.db, recordingId);
  }

  /** Of a running lesson the recorder's index knows the length before the row does. */
  async #length(
    recordingId: string,
  ): Promise<{ recordingId: string; lesson: LessonRow; durationSec: number; isLive: boolean }> {
    const lesson = await this.#lesson(recordingId);
    const isLive = isActive(lesson.status);
    const durationSec = isLive ? await this.#liveLength(lesson) : lesson.duration_seconds;
    return { recordingId, lesson, durationSec, isLive };
  }

  async #liveLength(lesson: ListedLesson): Promise<number> {
    try {
      return (await readTimeline(this.#parts, lesson, 'source')).durationSec;
    } catch (error) {
      if (isAppError(error, 'media_not_ready')) return lesson.duration_seconds;
      throw error;
    }
  }

  async #info(lesson: ListedLesson): Promise<LessonInfo> {
    const info = toInfo(lesson);
    return isActive(lesson.status) ? { ...info, duration: await this.#liveLength(lesson) } : info;
  }

  /** A file that a job makes. @throws AppError media_not_ready, media_missing */
  async #derived(recordingId: string, kind: 'trickplay' | 'waveform', key: string): Promise<Buffer> {
    const lesson = await this.#lesson(recordingId);
    try {
      return await this.#parts.store.read(key);
    } catch (error) {
      if (!isAppError(error, 'media_missing')) throw error;
      const isUnfinished = lesson.status !== 'ready' && lesson.status !== 'failed';
      // The job may have been queued again after the lesson was ready.
      const { items } = await this.#parts.jobs.list({ recording_id: recordingId, limit: 20 });
      const isPending = items.some(
        (job) => job.kind === kind && (job.state === 'queued' || job.state === 'running'),
      );
      if (isUnfinished || isPending) throw new AppError('media_not_ready');
      throw error;
    }
  }

  #announceLibrary({ recording_id, session_id }: Pick<LessonRow, 'recording_id' | 'session_id'>): void {
    this.#parts.announce('library.changed', { recording_id, session_id });
  }
}
