/**
 * Lessons as they are played: information, playlists, pictures, chapters, downloads, imports, removal. A façade over
 * the files beside it, which hold the work. It never touches a running recording: what it shows of one comes from the
 * recorder's own index.
 */
import type { z } from 'zod';
import type { Job } from '../../contract/jobs.ts';
import {
  type Chapter,
  type LessonInfo,
  type RenditionName,
  type Slide,
  type changeChapterSchema,
  type changeLessonSchema,
  type createChapterReplySchema,
  type createChapterSchema,
  type downloadQuerySchema,
  type importReplySchema,
  type sessionVideosQuerySchema,
  slideSchema,
  type streamQuerySchema,
  waveformSchema,
} from '../../contract/vod.ts';
import { isActive } from '../../contract/recording.ts';
import { AppError, isAppError } from '../base/app-error.ts';
import { reindexLesson } from '../db/lesson-text.ts';
import { updateRecording } from '../db/recordings.ts';
import { type LessonRow, readLessonsOfSession } from '../db/recordings-read.ts';
import { listSlides } from '../db/slides.ts';
import type { JobQueue } from '../jobs/job-queue.ts';
import { waveformKey } from '../storage/lesson-keys.ts';
import { addChapter, dropChapter, editChapter, readChapters } from './chapters.ts';
import { checkConsistency, repairConsistency } from './consistency.ts';
import { type Download, makeDownload } from './download.ts';
import { type VideoUpload, acceptUpload } from './import-video.ts';
import { announceLesson, toInfo, visibleLesson } from './lesson-info.ts';
import { removeLesson } from './remove-lesson.ts';
import { settleAfterJob, settleAll } from './settle-recording.ts';
import { chaptersVtt, storyboardSchema, storyboardVtt } from './storyboard.ts';
import { type RangedFile, type TextReply, mediaFileOf, requireRendition, streamOf } from './streams.ts';
import { type Picture, Thumbnails } from './thumbnails.ts';
import { readTimeline } from './timeline.ts';
import { sheetKey, storyboardKey } from './trickplay-job.ts';
import type { VodParts } from './vod-parts.ts';

const vttType = 'text/vtt; charset=utf-8';
const dayMs = 24 * 3_600_000;
const slideBlocksSchema = slideSchema.shape.blocks;

export class VODStorage {
  readonly #parts: VodParts & { jobs: JobQueue };
  readonly #thumbnails: Thumbnails;
  readonly #stopping = new AbortController();
  #daily: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;

