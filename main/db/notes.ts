/** Rows of the teacher's notes: those about the whole lesson first, then by time. */
import type { Selectable } from 'kysely';
import type { Note } from '../../contract/vod.ts';
import type { Db } from './database.ts';
import type { NotesTable } from './tables.ts';

export type NoteRow = Selectable<NotesTable>;

const columns = ['note_id', 'time', 'text', 'created_at', 'updated_at'] as const;

export async function listNotes(db: Db, recordingId: string): Promise<Note[]> {
  return db
    .selectFrom('notes')
    .select(columns)
    .where('recording_id', '=', recordingId)
    .orderBy('time')
    .orderBy('note_id')
    .execute();
}

export async function insertNote(db: Db, note: NoteRow): Promise<void> {
  await db.insertInto('notes').values(note).execute();
}

type NoteOf = { recordingId: string; noteId: string };

/** @returns the note as it is now; undefined when the lesson has no such note. */
export async function updateNote(
  db: Db,
  { recordingId, noteId }: NoteOf,
  change: Partial<Pick<NoteRow, 'time' | 'text'>> & { updated_at: string },
): Promise<Note | undefined> {
  return db
    .updateTable('notes')
    .set(change)
    .where('note_id', '=', noteId)
    .where('recording_id', '=', recordingId)
    .returning(columns)
    .executeTakeFirst();
}

/** @returns whether the lesson had such a note. */
export async function deleteNote(db: Db, { recordingId, noteId }: NoteOf): Promise<boolean> {
  const result = await db
    .deleteFrom('notes')
    .where('note_id', '=', noteId)
    .where('recording_id', '=', recordingId)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
