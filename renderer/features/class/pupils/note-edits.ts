/** The teacher's note about a pupil, as the lists of a class hold it. Pure. */
import type { StudentNote } from '../../../../contract/session-analysis.ts';

export type NoteChange = { note?: string; done?: boolean };

/** What is there before anything was written. */
export function noteWith(note: StudentNote | null, studentId: string, change: NoteChange): StudentNote {
  const empty = { student_id: studentId, note: '', done: false, updated_at: new Date(0).toISOString() };
  return { ...(note ?? empty), ...change };
}

/** The same rows but for the pupil's, whose note has changed. */
export function rowsWith<T extends { student_id: string; note: StudentNote | null }>(
  rows: readonly T[],
  studentId: string,
  change: NoteChange,
): T[] {
  return rows.map((row) =>
    row.student_id === studentId
      ? Object.assign({}, row, { note: noteWith(row.note, studentId, change) })
      : row,
  );
}

/** What of a note a failed change is taken back to. */
export function noteBefore(note: StudentNote | null | undefined, change: NoteChange): NoteChange {
  return {
    ...(change.note === undefined ? {} : { note: note?.note ?? '' }),
    ...(change.done === undefined ? {} : { done: note?.done ?? false }),
  };
}
