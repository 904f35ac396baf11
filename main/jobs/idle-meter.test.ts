import { describe, expect, it } from 'vitest';
import { type CpuTimes, IdleMeter, sumCpuTimes } from './idle-meter.ts';

const core = (times: Partial<Record<'user' | 'nice' | 'sys' | 'irq' | 'idle', number>>) => ({
  model: '',
  speed: 0,
  times: { user: 0, nice: 0, sys: 0, irq: 0, idle: 0, ...times },
});

/** Feeds looks of 5 s on two cores; shares are of the whole PC. */
function looks(shares: readonly number[], own = { isWorking: false, tellsLowPriority: true }): boolean[] {
  let now: CpuTimes = { busy: 0, total: 0, cores: 2 };
  const meter = new IdleMeter(now);
  return shares.map((share) => {
    now = { busy: now.busy + share * 10_000, total: now.total + 10_000, cores: 2 };
    return meter.look(now, own);
  });
}

describe('IdleMeter', () => {
  it('takes three quiet looks in a row for idle', () => {
    expect(looks([0.05, 0.05, 0.05, 0.05])).toEqual([false, false, true, true]);
    expect(looks([0.05, 0.05, 0.25, 0.05, 0.05, 0.05])).toEqual([false, false, false, false, false, true]);
  });

  it('ends at the first busy look, but not at a little more work', () => {
    expect(looks([0, 0, 0, 0.3, 0.3, 0.4, 0.3])).toEqual([false, false, true, true, true, false, false]);
  });

  it('leaves out the core our own work takes where priorities are not told apart', () => {
    expect(looks([0.5, 0.5, 0.5, 0.6], { isWorking: true, tellsLowPriority: false })).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(looks([0.5, 0.5, 0.5], { isWorking: true, tellsLowPriority: true })).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('learns nothing when no time has passed', () => {
    const meter = new IdleMeter({ busy: 0, total: 0, cores: 2 });
    expect(meter.look({ busy: 0, total: 0, cores: 2 }, { isWorking: false, tellsLowPriority: true })).toBe(
      false,
    );
  });
});

it('work at low priority does not count as busy', () => {
  expect(sumCpuTimes([core({ user: 1, nice: 10, idle: 5 }), core({ sys: 2, irq: 1, idle: 7 })])).toEqual({
    busy: 4,
    total: 26,
    cores: 2,
  });
});
