/** Sound as the speech analysis looks at it: 16 kHz mono in frames of 32 ms, each with its loudness. Pure. */
import { speechRate } from '../../media/media-commands.ts';

/** Silero VAD's step at 16 kHz. */
export const frameSamples = 512;
export const frameSec = frameSamples / speechRate;

/** One entry per frame in each. */
export type Frames = {
  /** That somebody speaks, 0–1. */
  speech: Float32Array;
  /** Mean square of the samples, 1 is a full-scale square wave. */
  power: Float32Array;
  /** Largest absolute sample. */
  peak: Float32Array;
  /** 1 where the sound is cut off. */
  clipped: Uint8Array;
};

/**
 * Cut-off tops stay close to full scale for several samples on end; whole sound touches it for one or two (Audacity's
 * Find Clipping also asks for 3). AAC and resampling move the tops, so full scale itself would be missed: speech
 * turned up to −0.1 dBFS had no such frame of 440, turned up 6 dB too far 31 of 440 (AAC 64 and 128 kbit/s).
 */
const clippedLevel = 0.93;
const clippedRun = 3;

export function newFrames(count: number): Frames {
  return {
    speech: new Float32Array(count),
    power: new Float32Array(count),
    peak: new Float32Array(count),
    clipped: new Uint8Array(count),
  };
}

/** Writes loudness of `samples` into the frames from `at` on. A last frame that is not whole counts as it is. */
export function measureLoudness(frames: Frames, at: number, samples: Float32Array): void {
  const count = Math.min(Math.ceil(samples.length / frameSamples), frames.power.length - at);
  for (let frame = 0; frame < count; frame += 1) {
    const from = frame * frameSamples;
    const to = Math.min(from + frameSamples, samples.length);
    let sum = 0;
    let peak = 0;
    let run = 0;
    let longestRun = 0;
    for (let index = from; index < to; index += 1) {
      const size = Math.abs(samples[index] ?? 0);
      sum += size * size;
      if (size > peak) peak = size;
      run = size >= clippedLevel ? run + 1 : 0;
      if (run > longestRun) longestRun = run;
    }
    frames.power[at + frame] = sum / (to - from);
    frames.peak[at + frame] = peak;
    frames.clipped[at + frame] = longestRun >= clippedRun ? 1 : 0;
  }
}

/** dBFS of an amplitude, in tenths; sound that overshoots full scale after decoding counts as full scale. */
export function decibels(amplitude: number): number {
  return Math.min(0, Math.round(200 * Math.log10(Math.max(amplitude, 1e-6))) / 10);
}
