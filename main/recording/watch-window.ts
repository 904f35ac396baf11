/** When a watch may record: days and hours in the school's time zone. Pure. */
import { weekdays } from '../../contract/recording.ts';

export type WatchWindow = { days: readonly (typeof weekdays)[number][]; from: string; to: string };
export type LocalTime = { day: (typeof weekdays)[number]; clock: string; date: string };

/** @param timeZone IANA name; empty: the PC's own */
export function localTime(epochMs: number, timeZone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(timeZone === '' ? {} : { timeZone }),
  }).formatToParts(epochMs);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  const name = part('weekday').toLowerCase();
  return {
    day: weekdays.find((day) => day === name) ?? 'mon',
    clock: `${part('hour')}:${part('minute')}`,
    date: `${part('year')}-${part('month')}-${part('day')}`,
  };
}

/** `to` is part of the window; a window whose end lies before its start runs past midnight of its days. */
export function isInWindow(window: WatchWindow, now: LocalTime): boolean {
  const { from, to } = window;
  if (from <= to) return window.days.includes(now.day) && now.clock >= from && now.clock <= to;
  const yesterday = weekdays[(weekdays.indexOf(now.day) + 6) % 7] ?? now.day;
  return (
    (window.days.includes(now.day) && now.clock >= from) ||
    (window.days.includes(yesterday) && now.clock <= to)
  );
}

/** Fills `{date}` (20260302) and `{time}` (0905) in; what an id may not hold becomes `-`. */
export function fillTemplate(template: string, now: LocalTime): string {
  return template
    .replaceAll('{date}', now.date.replaceAll('-', ''))
    .replaceAll('{time}', now.clock.replace(':', ''));
}
