/** Days of the school's calendar: names of spans of days, and the headings lessons stand under. Pure. */
import { keptFormat } from '../../i18n/kept-format.ts';
import type { Language, Translate } from '../../i18n/language.tsx';

const dayMs = 86_400_000;

/** `YYYY-MM-DD` of a moment in this browser's zone. */
export function dayText(day: Date): string {
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Whether a text is `YYYY-MM-DD` and such a day exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dayText(new Date(year, month - 1, day, 12)) === text;
}

/** Noon keeps clear of daylight saving. */
function shifted(day: Date, days: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, 12);
}

/** Weeks begin on Monday. */
function weekStart(day: Date): Date {
  return shifted(day, -((day.getDay() + 6) % 7));
}

export const datePresetNames = ['today', 'this_week', 'last_week', 'this_month', 'semester'] as const;
export type DatePresetName = (typeof datePresetNames)[number];
export type DateSpan = { from: string; to: string };

/** Korean schools begin in March and September; the second half ends with February. */
function semester(today: Date): DateSpan {
  const [year, month] = [today.getFullYear(), today.getMonth() + 1];
  if (month >= 3 && month <= 8) return { from: `${year}-03-01`, to: `${year}-08-31` };
  const begun = month >= 9 ? year : year - 1;
  return { from: `${begun}-09-01`, to: dayText(new Date(begun + 1, 2, 0, 12)) };
}

export function datePreset(name: DatePresetName, today: Date): DateSpan {
  switch (name) {
    case 'today':
      return { from: dayText(today), to: dayText(today) };
    case 'this_week':
      return { from: dayText(weekStart(today)), to: dayText(shifted(weekStart(today), 6)) };
    case 'last_week':
      return { from: dayText(shifted(weekStart(today), -7)), to: dayText(shifted(weekStart(today), -1)) };
    case 'this_month':
      return {
        from: dayText(new Date(today.getFullYear(), today.getMonth(), 1, 12)),
        to: dayText(new Date(today.getFullYear(), today.getMonth() + 1, 0, 12)),
      };
    case 'semester':
      return semester(today);
    default:
      return name satisfies never;
  }
}

/** The preset that is exactly this span, if any. */
export function presetOf(
  span: { from: string | undefined; to: string | undefined },
  today: Date,
): DatePresetName | undefined {
  return datePresetNames.find((name) => {
    const { from, to } = datePreset(name, today);
    return from === span.from && to === span.to;
  });
}

/** `month:2026-09` for what lies further back, or ahead. */
export type DateGroup =
  'today' | 'yesterday' | 'this_week' | 'last_week' | 'this_month' | 'last_month' | `month:${string}`;

/** @returns which heading a day stands under. Headings of days in order are in order, too. */
export function dateGroups(today: Date): (day: string) => DateGroup {
  const todayText = dayText(today);
  const yesterday = dayText(shifted(today, -1));
  const thisWeek = dayText(weekStart(today));
  const lastWeek = dayText(shifted(weekStart(today), -7));
  const thisMonth = todayText.slice(0, 7);
  const lastMonth = dayText(new Date(today.getFullYear(), today.getMonth() - 1, 15, 12)).slice(0, 7);
  return (day) => {
    const month = day.slice(0, 7);
    if (day > todayText) return `month:${month}`;
    if (day === todayText) return 'today';
    if (day === yesterday) return 'yesterday';
    if (day >= thisWeek) return 'this_week';
    if (day >= lastWeek) return 'last_week';
    if (month === thisMonth) return 'this_month';
    if (month === lastMonth) return 'last_month';
    return `month:${month}`;
  };
}

const months = keptFormat(
  (language) => new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long' }),
);

export function dateGroupText(group: DateGroup, t: Translate, language: Language): string {
  switch (group) {
    case 'today':
      return t('library.today');
    case 'yesterday':
      return t('library.yesterday');
    case 'this_week':
      return t('library.this_week');
    case 'last_week':
      return t('library.last_week');
    case 'this_month':
      return t('library.this_month');
    case 'last_month':
      return t('library.last_month');
    default: {
      const [year = 1970, month = 1] = group.slice('month:'.length).split('-').map(Number);
      return months(language).format(new Date(year, month - 1, 1));
    }
  }
}

/** Whole days until something in the trash is gone; 0 when it may happen at any time. */
export function daysLeft(deletedAt: string, trashDays: number, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(deletedAt) + trashDays * dayMs - nowMs) / dayMs));
}
