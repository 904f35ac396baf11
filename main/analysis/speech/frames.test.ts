import { describe, expect, it } from 'vitest';
import { decibels, frameSamples, measureLoudness, newFrames } from './frames.ts';

const sine = (length: number, amplitude: number, period = 40) =>
  Float32Array.from({ length }, (_, index) => amplitude * Math.sin((2 * Math.PI * index) / period));

describe('frames of sound', () => {
  it('carry power and peak of their samples, also when the last one is short', () => {
    const frames = newFrames(3);
    measureLoudness(frames, 1, sine(frameSamples + 40, 0.5));
    expect(frames.power[0]).toBe(0);
    expect(frames.power[1]).toBeCloseTo(0.125, 2);
    expect(frames.power[2]).toBeCloseTo(0.125, 2);
    expect(frames.peak[2]).toBeCloseTo(0.5, 5);
  });

  it('are clipped where several samples on end lie at full scale', () => {
    const loud = sine(frameSamples, 0.95, 10);
    const cut = sine(frameSamples, 2).map((sample) => Math.max(-1, Math.min(1, sample)));
    const frames = newFrames(2);
    measureLoudness(frames, 0, loud);
    measureLoudness(frames, 1, cut);
    expect([...frames.clipped]).toEqual([0, 1]);
  });

  it('take no more samples than there are frames', () => {
    const frames = newFrames(1);
    measureLoudness(frames, 0, sine(frameSamples * 3, 1));
    expect(frames.power).toHaveLength(1);
  });
});

it('tells amplitudes in decibels of full scale', () => {
  expect([1, 0.5, 0.1, 1.3].map(decibels)).toEqual([0, -6, -20, 0]);
  expect(decibels(0)).toBe(-120);
});
