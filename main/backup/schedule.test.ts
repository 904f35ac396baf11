import { expect, it } from 'vitest';
import { isBackupDue } from './schedule.ts';

const at = (text: string): number => Date.parse(`${text}:00+09:00`);
const due = (now: string, last?: string): boolean =>
  isBackupDue('17:00', 'Asia/Seoul', at(now), last === undefined ? undefined : at(last));

it('is due at its time, once a day', () => {
  expect(due('2026-03-02T16:59', '2026-03-01T17:00')).toBe(false);
  expect(due('2026-03-02T17:00', '2026-03-01T17:05')).toBe(true);
  expect(due('2026-03-02T23:00', '2026-03-02T17:00')).toBe(false);
});

it('is due at the next start when the PC was off at its time', () => {
  expect(due('2026-03-03T08:40', '2026-03-01T17:00')).toBe(true);
  expect(due('2026-03-03T08:40', '2026-03-02T17:01')).toBe(false);
});

it('one that was made by hand in between does not replace it', () => {
  expect(due('2026-03-02T17:00', '2026-03-02T12:00')).toBe(true);
});

it('the first one waits for its time', () => {
  expect(due('2026-03-02T09:00')).toBe(false);
  expect(due('2026-03-02T17:30')).toBe(true);
});
