/** The teacher's notes of a lesson. They stay out of search, exports and chapters: they are the teacher's own. */
import type { z } from 'zod';
import type { Note, changeNoteSchema, createNoteSchema } from '../../contract/vod.ts';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import { deleteNote, insertNote, updateNote } from '../db/notes.ts';
import type { LessonParts } from '../lesson/lesson-parts.ts';

type NoteParts = Pick<LessonParts, 'db' | 'clock'>;
type Lesson = { recordingId: string; durationSec: number };

/** @throws AppError range_invalid */
function assertInside(timeSec: number | null | undefined, { durationSec }: Lesson): void {
  if (timeSec === undefined || timeSec === null || timeSec <= durationSec) return;
  throw new AppError('range_invalid', `The lesson is ${durationSec.toFixed(3)} seconds long`, {
    fields: [{ path: 'time', message: 'lies outside the lesson' }],
  });
}

/** @throws AppError range_invalid */
export async function addNote(
  parts: NoteParts,
  lesson: Lesson,
  { text, time }: z.infer<typeof createNoteSchema>,
): Promise<Note> {
  assertInside(time, lesson);
  const now = isoTime(parts.clock.now());
  const note: Note = { note_id: newId(), time, text, created_at: now, updated_at: now };
  await insertNote(parts.db, { ...note, recording_id: lesson.recordingId });
  return note;
}

/** @throws AppError note_not_found, range_invalid */
export async function editNote(
  parts: NoteParts,
  lesson: Lesson,
  noteId: string,
  { text, time }: z.infer<typeof changeNoteSchema>,
): Promise<Note> {
  assertInside(time, lesson);
  const changed = await updateNote(
    parts.db,
    { recordingId: lesson.recordingId, noteId },
    {
      ...(text === undefined ? {} : { text }),
      ...(time === undefined ? {} : { time }),
      updated_at: isoTime(parts.clock.now()),
    },
  );
  if (changed === undefined) throw new AppError('note_not_found');
  return changed;
}

/** @throws AppError note_not_found */
export async function dropNote(parts: NoteParts, recordingId: string, noteId: string): Promise<void> {
  if (!(await deleteNote(parts.db, { recordingId, noteId }))) throw new AppError('note_not_found');
}
