/** The draft of the next lesson as state: every change is kept at once. */
import { useEffect, useState } from 'react';
import { type Draft, type LessonField, readDraft, writeDraft } from './draft.ts';
import type { SourceChoice } from './source-address.ts';

export function useDraft() {
  const [draft, setDraft] = useState<Draft>(() => readDraft(sessionStorage, localStorage));
  useEffect(() => writeDraft(sessionStorage, draft), [draft]);
  return {
    draft,
    choose: (change: Partial<SourceChoice>) =>
      setDraft((last) => ({ ...last, source: { ...last.source, ...change } })),
    type: (field: LessonField, value: string) =>
      setDraft((last) => ({ ...last, lesson: { ...last.lesson, [field]: value } })),
    /** Begins the next lesson: its title is its own, the rest stays. */
    forgetTitle: () =>
      setDraft((last) => {
        const { title: _, ...lesson } = last.lesson;
        return { ...last, lesson };
      }),
  };
}
