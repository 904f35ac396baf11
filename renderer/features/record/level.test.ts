import { describe, expect, it } from 'vitest';
import {
  type Meter,
  type Reading,
  heldPeak,
  meterOfSample,
  meterPlace,
  nextMeter,
  readingOf,
  stillMeter,
} from './level.ts';

/** The same reading, eight times a second. */
function heard(reading: Reading, seconds: number, from: Meter = stillMeter, startMs = 0): Meter {
  let meter = from;
  for (let at = 0; at <= seconds * 1000; at += 125) meter = nextMeter(meter, reading, startMs + at);
  return meter;
}

describe('the word for the loudness', () => {
  it('names speech, a far microphone, a cut-off one and a dead one', () => {
    expect(heard({ rmsDb: -24, peakDb: -9 }, 3).loudness).toBe('good');
    expect(heard({ rmsDb: -45, peakDb: -30 }, 3).loudness).toBe('quiet');
    expect(heard({ rmsDb: -14, peakDb: -0.2 }, 3).loudness).toBe('loud');
    expect(heard({ rmsDb: null, peakDb: null }, 3).loudness).toBe('silent');
  });

  it('is not given before something was heard for a moment', () => {
    expect(heard({ rmsDb: -24, peakDb: -9 }, 0.5).loudness).toBeUndefined();
  });

  it('is given at once to a sample that the core took', () => {
    expect(meterOfSample({ rmsDb: -24, peakDb: -9 }, 60_000)).toMatchObject({ loudness: 'good', nowDb: -24 });
  });

  it('stays through a pause between two sentences and changes after a longer one', () => {
    const speech = heard({ rmsDb: -24, peakDb: -9 }, 3);
    const silence = { rmsDb: -70, peakDb: -66 };
    expect(heard(silence, 2, speech, 3125).loudness).toBe('good');
    expect(heard(silence, 5, speech, 3125).loudness).toBe('silent');
  });
});

describe('the meter', () => {
  it('holds a peak for a moment and lets it fall', () => {
    const clap = nextMeter(stillMeter, { rmsDb: -20, peakDb: -3 }, 0);
    const after = nextMeter(clap, { rmsDb: -50, peakDb: -45 }, 1000);
    expect(after.nowDb).toBe(-50);
    expect(heldPeak(after, 1000)).toBe(-3);
    expect(heldPeak(after, 2500)).toBeCloseTo(-28);
    expect(heldPeak(nextMeter(after, { rmsDb: -50, peakDb: -45 }, 4000), 4000)).toBe(-45);
  });

  it('runs from room noise to full scale', () => {
    expect([-Infinity, -60, -30, 0, 6].map(meterPlace)).toEqual([0, 0, 0.5, 1, 1]);
  });
});

it('measures samples as dBFS', () => {
  const sine = Float32Array.from({ length: 4800 }, (_, index) => 0.5 * Math.sin((2 * Math.PI * index) / 48));
  const { rmsDb, peakDb } = readingOf(sine);
  expect(peakDb).toBeCloseTo(-6.02, 1);
  expect(rmsDb).toBeCloseTo(-9.03, 1);
  expect(readingOf(new Float32Array(64))).toEqual({ rmsDb: null, peakDb: null });
});
