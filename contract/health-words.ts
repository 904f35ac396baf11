/** What words about the recorder's health there are, and how they write amounts; each language is a file beside this one. */
import type { HealthCodeOf, HealthFacts, HealthPartName, HealthState } from './health.ts';

export type Said = {
  text: string;
  /** What to do; undefined where there is nothing to do. */
  advice?: string;
};

type SayOf<P extends HealthPartName> = Record<HealthCodeOf<P>, (facts: HealthFacts<P>) => Said>;

export type HealthWords = {
  parts: Record<HealthPartName, string>;
  states: Record<HealthState, string>;
  overall: Record<'ok' | 'attention' | 'trouble', string>;
  say: { [P in HealthPartName]: SayOf<P> };
  /** 40초, 12분, 3시간 5분, 2일. */
  length: (seconds: number) => string;
};

/** 412 kB, 42 MB, 1.2 GB: 10^3 a step. */
export function sizeWords(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.ceil(bytes / 1e3)} kB`;
}

/** The two units that matter of a length. */
export function lengthParts(seconds: number): {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
} {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const hours = Math.floor(minutes / 60);
  if (whole < 60) return { days: 0, hours: 0, minutes: 0, seconds: whole };
  if (hours < 1) return { days: 0, hours: 0, minutes, seconds: 0 };
  if (hours < 10) return { days: 0, hours, minutes: minutes % 60, seconds: 0 };
  if (hours < 48) return { days: 0, hours, minutes: 0, seconds: 0 };
  return { days: Math.floor(hours / 24), hours: 0, minutes: 0, seconds: 0 };
}

/** Room is told in hours, never in days, and beyond all planning only roughly. */
export const mostRoomHours = 1000;
