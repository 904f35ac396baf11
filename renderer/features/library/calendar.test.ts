import { describe, expect, it } from 'vitest';
import { dateGroups, datePreset, datePresetNames, dayText, daysLeft, isDay, presetOf } from './calendar.ts';

/** A Wednesday. */
const today = new Date(2026, 2, 11, 8, 30);

describe('days of the school', () => {
  it('stand under the heading a teacher would look under', () => {
    const groupOf = dateGroups(today);
    expect(
      ['2026-03-12', '2026-03-11', '2026-03-10', '2026-03-09', '2026-03-08', '2026-03-02', '2026-03-01'].map(
        groupOf,
      ),
    ).toEqual(['month:2026-03', 'today', 'yesterday', 'this_week', 'last_week', 'last_week', 'this_month']);
    expect(['2026-02-28', '2026-01-31', '2025-12-24'].map(groupOf)).toEqual([
      'last_month',
      'month:2026-01',
      'month:2025-12',
    ]);
  });

  it('never come back to a heading once they have left it', () => {
    for (let first = 0; first < 40; first += 1) {
      const groupOf = dateGroups(new Date(2026, 0, 1 + first));
      const met: string[] = [];
      for (let back = -10; back < 120; back += 1) {
        const group = groupOf(dayText(new Date(2026, 0, 1 + first - back)));
        if (met.at(-1) !== group) met.push(group);
      }
      // Days ahead may stand under the month that the days behind have, too.
      const behind = met.slice(met.indexOf('today'));
      expect(new Set(behind).size).toBe(behind.length);
    }
  });

  it('make the spans a teacher asks for', () => {
    const spans = Object.fromEntries(datePresetNames.map((name) => [name, datePreset(name, today)]));
    expect(spans).toEqual({
      today: { from: '2026-03-11', to: '2026-03-11' },
      this_week: { from: '2026-03-09', to: '2026-03-15' },
      last_week: { from: '2026-03-02', to: '2026-03-08' },
      this_month: { from: '2026-03-01', to: '2026-03-31' },
      semester: { from: '2026-03-01', to: '2026-08-31' },
    });
    expect(datePreset('semester', new Date(2028, 1, 10))).toEqual({ from: '2027-09-01', to: '2028-02-29' });
    expect(datePreset('semester', new Date(2026, 10, 1))).toEqual({ from: '2026-09-01', to: '2027-02-28' });
    expect(presetOf({ from: '2026-03-01', to: '2026-03-31' }, today)).toBe('this_month');
    expect(presetOf({ from: '2026-03-01', to: undefined }, today)).toBeUndefined();
  });

  it('exist or not', () => {
    expect(['2028-02-29', '2026-02-29', '2026-13-01', '26-01-01', ''].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('run out in the trash', () => {
    const deletedAt = '2026-03-01T00:00:00.000Z';
    expect(daysLeft(deletedAt, 30, Date.parse('2026-03-01T01:00:00Z'))).toBe(30);
    expect(daysLeft(deletedAt, 30, Date.parse('2026-03-30T12:00:00Z'))).toBe(1);
    expect(daysLeft(deletedAt, 30, Date.parse('2026-05-01T00:00:00Z'))).toBe(0);
  });
});
