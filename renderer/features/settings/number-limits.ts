/** What the number settings may be, so that the page can say so before it asks. The contract decides (see the test). */
import type { SettingPath } from './setting-path.ts';

export type Limits = { min: number; max: number };

export const numberLimits = {
  'library.trash_days': { min: 1, max: 365 },
  'library.keep_days': { min: 1, max: 3650 },
  'recording.expected_bitrate_kbps': { min: 100, max: 100_000 },
} as const satisfies Partial<Record<SettingPath, Limits>>;

export type NumberPath = keyof typeof numberLimits;

/** @returns the number, or undefined when the text is none or lies outside */
export function numberWithin(text: string | number, { min, max }: Limits): number | undefined {
  const value = typeof text === 'number' ? text : Number.parseFloat(text);
  return Number.isFinite(value) && value >= min && value <= max ? value : undefined;
}

/** What one can choose from for the settings that are lengths of time or heights, in their own unit. */
export const choices = {
  'recording.source_timeout_seconds': [60, 120, 300, 600, 1200, 1800, 3600],
  'recording.stall_seconds': [5, 10, 20, 30, 60],
  'recording.resume_after_restart_minutes': [0, 5, 10, 30, 60, 120],
  'recording.min_free_minutes': [0, 10, 30, 60, 120, 240],
  'recording.warn_free_minutes': [0, 10, 20, 30, 60, 120],
  'recording.stop_free_minutes': [1, 2, 5, 10, 30],
  'recording.alarms.no_data_after_seconds': [3, 5, 10, 20, 60],
  'recording.alarms.black_after_seconds': [10, 30, 60, 180, 300, 600],
  'recording.alarms.frozen_after_seconds': [60, 180, 300, 600, 1800],
  'recording.alarms.silent_after_seconds': [10, 30, 60, 180, 300, 600],
} as const satisfies Partial<Record<SettingPath, readonly number[]>>;

export type ChoicePath = keyof typeof choices;

/** The choices, and the value in force where it is none of them. */
export function choicesWith(path: ChoicePath, value: number): number[] {
  const offered: readonly number[] = choices[path];
  return offered.includes(value) ? [...offered] : [...offered, value].toSorted((a, b) => a - b);
}
