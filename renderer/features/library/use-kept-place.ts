/** Lessons that come or go further up do not move what one is looking at. */
import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Layout } from './lesson-rows.ts';

export function useKeptPlace(options: {
  area: RefObject<HTMLElement | null>;
  /** Another question, view or width begins anew. */
  shownAs: string;
  layout: Layout;
  /** Whoever looks at the newest sees what is newer. */
  isAtTop: boolean;
  firstRow: number;
  /** px from the top of the scroll area */
  startOf: (row: number) => number | undefined;
}): void {
  const { area, shownAs, layout, isAtTop, firstRow, startOf } = options;
  const last = useRef<{ shownAs: string; layout: Layout; lessonId: string; start: number }>(undefined);
  useLayoutEffect(() => {
    const { current: before } = last;
    if (before !== undefined && before.layout !== layout && before.shownAs === shownAs && !isAtTop) {
      const start = startOf(rowWith(layout, before.lessonId));
      if (start !== undefined && start !== before.start) area.current?.scrollBy(0, start - before.start);
    }
    const row = layout.rows.slice(firstRow).find(({ kind }) => kind === 'lessons');
    const lessonId = row?.kind === 'lessons' ? row.lessons[0]?.recording_id : undefined;
    const start = lessonId === undefined ? undefined : startOf(rowWith(layout, lessonId));
    last.current =
      lessonId === undefined || start === undefined ? undefined : { shownAs, layout, lessonId, start };
  });
}

/** −1 when it is not there any more. */
function rowWith({ order, rowOf }: Layout, lessonId: string): number {
  const index = order.findIndex(({ recording_id: id }) => id === lessonId);
  return rowOf[index] ?? -1;
}