  constructor(parts: VodParts & { jobs: JobQueue }) {
    this.#parts = parts;
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
    await this.#lesson(recordingId);
    const { title, description } = change;
    await this.#parts.db.transaction().execute(async (trx) => {
      await updateRecording(trx, recordingId, {
        ...(title === undefined ? {} : { title }),
        ...(description === undefined ? {} : { description }),
      });
      await reindexLesson(trx, recordingId);
    });
    await announceLesson(this.#parts, recordingId);
    return this.getVideoInfo(recordingId);
  }

  async stream(recordingId: string, query: z.infer<typeof streamQuerySchema>): Promise<TextReply> {
    return streamOf(this.#parts, await this.#lesson(recordingId), query);
  }

  async mediaFile(recordingId: string, rendition: RenditionName, seq: number): Promise<RangedFile> {
    const lesson = await this.#lesson(recordingId);
    await requireRendition(this.#parts, lesson, rendition);
    return mediaFileOf(this.#parts, lesson, rendition, seq);
  }

  async thumbnail(
    recordingId: string,
    options: { time?: number | undefined; width?: number | undefined; accept: string },
  ): Promise<Picture> {
    return this.#thumbnails.get(await this.#lesson(recordingId), options);
  }

  async trickplayVtt(recordingId: string): Promise<TextReply> {
    const stored = await this.#derived(recordingId, storyboardKey(recordingId));
    const storyboard = storyboardSchema.parse(JSON.parse(stored.toString('utf8')));
    const body = storyboardVtt(storyboard, (sheet) => `trickplay/${sheet}.jpg`);
    return { body, contentType: vttType, cacheControl: 'private, max-age=3600' };
  }

  /** @param number 1-based */
  async trickplayImage(recordingId: string, number: number): Promise<Picture> {
    const body = await this.#derived(recordingId, sheetKey(recordingId, number));
    return { body, contentType: 'image/jpeg', cacheControl: 'private, max-age=3600' };
  }

  async waveform(recordingId: string): Promise<z.infer<typeof waveformSchema>> {
    const stored = await this.#derived(recordingId, waveformKey(recordingId));
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
      time: row.time,
      end_time: row.end_time,
      image: `/api/vod/${recordingId}/slides/${row.seq}.jpg`,
      text: row.text,
      blocks: slideBlocksSchema.parse(JSON.parse(row.blocks)),
    }));
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
    const chapterId = await addChapter(this.#parts, await this.#length(recordingId), chapter);
    this.#announceLibrary(recordingId);
    return { chapter_id: chapterId };
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
    const chapter = await editChapter(this.#parts, await this.#length(recordingId), chapterId, change);
    this.#announceLibrary(recordingId);
    return chapter;
  }

  async deleteChapter(recordingId: string, chapterId: string): Promise<void> {
    await this.#lesson(recordingId);
    await dropChapter(this.#parts, recordingId, chapterId);
    this.#announceLibrary(recordingId);
  }

  async chaptersVtt(recordingId: string): Promise<TextReply> {
    const body = chaptersVtt(await this.listChapters(recordingId));
    return { body, contentType: vttType, cacheControl: 'private, no-cache' };
  }

  /** To be called by the job queue after every end of a job. */
  async jobEnded(job: Job): Promise<void> {
    await settleAfterJob(this.#parts, job);
  }

  /**
   * At start-up, after recovery: ends what a killed program did not get to, sees to the trash now and once a day, and
   * compares rows and files in the background.
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
    this.#checking = this.#checkFiles();
  }

  /** Before the database is closed. */
  async stop(): Promise<void> {
    clearInterval(this.#daily);
    this.#stopping.abort(new AppError('shutting_down'));
    await this.#checking;
  }

  /** Never rejects: playing and recording do not depend on it. */
  async #checkFiles(): Promise<void> {
    const { log } = this.#parts;
    try {
      const findings = await checkConsistency(this.#parts, this.#stopping.signal);
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
  async #length(recordingId: string): Promise<{ recordingId: string; durationSec: number }> {
    const lesson = await this.#lesson(recordingId);
    if (!isActive(lesson.status)) return { recordingId, durationSec: lesson.duration_seconds };
    return { recordingId, durationSec: await this.#liveLength(lesson) };
  }

  async #liveLength(lesson: LessonRow): Promise<number> {
    try {
      return (await readTimeline(this.#parts, lesson, 'source')).durationSec;
    } catch (error) {
      if (isAppError(error, 'media_not_ready')) return lesson.duration_seconds;
      throw error;
    }
  }

  async #info(lesson: LessonRow): Promise<LessonInfo> {
    const info = toInfo(lesson);
    return isActive(lesson.status) ? { ...info, duration: await this.#liveLength(lesson) } : info;
  }

  /** A file that a job makes. @throws AppError media_not_ready, media_missing */
  async #derived(recordingId: string, key: string): Promise<Buffer> {
    const lesson = await this.#lesson(recordingId);
    try {
      return await this.#parts.store.read(key);
    } catch (error) {
      const isExpected = lesson.status !== 'ready' && lesson.status !== 'failed';
      if (isExpected && isAppError(error, 'media_missing')) throw new AppError('media_not_ready');
      throw error;
    }
  }

  #announceLibrary(recordingId: string): void {
    this.#parts.announce('library.changed', { recording_id: recordingId, session_id: null });
  }
}
