/** Rows of lessons that come from a file. */
import type { LessonFields } from '../../contract/common.ts';
import { isoTime } from '../base/clock.ts';
import type { Db } from './database.ts';
import { reindexLesson } from './lesson-text.ts';
import { describedBy, ensureSession } from './sessions.ts';

/**
 * A recording whose media is still to come. It is `interrupted` until then: not playable, not running, and start-up
 * recovery leaves imports to their job.
 */
export async function insertImport(
  trx: Db,
  lesson: {
    recordingId: string;
    sessionId: string;
    fields: LessonFields;
    title: string;
    startedAt?: string | undefined;
  },
  nowMs: number,
  timeZone: string,
): Promise<void> {
  const { recordingId, sessionId, fields } = lesson;
  const session = await ensureSession(trx, sessionId, fields, nowMs, timeZone);
  await trx
    .insertInto('recordings')
    .values({
      recording_id: recordingId,
      session_id: sessionId,
      title: fields.title ?? (session.title === '' ? lesson.title : session.title),
      description: fields.description ?? session.description,
      ...describedBy(fields, session),
      status: 'interrupted',
      origin: 'import',
      protocol: 'file',
      source_url: null,
      source_sealed: null,
      max_duration_seconds: null,
      started_at: lesson.startedAt === undefined ? null : isoTime(Date.parse(lesson.startedAt)),
      stopped_at: null,
      last_data_at: null,
      duration_seconds: 0,
      size_bytes: 0,
      width: null,
      height: null,
      frame_rate: null,
      video_codec: null,
      audio_codec: null,
      bitrate_kbps: 0,
      reconnects: 0,
      error_code: null,
      error_detail: null,
      deleted_at: null,
      created_at: isoTime(nowMs),
    })
    .execute();
  await reindexLesson(trx, recordingId);
}

/** Somebody tells when the file was recorded: what was written and asked at that hour stands beside it from now on. */
export async function moveImport(trx: Db, recordingId: string, startMs: number): Promise<void> {
  const takes = await trx
    .selectFrom('takes')
    .select(['seq', 'duration_seconds'])
    .where('recording_id', '=', recordingId)
    .execute();
  // Until its file has been read it has none: the end is noted with it.
  const endOf = (sec: number) => isoTime(startMs + sec * 1000);
  for (const { seq, duration_seconds: sec } of takes) {
    await trx
      .updateTable('takes')
      .set({ started_at: isoTime(startMs), ended_at: endOf(sec) })
      .where('recording_id', '=', recordingId)
      .where('seq', '=', seq)
      .execute();
  }
  const [take] = takes;
  await trx
    .updateTable('recordings')
    .set({
      started_at: isoTime(startMs),
      ...(take === undefined ? {} : { stopped_at: endOf(take.duration_seconds) }),
    })
    .where('recording_id', '=', recordingId)
    .execute();
}
