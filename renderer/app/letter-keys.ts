/**
 * Whether letters, digits and signs do something by themselves. Who speaks to the computer, or brushes against keys,
 * switches them off for this browser; Space, arrows and Escape stay.
 */
import { useSyncExternalStore } from 'react';

const storageKey = 'airclass.keys';
const watchers = new Set<() => void>();

export function areLetterKeysOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off';
}

export function setLetterKeys(isOn: boolean): void {
  if (isOn) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, 'off');
  for (const tell of watchers) tell();
}

export function useLetterKeys(): boolean {
  return useSyncExternalStore((tell) => {
    // Another tab may have switched them.
    window.addEventListener('storage', tell);
    watchers.add(tell);
    return () => {
      window.removeEventListener('storage', tell);
      watchers.delete(tell);
    };
  }, areLetterKeysOn);
}
