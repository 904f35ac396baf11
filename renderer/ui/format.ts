/** Times, lengths and sizes as people read them. Pure. */
import { keptFormat } from '../i18n/kept-format.ts';
import type { Language, Translate } from '../i18n/language.tsx';

/** Position in a lesson: 0:07, 12:40, 1:02:03. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A length in words: 40초, 3분 20초, 4시간 57분. */
export function lengthText(seconds: number, t: Translate): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return t('time.seconds', { count: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes < 10 && whole % 60 > 0) return t('time.minutes_seconds', { minutes, seconds: whole % 60 });
  if (minutes < 60) return t('time.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48 && minutes % 60 === 0) return t('time.hours', { count: hours });
  if (hours < 48) return t('time.hours_minutes', { hours, minutes: minutes % 60 });
  return t('time.days', { count: Math.floor(hours / 24) });
}

/** More is no longer a number anybody plans with. */
const mostRoomHours = 1000;

/** Room on the disk as hours of recording, never days: nobody records day and night. */
export function roomText(minutes: number, t: Translate): string {
  const hours = Math.floor(minutes / 60);
  if (hours >= mostRoomHours) return t('time.hours_over', { count: mostRoomHours });
  // From ten hours on the minutes say nothing.
  return hours >= 10 ? t('time.hours', { count: hours }) : lengthText(Math.floor(minutes) * 60, t);
}

/** @param date `YYYY-MM-DD`, a day on the school's calendar */
export function dateText(date: string, language: Language, today: Date = new Date()): string {
  const [year = 1970, month = 1, day = 1] = date.split('-').map(Number);
  const isThisYear = year === today.getFullYear();
  const format = (isThisYear ? daysOfThisYear : daysOfAnyYear)(language);
  return format.format(new Date(year, month - 1, day));
}

const dayParts = { month: 'long', day: 'numeric', weekday: 'short' } as const;
const daysOfThisYear = keptFormat((language) => new Intl.DateTimeFormat(language, dayParts));
const daysOfAnyYear = keptFormat(
  (language) => new Intl.DateTimeFormat(language, { ...dayParts, year: 'numeric' }),
);
const wallClock = keptFormat(
  (language) => new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }),
);

/** The day of a moment, in this browser's zone. */
export function momentDateText(time: string, language: Language, today: Date = new Date()): string {
  const at = new Date(time);
  return dateText(`${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`, language, today);
}

/** The clock on the wall, in this browser's zone. */
export function wallClockText(time: string | number, language: Language): string {
  return wallClock(language).format(new Date(time));
}

export function megabytesText(megabytes: number): string {
  if (megabytes >= 1_000_000) return `${(megabytes / 1_000_000).toFixed(1)} TB`;
  if (megabytes >= 1000) return `${(megabytes / 1000).toFixed(1)} GB`;
  return `${megabytes >= 10 ? Math.round(megabytes) : megabytes.toFixed(1)} MB`;
}
