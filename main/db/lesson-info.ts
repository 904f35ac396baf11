/** From a row to what the contract calls info. */
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { type LessonInfo, type RenditionName, renditionNames } from '../../contract/vod.ts';
import type { RecordingsTable } from './tables.ts';

/** The columns that info is made of: lists read these and no more. */
export const infoColumns = [
  'recording_id',
  'session_id',
  'title',
  'description',
  'duration_seconds',
  'created_at',
  'session_date',
  'teacher_id',
  'teacher_name',
  'class_name',
  'subject',
  'width',
  'height',
  'video_codec',
  'audio_codec',
  'bitrate_kbps',
  'size_bytes',
  'status',
  'tags',
  'is_kept',
] as const satisfies readonly (keyof RecordingsTable)[];

export function toLessonInfo(
  lesson: Pick<Selectable<RecordingsTable>, (typeof infoColumns)[number]>,
  counted: { studentCount: number; resolutions: RenditionName[] },
): LessonInfo {
  return {
    recording_id: lesson.recording_id,
    session_id: lesson.session_id,
    title: lesson.title,
    description: lesson.description,
    duration: lesson.duration_seconds,
    created_at: lesson.created_at,
    session_date: lesson.session_date,
    teacher_id: lesson.teacher_id,
    teacher_name: lesson.teacher_name,
    class_name: lesson.class_name,
    subject: lesson.subject,
    student_count: counted.studentCount,
    width: lesson.width,
    height: lesson.height,
    video_codec: lesson.video_codec,
    audio_codec: lesson.audio_codec,
    bitrate_kbps: lesson.bitrate_kbps,
    size_bytes: lesson.size_bytes,
    resolutions: counted.resolutions,
    status: lesson.status,
    tags: tagsOf(lesson.tags),
    is_kept: lesson.is_kept === 1,
  };
}

/** The column's JSON; most lessons have none, and lists are long. */
export function tagsOf(json: string): string[] {
  return json === '[]' ? [] : z.array(z.string()).parse(JSON.parse(json));
}

/** What can be asked for, best first: the recording itself and the renditions that are ready. */
export function playable(ready: readonly RenditionName[]): RenditionName[] {
  return renditionNames.filter((name) => name === 'source' || ready.includes(name));
}
