/** Which card the keyboard is on, and taking the focus there as soon as that card exists. */
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { CardEvents } from './lesson-card.tsx';

export function useCardFocus(initialId: string | undefined) {
  const element = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState(initialId);
  const wanted = useRef<string>(undefined);
  const tryFocus = () => {
    if (wanted.current === undefined) return;
    const card = element.current?.querySelector(`[data-lesson="${CSS.escape(wanted.current)}"]`);
    const link = card?.querySelector<HTMLElement>('[data-main]');
    if (link === null || link === undefined) return;
    wanted.current = undefined;
    // The list scrolls by its own measure, clear of what stands above it.
    link.focus({ preventScroll: true });
  };
  useLayoutEffect(tryFocus);
  return {
    element,
    activeId,
    setActiveId,
    requestFocus: (id: string) => {
      wanted.current = id;
      setActiveId(id);
      tryFocus();
    },
  };
}

/** The same object for as long as the list is there. */
export function useStableEvents(events: CardEvents): CardEvents {
  const latest = useRef(events);
  useLayoutEffect(() => {
    latest.current = events;
  });
  return useMemo<CardEvents>(
    () => ({
      choose: (...given) => latest.current.choose(...given),
      showMenu: (...given) => latest.current.showMenu(...given),
      focused: (id) => latest.current.focused(id),
    }),
    [],
  );
}
