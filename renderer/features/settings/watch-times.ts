/** Days and hours of automatic recording as people say them, and as blocks of a week. Pure. */
import type { Watch } from '../../../contract/recording.ts';
import type { Language } from '../../i18n/language.tsx';

export type Weekday = Watch['days'][number];

/** In the order of a school week. Spelled out so that the page does not carry the contract's schemas. */
export const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const schoolDays: readonly Weekday[] = weekdays.slice(0, 5);

/** 5 January 2026 is a Monday. */
const mondayMs = Date.UTC(2026, 0, 5);
const dayMs = 86_400_000;

export function weekdayName(day: Weekday, language: Language, width: 'short' | 'long' = 'short'): string {
  const at = new Date(mondayMs + weekdays.indexOf(day) * dayMs);
  return new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' }).format(at);
}

/** @param time `HH:MM` @returns minutes since midnight */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

export type Block = { day: Weekday; fromMinute: number; toMinute: number };

/** Its hours on each day; what runs past midnight ends on the day after. */
export function blocksOf({ days, from, to }: Pick<Watch, 'days' | 'from' | 'to'>): Block[] {
  const [fromMinute, toMinute] = [minutesOf(from), minutesOf(to)];
  return days.flatMap((day) => {
    if (toMinute >= fromMinute) return [{ day, fromMinute, toMinute }];
    const next = weekdays[(weekdays.indexOf(day) + 1) % weekdays.length] ?? day;
    return [
      { day, fromMinute, toMinute: 1440 },
      { day: next, fromMinute: 0, toMinute },
    ];
  });
}

/** Whole hours that hold all blocks, at least a school day. */
export function hoursShown(blocks: readonly Block[]): { from: number; to: number } {
  const from = Math.min(8, ...blocks.map(({ fromMinute }) => Math.floor(fromMinute / 60)));
  const to = Math.max(17, ...blocks.map(({ toMinute }) => Math.ceil(toMinute / 60)));
  return { from, to };
}
