/** A chapter where the playhead is, its name ready to be typed over. */
import { useCallback } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { useChapters } from '../lesson-data.ts';
import { useLesson } from '../lesson-context.ts';
import { useChapterEdits } from '../lesson-edits.ts';

export function useAddChapter(): () => Promise<void> {
  const { id, nowSec, durationSec, renameChapter } = useLesson();
  const { t } = useLanguage();
  const { chapters } = useChapters(id);
  const { add } = useChapterEdits(id, durationSec);
  const count = chapters.length;
  return useCallback(async () => {
    const made = await add({ startSec: nowSec(), title: t('chapter.new_title', { number: count + 1 }) });
    if (made !== undefined) renameChapter(made.chapter_id);
  }, [add, count, nowSec, renameChapter, t]);
}
