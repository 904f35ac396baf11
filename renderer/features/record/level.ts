/**
 * Loudness as a teacher needs it: a place on the meter, a held peak, and a word. Readings are dBFS (0 is the loudest
 * there is); null is digital silence. Pure.
 */
export type Reading = { rmsDb: number | null; peakDb: number | null };
export type Loudness = 'silent' | 'quiet' | 'good' | 'loud';

export type Meter = {
  /** Loudness now, dBFS; −∞ in silence. */
  nowDb: number;
  /** The loudest moment of late, dBFS. */
  heldDb: number;
  heldAtMs: number;
  /** Readings of the last seconds, on which the word is based. */
  recent: readonly { atMs: number; rmsDb: number; peakDb: number }[];
  /** undefined: too early to say. */
  loudness: Loudness | undefined;
};

export const stillMeter: Meter = {
  nowDb: -Infinity,
  heldDb: -Infinity,
  heldAtMs: 0,
  recent: [],
  loudness: undefined,
};

/** The meter begins here: room noise of a microphone that is on lies at about −60 dBFS. */
const floorDb = -60;
/** A pause between two sentences must not change the word. */
const windowMs = 4000;
/** Before this much was heard nothing is said. */
const earliestMs = 1200;
const holdMs = 1500;
const fallDbPerSec = 25;

/** Speech is recorded at about −23 LUFS (EBU R 128); 15 dB below, a room full of pupils drowns it. */
const quietBelowDb = -38;
const silentBelowDb = -60;
/** Less headroom than this and the next laugh is cut off. */
const loudPeakDb = -1;
const loudRmsDb = -9;

export function nextMeter(meter: Meter, reading: Reading, atMs: number): Meter {
  const rmsDb = reading.rmsDb ?? -Infinity;
  const peakDb = reading.peakDb ?? -Infinity;
  const recent = [...meter.recent.filter((entry) => entry.atMs > atMs - windowMs), { atMs, rmsDb, peakDb }];
  const fallenDb = meter.heldDb - (Math.max(0, atMs - meter.heldAtMs - holdMs) / 1000) * fallDbPerSec;
  const isHigher = peakDb >= fallenDb;
  return {
    nowDb: rmsDb,
    heldDb: isHigher ? peakDb : meter.heldDb,
    heldAtMs: isHigher ? atMs : meter.heldAtMs,
    recent,
    loudness: judged(recent, atMs, meter.loudness),
  };
}

function judged(recent: Meter['recent'], atMs: number, before: Loudness | undefined): Loudness | undefined {
  const oldest = recent[0];
  if (oldest === undefined || atMs - oldest.atMs < earliestMs) return before;
  const rmsDb = Math.max(...recent.map((entry) => entry.rmsDb));
  const peakDb = Math.max(...recent.map((entry) => entry.peakDb));
  if (rmsDb < silentBelowDb) return 'silent';
  if (peakDb >= loudPeakDb || rmsDb >= loudRmsDb) return 'loud';
  return rmsDb < quietBelowDb ? 'quiet' : 'good';
}

/** A meter of one single look, as the core takes it now and then: it is judged at once. */
export function meterOfSample(reading: Reading, atMs: number): Meter {
  return nextMeter(nextMeter(stillMeter, reading, atMs - earliestMs), reading, atMs);
}

/** Place on the meter: 0 at its beginning, 1 at the loudest. */
export function meterPlace(db: number): number {
  return Math.min(1, Math.max(0, (db - floorDb) / -floorDb));
}

/** Where the peak is drawn at `atMs`, dBFS: held for a while, then falling. */
export function heldPeak(meter: Meter, atMs: number): number {
  return meter.heldDb - (Math.max(0, atMs - meter.heldAtMs - holdMs) / 1000) * fallDbPerSec;
}

/** Where `quiet`, `good` and `loud` begin on the meter, for its scale. */
export const meterZones = { good: meterPlace(quietBelowDb), loud: meterPlace(loudRmsDb) };

/** @param samples −1…1 */
export function readingOf(samples: Float32Array): Reading {
  let sum = 0;
  let peak = 0;
  for (const sample of samples) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const rms = samples.length === 0 ? 0 : Math.sqrt(sum / samples.length);
  return { rmsDb: decibels(rms), peakDb: decibels(peak) };
}

function decibels(amplitude: number): number | null {
  return amplitude === 0 ? null : 20 * Math.log10(amplitude);
}
