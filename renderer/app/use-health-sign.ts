/**
 * Whether somebody should look after the recorder, for the rail. Asked once the page has settled, when somebody comes
 * back to it and when an event says that it may have changed; only its own screen asks again and again.
 */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { healthQuery } from '../api/health.ts';

/** The first look of a new core finds its ffmpeg, which takes turns with what the first screen waits for (ms). */
const settleMs = 3000;

export function useHealthSign(): 'attention' | 'trouble' | undefined {
  const [isSettled, setIsSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSettled(true), settleMs);
    return () => clearTimeout(timer);
  }, []);
  const { data } = useQuery({ ...healthQuery, enabled: isSettled, refetchOnWindowFocus: true });
  // What is wrong with a running recording stands beside it in the strip.
  const states = data?.parts.map(({ part, state }) => (part === 'recording' ? 'ok' : state)) ?? [];
  return (['trouble', 'attention'] as const).find((state) => states.includes(state));
}
