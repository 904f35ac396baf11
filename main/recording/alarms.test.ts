import { describe, expect, it } from 'vitest';
import type { SignalReading } from '../media/signal-sample.ts';
import { AlarmWatch } from './alarms.ts';

const limits = {
  noDataAfterMs: 5000,
  blackAfterMs: 30_000,
  frozenAfterMs: 60_000,
  silentAfterMs: 30_000,
  warnFreeMinutes: 30,
};
const black: SignalReading = { kind: 'picture', lumaMean: 16, lumaMax: 17, lumaChange: 0, isFirst: false };
const still: SignalReading = { kind: 'picture', lumaMean: 120, lumaMax: 200, lumaChange: 0, isFirst: false };
const moving: SignalReading = { ...still, lumaChange: 1.5 };
const quiet: SignalReading = { kind: 'sound', rmsDb: -Infinity, peakDb: -Infinity };
const speech: SignalReading = { kind: 'sound', rmsDb: -25, peakDb: -8 };
const cutOff: SignalReading = { kind: 'sound', rmsDb: -6, peakDb: 0 };

const since = (dark: number) => ({ dark, still: undefined, quiet: undefined });

describe('alarms of a running recording', () => {
  it('raises a black picture once, after it has lasted, and lowers it with the first picture', () => {
    const watch = new AlarmWatch(limits);
    expect(watch.observeReading(black, 0)).toEqual([]);
    expect(watch.observeReading(black, 15_000)).toEqual([]);
    expect(watch.observeReading(black, 30_000)).toEqual([{ kind: 'black_picture', active: true, value: 16 }]);
    expect(watch.observeReading(black, 45_000)).toEqual([]);
    expect(watch.active).toEqual(['black_picture']);
    expect(watch.observeReading(moving, 60_000)).toEqual([
      { kind: 'black_picture', active: false, value: 120 },
    ]);
  });

  it('forgets a trouble that stopped in between', () => {
    const watch = new AlarmWatch(limits);
    watch.observeReading(quiet, 0);
    watch.observeReading(speech, 15_000);
    expect(watch.observeReading(quiet, 31_000)).toEqual([]);
    expect(watch.observeReading(quiet, 61_000)).toEqual([{ kind: 'silent', active: true, value: null }]);
  });

  it('calls a picture frozen only where that is a fault', () => {
    const camera = new AlarmWatch(limits);
    camera.observeReading(still, 0);
    expect(camera.observeReading(still, 60_000).map((change) => change.kind)).toEqual(['frozen_picture']);
    const screen = new AlarmWatch({ ...limits, frozenAfterMs: undefined });
    screen.observeReading(still, 0);
    expect(screen.observeReading(still, 600_000)).toEqual([]);
  });

  it('counts a trouble from where its sign began, but not from before all was well', () => {
    const late = new AlarmWatch(limits);
    late.observeReading(moving, 0);
    expect(late.observeReading(black, 40_000, since(12_000))).toEqual([]);
    expect(late.observeReading(black, 42_000, since(12_000)).map((change) => change.kind)).toEqual([
      'black_picture',
    ]);
    const early = new AlarmWatch(limits);
    early.observeReading(moving, 20_000);
    expect(early.observeReading(black, 42_000, since(5000))).toEqual([]);
    expect(early.observeReading(black, 50_000, since(5000))).toHaveLength(1);
  });

  it('counts a picture that stands from the first of the equal pictures', () => {
    const watch = new AlarmWatch(limits);
    watch.observeReading({ ...moving, isFirst: true }, 0);
    watch.observeReading(moving, 30_000);
    expect(watch.observeReading(still, 60_000)).toEqual([]);
    expect(watch.observeReading(still, 89_000)).toEqual([]);
    expect(watch.observeReading(still, 90_000).map((change) => change.kind)).toEqual(['frozen_picture']);
    const onsets = { dark: undefined, still: 10_000, quiet: undefined };
    const sign = new AlarmWatch(limits);
    sign.observeReading({ ...moving, isFirst: true }, 0);
    sign.observeReading(moving, 30_000, onsets);
    expect(sign.observeReading(still, 69_000, onsets)).toEqual([]);
    expect(sign.observeReading(still, 70_000, onsets)).toHaveLength(1);
  });

  it('asks to be shown more while something may be wrong', () => {
    const watch = new AlarmWatch(limits);
    watch.observeReading(speech, 0);
    watch.observeReading(moving, 0);
    expect(watch.isWatching).toBe(false);
    watch.observeReading(quiet, 1000);
    expect(watch.isWatching).toBe(true);
    watch.observeReading(speech, 2000);
    expect(watch.isWatching).toBe(false);
    watch.observeReading(cutOff, 3000);
    expect(watch.isWatching).toBe(true);
  });

  it('needs several pieces in a row at full scale to call sound clipped', () => {
    const watch = new AlarmWatch(limits);
    for (let piece = 0; piece < 7; piece += 1) expect(watch.observeReading(cutOff, piece * 1000)).toEqual([]);
    expect(watch.observeReading(cutOff, 7000)).toEqual([{ kind: 'clipped', active: true, value: 0 }]);
    expect(watch.observeReading(speech, 8000)).toEqual([{ kind: 'clipped', active: false, value: -8 }]);
  });

  it('tells when nothing arrives and when room runs out', () => {
    const watch = new AlarmWatch(limits);
    expect(watch.observeData(4999)).toEqual([]);
    expect(watch.observeData(5000)).toEqual([{ kind: 'no_data', active: true, value: 5 }]);
    expect(watch.observeRoom(29)).toEqual([{ kind: 'low_room', active: true, value: 29 }]);
    expect(watch.clear().map((change) => [change.kind, change.active])).toEqual([
      ['no_data', false],
      ['low_room', false],
    ]);
  });
});
