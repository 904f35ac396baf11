import { describe, expect, it } from 'vitest';
import { jumpOf, modeAfterSeek, replayOf } from './live-position.ts';

const clock = { positionSec: 594, edgeSec: 600, lagSec: 6 };

describe('watching a running lesson', () => {
  it('sees the last half minute and then the present again', () => {
    const { fromSec, mode } = replayOf(clock);
    expect(fromSec).toBe(564);
    expect(jumpOf(mode, { ...clock, positionSec: 580 })).toBeUndefined();
    expect(jumpOf(mode, { positionSec: 593.8, edgeSec: 630, lagSec: 6 })).toBe(624);
  });

  it('sees from the start what is shorter than half a minute', () => {
    expect(replayOf({ positionSec: 4, edgeSec: 10, lagSec: 6 }).fromSec).toBe(0);
  });

  it('stays where it was put, unless that is as good as live', () => {
    expect(modeAfterSeek(100, clock)).toEqual({ kind: 'behind' });
    expect(modeAfterSeek(593, clock)).toEqual({ kind: 'live' });
    expect(jumpOf({ kind: 'behind' }, { ...clock, positionSec: 10 })).toBeUndefined();
  });

  it('catches up when a live viewer has fallen far behind', () => {
    expect(jumpOf({ kind: 'live' }, { ...clock, positionSec: 585 })).toBeUndefined();
    expect(jumpOf({ kind: 'live' }, { ...clock, positionSec: 570 })).toBe(594);
  });
});
