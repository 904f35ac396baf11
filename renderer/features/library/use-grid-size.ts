/** How many cards fit side by side, and where the list begins below what stands above it. */
import { type RefObject, useLayoutEffect, useState } from 'react';
import type { LibraryView } from './use-library-view.ts';

/** Of a card, and between cards (rem). */
const narrowestRem = 18;
export const gapRem = 0.5;

export type GridSize = {
  columns: number;
  /** Of one card, px. */
  cardWidth: number;
  rem: number;
  /** From the top of what scrolls to the list, px. */
  top: number;
};

/** @returns undefined until the list has been measured, before it is painted */
export function useGridSize(
  list: RefObject<HTMLElement | null>,
  scrollArea: RefObject<HTMLElement | null>,
  view: LibraryView,
): GridSize | undefined {
  const [size, setSize] = useState<GridSize>();
  useLayoutEffect(() => {
    const element = list.current;
    const area = scrollArea.current;
    if (element === null || area === null) return undefined;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const width = element.clientWidth;
      const gap = gapRem * rem;
      const columns =
        view === 'list' ? 1 : Math.max(1, Math.floor((width + gap) / (narrowestRem * rem + gap)));
      const top = element.getBoundingClientRect().top - area.getBoundingClientRect().top + area.scrollTop;
      const next = { columns, cardWidth: (width - gap * (columns - 1)) / columns, rem, top };
      setSize((old) => (old !== undefined && isSame(old, next) ? old : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    // The header grows and shrinks with its chips.
    for (const watched of [element, element.previousElementSibling]) {
      if (watched !== null) observer.observe(watched);
    }
    return () => observer.disconnect();
  }, [list, scrollArea, view]);
  return size;
}

function isSame(a: GridSize, b: GridSize): boolean {
  return (
    a.columns === b.columns &&
    a.rem === b.rem &&
    Math.abs(a.top - b.top) < 0.5 &&
    Math.abs(a.cardWidth - b.cardWidth) < 0.5
  );
}
