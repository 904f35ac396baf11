/** The desktop app asks for a screen: a link from outside, a file, the global shortcut, an entry of its menu. */
import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { desktop } from '../api/desktop.ts';

export function useOpenRequests(): void {
  const [, go] = useLocation();
  useEffect(() => desktop()?.on('open', ({ path }) => go(path)), [go]);
}
