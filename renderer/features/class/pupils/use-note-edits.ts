/** Changes of a pupil's note: shown at once wherever it stands, taken back when the core refuses, kept while it is away. */
import { useQueryClient } from '@tanstack/react-query';
import type {
  SessionAnalysis,
  StrugglingStudent,
  StudentNote,
} from '../../../../contract/session-analysis.ts';
import { putStudentNote, studentNoteRoute } from '../../../api/class-session.ts';
import { keepEdit, useKeptEdits } from '../../../api/kept-edits.ts';
import { keys } from '../../../api/keys.ts';
import { useNotify } from '../../../ui/notify.tsx';
import { type NoteChange, noteBefore, noteWith, rowsWith } from './note-edits.ts';

const languages = ['ko', 'en'] as const;

/** @param note as the core last said it; null: none */
export function useStudentNote(sessionId: string, studentId: string, note: StudentNote | null) {
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  const kept = useKeptEdits().get(studentNoteRoute(sessionId, studentId));
  const draw = (change: NoteChange) => {
    for (const language of languages) {
      cache.setQueryData<SessionAnalysis>(
        keys.sessionAnalysis(sessionId, language),
        (now) => now && { ...now, student_profiles: rowsWith(now.student_profiles, studentId, change) },
      );
      cache.setQueryData<StrugglingStudent[]>(
        keys.strugglingStudents(sessionId, language),
        (now) => now && rowsWith(now, studentId, change),
      );
    }
  };
  return {
    note: noteWith(note, studentId, kept ?? {}),
    /** It waits for the recorder to come back. */
    isUnsaved: kept !== undefined,
    /** Before a `change` that the page may not live to see answered. */
    keep: (change: NoteChange): void => keepEdit(studentNoteRoute(sessionId, studentId), change),
    /** @returns whether the core has it */
    change: async (change: NoteChange): Promise<boolean> => {
      const before = noteBefore(note, change);
      draw(change);
      try {
        return (await putStudentNote(sessionId, studentId, change)) !== undefined;
      } catch (error) {
        draw(before);
        notifyFailure(error);
        return false;
      }
    },
  };
}

export type NoteEdits = ReturnType<typeof useStudentNote>;
