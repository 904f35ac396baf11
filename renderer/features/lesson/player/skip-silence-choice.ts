/** Whether this person passes over silence, in all lessons. */
import { useSyncExternalStore } from 'react';

const storageKey = 'airclass.skip-silence';
const watchers = new Set<() => void>();

function isOn(): boolean {
  return localStorage.getItem(storageKey) === 'on';
}

export function setSkipSilence(on: boolean): void {
  if (on) localStorage.setItem(storageKey, 'on');
  else localStorage.removeItem(storageKey);
  for (const tell of watchers) tell();
}

export function useSkipSilenceChoice(): boolean {
  return useSyncExternalStore((tell) => {
    // Another tab may have switched it.
    window.addEventListener('storage', tell);
    watchers.add(tell);
    return () => {
      window.removeEventListener('storage', tell);
      watchers.delete(tell);
    };
  }, isOn);
}
