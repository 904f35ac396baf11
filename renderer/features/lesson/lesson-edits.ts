/** Changes to a lesson: shown at once, taken back when the core refuses, kept while it is away, undone on request. */
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { RecordingStatusReply } from '../../../contract/recording.ts';
import type { Chapter, LessonInfo, Note, changeLessonSchema } from '../../../contract/vod.ts';
import { keys } from '../../api/keys.ts';
import {
  changeChapter,
  changeLesson,
  changeNote,
  createChapter,
  createNote,
  deleteChapter,
  deleteNote,
} from '../../api/vod.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotify } from '../../ui/notify.tsx';
import { inOrder } from './chapter-list.ts';

type LessonChange = z.input<typeof changeLessonSchema>;

/** Draws a change before the core has answered, and takes it back with words when it refuses. */
function useOptimistic() {
  const cache = useQueryClient();
  const { notifyFailure } = useNotify();
  return async <T, R>(
    key: QueryKey,
    change: {
      draw: (now: T) => T;
      /** undefined: kept for later */
      send: () => Promise<R | undefined>;
      settle?: (reply: R, now: T) => T;
    },
  ): Promise<R | undefined> => {
    await cache.cancelQueries({ queryKey: key });
    const before = cache.getQueryData<T>(key);
    if (before !== undefined) cache.setQueryData<T>(key, change.draw(before));
    try {
      const reply = await change.send();
      const { settle } = change;
      if (settle !== undefined && reply !== undefined) {
        cache.setQueryData<T>(key, (now) => (now === undefined ? now : settle(reply, now)));
      }
      return reply;
    } catch (error) {
      if (before !== undefined) cache.setQueryData<T>(key, before);
      notifyFailure(error);
      return undefined;
    } finally {
      void cache.invalidateQueries({ queryKey: key });
    }
  };
}

export function useLessonEdits(id: string) {
  const attempt = useOptimistic();
  const { notify } = useNotify();
  const { t } = useLanguage();
  const change = (wish: LessonChange) =>
    attempt<LessonInfo, LessonInfo>(keys.info(id), {
      draw: (info) => ({ ...info, ...(wish as Partial<LessonInfo>) }),
      send: () => changeLesson(id, wish),
      settle: (reply) => reply,
    });
  return {
    change,
    /** @param before what undo puts back @param text what happened */
    changeWithUndo: async (wish: LessonChange, before: LessonChange, text: string) => {
      if ((await change(wish)) === undefined) return;
      notify({ text, action: { label: t('common.undo'), run: () => void change(before) } });
    },
  };
}

/** When a lesson began that was made of a file: nobody but a person knows. */
export function useBeginEdit(id: string): (began: string, before: string, text: string) => Promise<void> {
  const attempt = useOptimistic();
  const { notify } = useNotify();
  const { t } = useLanguage();
  const move = (began: string) =>
    attempt<RecordingStatusReply, LessonInfo>(keys.status(id), {
      draw: (status) => ({ ...status, started_at: began }),
      send: () => changeLesson(id, { started_at: began }),
    });
  return async (began, before, text) => {
    if ((await move(began)) === undefined) return;
    notify({ text, action: { label: t('common.undo'), run: () => void move(before) } });
  };
}

export function useChapterEdits(id: string, durationSec: number) {
  const attempt = useOptimistic();
  const { notify } = useNotify();
  const { t } = useLanguage();
  const key = keys.chapters(id);

  const add = (chapter: { startSec: number; title: string; description?: string }) => {
    const { title, description = '' } = chapter;
    const startSec = Math.min(Math.round(chapter.startSec * 1000) / 1000, durationSec);
    const drawn: Chapter = {
      chapter_id: `new-${startSec}`,
      start_time: startSec,
      end_time: durationSec,
      title,
      description,
      origin: 'manual',
      confidence: null,
    };
    return attempt<Chapter[], { chapter_id: string; start_time: number }>(key, {
      draw: (chapters) => inOrder([...chapters, drawn], durationSec),
      send: () => createChapter(id, { start_time: startSec, title, description }),
      settle: (reply, chapters) => {
        const others = chapters.filter(
          ({ chapter_id: other }) => other !== drawn.chapter_id && other !== reply.chapter_id,
        );
        return inOrder([...others, { ...drawn, ...reply }], durationSec);
      },
    });
  };
  const change = (
    chapter: Chapter,
    wish: { title?: string; start_time?: number; description?: string },
  ): Promise<Chapter | undefined> =>
    attempt<Chapter[], Chapter>(key, {
      draw: (chapters) =>
        inOrder(
          chapters.map((other) =>
            other.chapter_id === chapter.chapter_id
              ? // What somebody changes is theirs: the recorder does not touch it any more.
                { ...other, ...wish, origin: 'manual' as const, confidence: null }
              : other,
          ),
          durationSec,
        ),
      send: () => changeChapter(id, chapter.chapter_id, wish),
    });
  const remove = async (chapter: Chapter): Promise<void> => {
    const { chapter_id: chapterId, start_time: startSec, title, description } = chapter;
    const removed = await attempt<Chapter[], true>(key, {
      draw: (chapters) =>
        inOrder(
          chapters.filter((other) => other.chapter_id !== chapterId),
          durationSec,
        ),
      send: async () => {
        await deleteChapter(id, chapterId);
        return true;
      },
    });
    if (removed === undefined) return;
    notify({
      text: t('chapter.deleted', { title }),
      action: { label: t('common.undo'), run: () => void add({ startSec, title, description }) },
    });
  };
  return { add, change, remove };
}

export function useNoteEdits(id: string) {
  const attempt = useOptimistic();
  const { notify } = useNotify();
  const { t } = useLanguage();
  const key = keys.notes(id);
  const add = (note: { text: string; time: number | null }) =>
    attempt<Note[], Note>(key, {
      draw: (notes) => notes,
      send: () => createNote(id, note),
      settle: (reply, notes) => notesInOrder([...notes.filter(isNot(reply.note_id)), reply]),
    });
  const change = (noteId: string, wish: { text?: string; time?: number | null }) =>
    attempt<Note[], Note>(key, {
      draw: (notes) =>
        notesInOrder(notes.map((note) => (note.note_id === noteId ? { ...note, ...wish } : note))),
      send: () => changeNote(id, noteId, wish),
    });
  const remove = async ({ note_id: noteId, text, time }: Note): Promise<void> => {
    const removed = await attempt<Note[], true>(key, {
      draw: (notes) => notes.filter(isNot(noteId)),
      send: async () => {
        await deleteNote(id, noteId);
        return true;
      },
    });
    if (removed === undefined) return;
    notify({
      text: t('note.deleted'),
      action: { label: t('common.undo'), run: () => void add({ text, time }) },
    });
  };
  return { add, change, remove };
}

function isNot(noteId: string) {
  return (note: Note) => note.note_id !== noteId;
}

function notesInOrder(notes: readonly Note[]): Note[] {
  return notes.toSorted((left, right) => (left.time ?? -1) - (right.time ?? -1));
}
