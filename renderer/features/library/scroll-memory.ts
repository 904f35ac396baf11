/** Where the library stood when it was left: coming back from a lesson, one is where one was. */
import type { VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

export type Place = {
  /** px */
  offset: number;
  activeId: string | undefined;
  /** Sizes that were measured, so that the offset means the same again. */
  measurements: VirtualItem[];
};

/** Few: only what one may come back to. */
const mostPlaces = 20;
const places = new Map<string, Place>();

/** @param key names what was shown, and how wide */
export function placeOf(key: string): Place | undefined {
  return places.get(key);
}

function remember(key: string, place: Place): void {
  places.delete(key);
  places.set(key, place);
  const [oldest] = places.keys();
  if (places.size > mostPlaces && oldest !== undefined) places.delete(oldest);
}

/**
 * Remembers while one scrolls. Another question begins at the top, unless the browser went back to it.
 * @param options.question names what is shown, `key` also how wide
 */
export function useScrollMemory(options: {
  area: RefObject<HTMLElement | null>;
  key: string;
  question: string;
  activeId: string | undefined;
  /** px; asked of the list, since asking the browser would make it lay everything out. */
  offset: () => number;
  measurements: () => VirtualItem[];
}): void {
  const { area, key, question, activeId } = options;
  const latest = useRef(options);
  useLayoutEffect(() => {
    latest.current = options;
  });
  // Also when one comes here from another screen.
  const isReturn = useRef(true);
  useLayoutEffect(() => {
    const { area: shown, key: place } = latest.current;
    const isKnown = isReturn.current && latest.current.question === question;
    if (shown.current !== null) shown.current.scrollTop = (isKnown ? placeOf(place)?.offset : undefined) ?? 0;
    isReturn.current = false;
  }, [question]);
  useLayoutEffect(() => {
    const note = () => {
      isReturn.current = true;
      setTimeout(() => {
        isReturn.current = false;
      });
    };
    // Before the router hears of it and draws.
    window.addEventListener('popstate', note, { capture: true });
    return () => {
      window.removeEventListener('popstate', note, { capture: true });
      // Hidden while the code of another screen is on its way: one may be back before it has come.
      isReturn.current = true;
    };
  }, []);

  useLayoutEffect(() => {
    const element = area.current;
    const save = () => {
      const { key: place, activeId: active, offset, measurements } = latest.current;
      remember(place, { offset: offset(), activeId: active, measurements: measurements() });
    };
    element?.addEventListener('scroll', save, { passive: true });
    return () => element?.removeEventListener('scroll', save);
  }, [area]);
  useEffect(() => {
    const { offset, measurements } = latest.current;
    remember(key, { offset: offset(), activeId, measurements: measurements() });
  }, [key, activeId]);
}
