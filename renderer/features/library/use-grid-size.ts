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

/** Asking for the place of what was only just drawn makes the browser lay all of it out: not while a page is starting. */
let isPageNew = true;

/** @returns undefined until the list has been measured, before it is painted */
export function useGridSize(
  list: RefObject<HTMLElement | null>,
  scrollArea: RefObject<HTMLElement | null>,
  view: LibraryView,
): GridSize | undefined {
  const [size, setSize] = useState(() => (isPageNew ? sizeIn(scrollArea.current, view) : undefined));
  useLayoutEffect(() => {
    const element = list.current;
    const area = scrollArea.current;
    if (element === null || area === null) return undefined;
    const measure = () => {
      const top = element.getBoundingClientRect().top - area.getBoundingClientRect().top + area.scrollTop;
      const next = { ...fit(element.clientWidth, view), top };
      setSize((old) => (old !== undefined && isSame(old, next) ? old : next));
    };
    // A new page has its first size from what scrolls; the observer looks when everything has been laid out.
    if (!isPageNew) measure();
    isPageNew = false;
    const observer = new ResizeObserver(measure);
    // The header grows and shrinks with its chips.
    for (const watched of [element, element.previousElementSibling]) {
      if (watched !== null) observer.observe(watched);
    }
    return () => observer.disconnect();
  }, [list, scrollArea, view]);
  return size;
}

/** The list is as wide as what scrolls. What stands above it is not known yet, and no row is placed by it. */
function sizeIn(area: HTMLElement | null, view: LibraryView): GridSize | undefined {
  return area === null ? undefined : { ...fit(area.clientWidth, view), top: 0 };
}

/** @param width px */
function fit(width: number, view: LibraryView): Omit<GridSize, 'top'> {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const gap = gapRem * rem;
  const columns = view === 'list' ? 1 : Math.max(1, Math.floor((width + gap) / (narrowestRem * rem + gap)));
  return { columns, cardWidth: (width - gap * (columns - 1)) / columns, rem };
}

function isSame(a: GridSize, b: GridSize): boolean {
  return (
    a.columns === b.columns &&
    a.rem === b.rem &&
    Math.abs(a.top - b.top) < 0.5 &&
    Math.abs(a.cardWidth - b.cardWidth) < 0.5
  );
}
