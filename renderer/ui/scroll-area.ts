/** The part of the page that scrolls, for lists that show only what is in sight. */
import { type RefObject, createContext, useContext } from 'react';

export const ScrollAreaContext = createContext<RefObject<HTMLElement | null>>({ current: null });

export function useScrollArea(): RefObject<HTMLElement | null> {
  return useContext(ScrollAreaContext);
}
