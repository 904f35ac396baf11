import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadLittleWhileSeeking } from './load-while-seeking.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function session(paused: boolean) {
  const element = Object.assign(new EventTarget(), { paused });
  const config = { maxMaxBufferLength: 600 };
  const life = new AbortController();
  loadLittleWhileSeeking(element, config, life.signal);
  return { config, life, hear: (name: string) => element.dispatchEvent(new Event(name)) };
}

it.each([
  [true, 0.25],
  [false, 1],
])('loads little from the jump until its picture is there (paused: %s)', (paused, littleSec) => {
  const { config, hear } = session(paused);
  expect(config.maxMaxBufferLength).toBe(600);
  hear('seeking');
  expect(config.maxMaxBufferLength).toBe(littleSec);
  hear('seeking');
  hear('seeked');
  expect(config.maxMaxBufferLength).toBe(600);
  vi.runAllTimers();
  expect(config.maxMaxBufferLength).toBe(600);
});

it('lets a jump that does not end have more, counted from the last one', () => {
  const { config, hear } = session(true);
  hear('seeking');
  vi.advanceTimersByTime(900);
  hear('seeking');
  vi.advanceTimersByTime(900);
  expect(config.maxMaxBufferLength).toBe(0.25);
  vi.advanceTimersByTime(100);
  expect(config.maxMaxBufferLength).toBe(600);
});

it('goes back to what hls.js found there to be room for', () => {
  const { config, hear } = session(true);
  hear('seeking');
  hear('seeked');
  config.maxMaxBufferLength = 12;
  hear('seeking');
  expect(config.maxMaxBufferLength).toBe(0.25);
  hear('seeked');
  expect(config.maxMaxBufferLength).toBe(12);
});

it('leaves nothing behind when the session ends in mid-jump', () => {
  const { config, life, hear } = session(true);
  hear('seeking');
  life.abort();
  expect([config.maxMaxBufferLength, vi.getTimerCount()]).toEqual([600, 0]);
  hear('seeking');
  expect(config.maxMaxBufferLength).toBe(600);
});
