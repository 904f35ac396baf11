import { expect, it } from 'vitest';
import { rememberPosition, resumePosition } from './resume-store.ts';

function memory(first?: string) {
  const kept = new Map<string, string>(first === undefined ? [] : [['airclass.resume', first]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

it('goes on where a lesson was left', () => {
  const store = memory();
  rememberPosition(store, { recordingId: 'a', atSec: 760.44, durationSec: 2832, nowMs: 1 });
  expect(resumePosition(store, 'a', 2832)).toBe(760.4);
  expect(resumePosition(store, 'b', 2832)).toBeUndefined();
});

it('begins anew after the first or in the last seconds', () => {
  const store = memory();
  for (const atSec of [3, 2820, 2832]) {
    rememberPosition(store, { recordingId: 'a', atSec: 760, durationSec: 2832, nowMs: 1 });
    rememberPosition(store, { recordingId: 'a', atSec, durationSec: 2832, nowMs: 2 });
    expect(resumePosition(store, 'a', 2832)).toBeUndefined();
  }
});

it('forgets the lessons that were left longest ago', () => {
  const store = memory();
  for (let index = 0; index <= 300; index += 1) {
    rememberPosition(store, { recordingId: `l${index}`, atSec: 60, durationSec: 600, nowMs: index });
  }
  expect(resumePosition(store, 'l0', 600)).toBeUndefined();
  expect(resumePosition(store, 'l1', 600)).toBe(60);
  expect(resumePosition(store, 'l300', 600)).toBe(60);
});

it('takes what it cannot read for nothing', () => {
  for (const text of ['{', 'null', '[1]', '{"a":{"atSec":"x"}}']) {
    expect(resumePosition(memory(text), 'a', 600)).toBeUndefined();
  }
});
