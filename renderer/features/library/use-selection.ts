import { useMemo, useState } from 'react';
import type { FoundLesson } from './lesson-rows.ts';
import { type Selection, extendedTo, kept, nothingSelected, toggled, withAll } from './selection.ts';

/** What is chosen of the lessons that are there; another question lets everything go. */
export function useSelection(lessons: readonly FoundLesson[], question: string) {
  const [state, setState] = useState<{ selection: Selection; question: string }>({
    selection: nothingSelected,
    question,
  });
  const byId = useMemo(() => new Map(lessons.map((lesson) => [lesson.recording_id, lesson])), [lessons]);
  const current = state.question === question ? state.selection : nothingSelected;
  const selection = useMemo(() => kept(current, byId), [current, byId]);
  const set = (next: Selection) => setState({ selection: next, question });
  return {
    selection,
    byId,
    /** In the order in which they were chosen. */
    chosen: useMemo(() => [...selection.ids].flatMap((id) => byId.get(id) ?? []), [selection, byId]),
    choose: (id: string, how: 'one' | 'range', order: readonly string[]) =>
      set(how === 'one' ? toggled(selection, id) : extendedTo(selection, id, order)),
    chooseAll: (ids: readonly string[]) => set(withAll(selection, ids)),
    clear: () => set(nothingSelected),
  };
}
