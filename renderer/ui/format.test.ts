import { describe, expect, it } from 'vitest';
import { clockText, dateText, lengthText, megabytesText, roomText } from './format.ts';

const t = (key: string, values: Record<string, string | number> = {}) =>
  `${key} ${Object.values(values).join(' ')}`;

describe('times and sizes', () => {
  it('show a position with hours only when there are any', () => {
    expect([0, 7.9, 760, 3723].map(clockText)).toEqual(['0:00', '0:07', '12:40', '1:02:03']);
  });

  it('say a length in the two units that matter', () => {
    expect([40, 200, 600, 17_820, 200_000].map((seconds) => lengthText(seconds, t))).toEqual([
      'time.seconds 40',
      'time.minutes_seconds 3 20',
      'time.minutes 10',
      'time.hours_minutes 4 57',
      'time.days 2',
    ]);
  });

  it('say room in hours and never in days, and beyond all planning only roughly', () => {
    expect([45.7, 317, 725, 7200, 90_000].map((minutes) => roomText(minutes, t))).toEqual([
      'time.minutes 45',
      'time.hours_minutes 5 17',
      'time.hours 12',
      'time.hours 120',
      'time.hours_over 1000',
    ]);
  });

  it('keep the day of a lesson whatever the zone, and name the year only of other years', () => {
    const today = new Date(2026, 10, 23);
    expect(dateText('2026-03-02', 'ko', today)).toBe('3월 2일 (월)');
    expect(dateText('2025-03-03', 'ko', today)).toContain('2025년');
  });

  it('show sizes with the digits that matter', () => {
    expect([0.42, 42.3, 1234, 15_000_400].map(megabytesText)).toEqual([
      '0.4 MB',
      '42 MB',
      '1.2 GB',
      '15.0 TB',
    ]);
  });
});
