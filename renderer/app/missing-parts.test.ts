import { expect, it } from 'vitest';
import { mayLoadAnew } from './missing-parts.ts';

it('loads the page anew once a minute at most', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  const nowMs = Date.UTC(2026, 2, 2);
  expect(mayLoadAnew(storage, nowMs)).toBe(true);
  expect(mayLoadAnew(storage, nowMs + 59_000)).toBe(false);
  expect(mayLoadAnew(storage, nowMs + 60_000)).toBe(true);
  // The clock was set back by a day.
  expect(mayLoadAnew(storage, nowMs - 86_400_000)).toBe(true);
});
