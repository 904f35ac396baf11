/** Moments marked while the lesson runs. They are its chapters: shown at once, renamed in place, and taken back. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Chapter } from '../../../contract/vod.ts';
import { useKeptEdits, withEdit } from '../../api/kept-edits.ts';
import { keys } from '../../api/keys.ts';
import { newId } from '../../api/new-id.ts';
import { changeChapter, chapterRoute, createChapter, deleteChapter, listChapters } from '../../api/vod.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText } from '../../ui/format.ts';
import { useNotify } from '../../ui/notify.tsx';

const none: Chapter[] = [];

/** @param nowSec seconds recorded, where a mark stands until the core has said where it is */
export function useMarks(recordingId: string, nowSec: number) {
  const { t } = useLanguage();
  const cache = useQueryClient();
  const { notify, notifyFailure } = useNotify();
  const [saidLast, setSaidLast] = useState('');
  const key = keys.chapters(recordingId);
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => listChapters(recordingId, signal) });
  const kept = useKeptEdits();
  const marks = (query.data ?? none).map((mark) =>
    withEdit(mark, kept.get(chapterRoute(recordingId, mark.chapter_id))),
  );

  const show = async (change: (marks: Chapter[]) => Chapter[]) => {
    await cache.cancelQueries({ queryKey: key });
    const before = cache.getQueryData<Chapter[]>(key);
    cache.setQueryData<Chapter[]>(key, (now) =>
      change(now ?? []).toSorted((left, right) => left.start_time - right.start_time),
    );
    return { before };
  };
  const common = {
    // One after the other: a name that is written at once must not arrive before its mark.
    scope: { id: `marks ${recordingId}` },
    onError: (error: unknown, _what: unknown, shown: { before: Chapter[] | undefined } | undefined) => {
      cache.setQueryData(key, shown?.before);
      notifyFailure(error);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: key }),
  };

  const add = useMutation({
    mutationFn: ({ id, title, at }: { id: string; title: string; at?: number }) =>
      createChapter(recordingId, { chapter_id: id, title, ...(at === undefined ? {} : { start_time: at }) }),
    onMutate: ({ id, title, at = nowSec }) =>
      show((now) => [
        ...now,
        {
          chapter_id: id,
          start_time: at,
          end_time: at,
          title,
          description: '',
          origin: 'manual',
          confidence: null,
        },
      ]),
    ...common,
  });
  const rename = useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) => changeChapter(recordingId, id, { title }),
    onMutate: ({ id, title }) =>
      show((now) => now.map((mark) => (mark.chapter_id === id ? { ...mark, title } : mark))),
    ...common,
  });
  const remove = useMutation({
    mutationFn: ({ chapter_id: id }: Chapter) => deleteChapter(recordingId, id),
    onMutate: ({ chapter_id: id }) => show((now) => now.filter((mark) => mark.chapter_id !== id)),
    ...common,
  });

  return {
    marks,
    /** For a live region: what was just marked. */
    saidLast,
    /** @param isTold with a notice that can take it back, where the list is not in sight */
    mark: (isTold = false) => {
      const title = t('record.mark_name', { count: marks.length + 1 });
      add.mutate(
        { id: newId(), title },
        {
          onSuccess: ({ chapter_id: id, start_time: at }) => {
            const text = t('record.marked', { time: clockText(at) });
            setSaidLast(text);
            if (!isTold) return;
            const mark = { chapter_id: id, start_time: at, end_time: at, title, description: '' };
            notify({
              text,
              action: {
                label: t('common.undo'),
                run: () => remove.mutate({ ...mark, origin: 'manual', confidence: null }),
              },
            });
          },
        },
      );
    },
    rename: (id: string, title: string) => rename.mutate({ id, title }),
    remove: (mark: Chapter) =>
      remove.mutate(mark, {
        onSuccess: () =>
          notify({
            text: t('record.mark_removed', { title: mark.title }),
            action: {
              label: t('common.undo'),
              run: () => add.mutate({ id: newId(), title: mark.title, at: mark.start_time }),
            },
          }),
      }),
  };
}
