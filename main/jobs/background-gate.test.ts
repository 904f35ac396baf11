import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Settings, settingsSchema } from '../../contract/settings.ts';
import type { CpuTimes } from './idle-meter.ts';
import { type BackgroundGate, createBackgroundGate } from './background-gate.ts';

let settings: Settings;
let held: Set<string>;
let gate: BackgroundGate;
let busyShare: number;

beforeEach(() => {
  vi.useFakeTimers();
  settings = settingsSchema.parse({});
  held = new Set();
  busyShare = 0;
  let times: CpuTimes = { busy: 0, total: 0, cores: 2 };
  gate = createBackgroundGate({
    jobs: { hold: (lane) => held.add(lane), release: (lane) => held.delete(lane) },
    settings: () => settings,
    everyMs: 1000,
    readCpuTimes: () => {
      times = { busy: times.busy + busyShare * 2000, total: times.total + 2000, cores: 2 };
      return times;
    },
  });
});

afterEach(() => {
  gate.stop();
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTime(count * 1000);

describe('while a lesson is recorded', () => {
  it('media and analysis wait; the last recording to end lets them go', () => {
    gate.recordingsChanged(1);
    expect([...held]).toEqual(['media', 'analysis']);
    gate.recordingsChanged(2);
    gate.recordingsChanged(1);
    expect(held.size).toBe(2);
    gate.recordingsChanged(0);
    expect(held.size).toBe(0);
  });

  it('media goes on where the settings allow it, at once when they change', () => {
    gate.recordingsChanged(1);
    settings.processing.while_recording = true;
    gate.settingsChanged();
    expect([...held]).toEqual(['analysis']);
    settings.processing.while_recording = false;
    gate.settingsChanged();
    expect([...held].toSorted()).toEqual(['analysis', 'media']);
  });

  it('analysis set to idle times runs only while the PC is idle', () => {
    settings.analysis.when = 'when_idle';
    busyShare = 0.8;
    gate.recordingsChanged(1);
    seconds(10);
    expect(held.has('analysis')).toBe(true);
    busyShare = 0.05;
    seconds(3);
    expect(held.has('analysis')).toBe(false);
    busyShare = 0.8;
    seconds(1);
    expect(held.has('analysis')).toBe(true);
  });

  it('a change from idle times to after class holds analysis at once', () => {
    settings.analysis.when = 'when_idle';
    gate.recordingsChanged(1);
    seconds(4);
    expect(held.has('analysis')).toBe(false);
    settings.analysis.when = 'after_class';
    gate.settingsChanged();
    expect(held.has('analysis')).toBe(true);
    seconds(60);
    expect(held.has('analysis')).toBe(true);
  });
});

it('without a recording nothing is held, however busy the PC is', () => {
  settings.analysis.when = 'when_idle';
  busyShare = 1;
  gate.settingsChanged();
  seconds(60);
  expect(held.size).toBe(0);
});
