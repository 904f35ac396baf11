import { describe, expect, it } from 'vitest';
import { shortestPauseSec } from '../../../../contract/analysis.ts';
import { savedSec, shortestQuietSec, skipAt, skipsOf } from './skip-silence.ts';

const span = (start: number, end: number) => ({ start_time: start, end_time: end });

describe('skipping silence', () => {
  it('passes over pauses and leaves half a second on each side', () => {
    const skips = skipsOf({ spans: [span(1, 10), span(20, 30)], pauses: [span(10, 20)] });
    expect(skips).toEqual([{ fromSec: 10.5, toSec: 19.5 }]);
    expect(savedSec(skips)).toBe(9);
  });

  it('passes over the quiet before the first word, not over that after the last', () => {
    const skips = skipsOf({ spans: [span(12, 30)], pauses: [] });
    expect(skips).toEqual([{ fromSec: 0, toSec: 11.5 }]);
  });

  it('leaves a breath alone, and a lesson in which nobody speaks', () => {
    expect(skipsOf({ spans: [span(2, 5)], pauses: [span(5, 7)] })).toEqual([]);
    expect(skipsOf({ spans: [], pauses: [] })).toEqual([]);
  });

  it('knows when a quiet stretch is played, and does not jump for its last moment', () => {
    const skips = [{ fromSec: 10.5, toSec: 19.5 }];
    expect(skipAt(skips, 10.4)).toBeUndefined();
    expect(skipAt(skips, 10.5)).toBe(skips[0]);
    expect(skipAt(skips, 19.4)).toBeUndefined();
  });

  it('means the same by a pause as the recorder', () => {
    expect(shortestQuietSec).toBe(shortestPauseSec);
  });
});
