/** What can be done with lessons of the list: shown at once, undone where it can be, said in words. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { z } from 'zod';
import type { changeLessonSchema } from '../../../contract/vod.ts';
import { createExport } from '../../api/exports.ts';
import { keys } from '../../api/keys.ts';
import { lessonsChanged } from '../../api/lesson-pages.ts';
import { deleteRecording, restoreRecording } from '../../api/recording.ts';
import { changeLesson } from '../../api/vod.ts';
import { paths } from '../../app/paths.ts';
import { type Translate, useLanguage } from '../../i18n/language.tsx';
import { statusMeaning } from '../../ui/lesson-status.ts';
import { useNotify } from '../../ui/notify.tsx';
import type { FoundLesson } from './lesson-rows.ts';
import { hideLessons, showLessons } from './removed-lessons.ts';
import { runEach } from './run-each.ts';
import { type TagChange, changedTags } from './tag-change.ts';
import type { LessonPages } from './use-library-search.ts';

export type LessonChange = z.input<typeof changeLessonSchema>;
export type LessonActions = ReturnType<typeof useLessonActions>;

const idOf = ({ recording_id: id }: FoundLesson) => id;

export function titleOf(lesson: Pick<FoundLesson, 'title'>, t: Translate): string {
  return lesson.title === '' ? t('library.untitled') : lesson.title;
}

export function useLessonActions() {
  const cache = useQueryClient();
  const { t } = useLanguage();
  const { notify, notifyFailure } = useNotify();
  const [, navigate] = useLocation();

  /** Says the first failure, and for how many it was so. */
  const tellFailures = (failures: readonly { error: unknown }[]) => {
    const [first] = failures;
    if (first !== undefined) notifyFailure(first.error);
  };

  const restore = async (lessons: readonly FoundLesson[]) => {
    const { failures } = await runEach(lessons, (lesson) => restoreRecording(lesson.recording_id));
    await lessonsChanged(cache, lessons.map(idOf));
    tellFailures(failures);
  };

  return {
    /** To the trash. Lessons that are being recorded stay. */
    remove: async (chosen: readonly FoundLesson[]) => {
      const lessons = chosen.filter(({ status }) => !statusMeaning[status].isActive);
      if (lessons.length < chosen.length) {
        notify({ text: t('library.still_recording'), tone: 'attention' });
      }
      if (lessons.length === 0) return;
      hideLessons(lessons.map(idOf));
      const { done, failures } = await runEach(lessons, ({ recording_id: id }) => deleteRecording(id));
      const [only] = done;
      if (only !== undefined) {
        notify({
          text:
            done.length === 1
              ? t('library.removed', { title: titleOf(only, t) })
              : t('library.removed_many', { count: done.length }),
          action: { label: t('common.undo'), run: () => void restore(done) },
        });
      }
      tellFailures(failures);
      await lessonsChanged(cache, lessons.map(idOf));
      showLessons(lessons.map(idOf));
    },

    exportAll: async (lessons: readonly FoundLesson[]) => {
      const { done, failures } = await runEach(lessons, ({ recording_id: id }) => createExport(id, {}));
      void cache.invalidateQueries({ queryKey: keys.everyExport });
      void cache.invalidateQueries({ queryKey: keys.everyJob });
      if (done.length > 0) {
        notify({
          text: t('library.exporting', { count: done.length }),
          action: { label: t('library.see_activity'), run: () => navigate(paths.activity) },
        });
      }
      tellFailures(failures);
    },

    setKept: async (lessons: readonly FoundLesson[], isKept: boolean) => {
      const changed = lessons.filter(({ is_kept: was }) => was !== isKept);
      const set = async (to: boolean) => {
        patchLessons(cache, new Map(changed.map((lesson) => [lesson.recording_id, { is_kept: to }])));
        const { failures } = await runEach(changed, ({ recording_id: id }) =>
          changeLesson(id, { is_kept: to }),
        );
        tellFailures(failures);
      };
      await set(isKept);
      if (changed.length === 0) return;
      notify({
        text: t(isKept ? 'library.kept' : 'library.not_kept', { count: changed.length }),
        action: { label: t('common.undo'), run: () => void set(!isKept) },
      });
    },

    retag: async (lessons: readonly FoundLesson[], change: TagChange) => {
      const changes = lessons.flatMap((lesson) => {
        const tags = changedTags(lesson.tags, change);
        return tags === undefined ? [] : [{ id: lesson.recording_id, before: lesson.tags, after: tags }];
      });
      const set = async (side: 'before' | 'after') => {
        patchLessons(cache, new Map(changes.map((one) => [one.id, { tags: one[side] }])));
        const { failures } = await runEach(changes, (one) => changeLesson(one.id, { tags: one[side] }));
        tellFailures(failures);
      };
      await set('after');
      if (changes.length === 0) return;
      notify({
        text: t('library.tagged', { count: changes.length }),
        action: { label: t('common.undo'), run: () => void set('before') },
      });
    },

    /** @throws ApiFailure, for the form that asked */
    change: async (lesson: FoundLesson, change: LessonChange) => {
      const info = await changeLesson(lesson.recording_id, change);
      // Kept for later it is shown all the same.
      patchLessons(cache, new Map([[lesson.recording_id, info ?? (change as Partial<FoundLesson>)]]));
    },
  };
}

/** Fills a change in where the lesson is shown; the core's own word follows. */
function patchLessons(cache: QueryClient, changes: ReadonlyMap<string, Partial<FoundLesson>>): void {
  cache.setQueriesData<LessonPages & { pageParams: unknown[] }>({ queryKey: keys.everySearch }, (data) => {
    if (data === undefined || !('pages' in data)) return data;
    const pages = data.pages.map((page) => {
      if (!page.items.some(({ recording_id: id }) => changes.has(id))) return page;
      const items = page.items.map((item) => ({ ...item, ...changes.get(item.recording_id) }));
      return { ...page, items };
    });
    return { ...data, pages };
  });
}
