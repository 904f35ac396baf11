import { expect, it } from 'vitest';
import { weekdays as contractWeekdays } from '../../../contract/recording.ts';
import { blocksOf, hoursShown, weekdayName, weekdays } from './watch-times.ts';

it('has the days of the contract, by name in both languages', () => {
  expect(weekdays).toEqual(contractWeekdays);
  expect(weekdays.map((day) => weekdayName(day, 'ko'))).toEqual(['월', '화', '수', '목', '금', '토', '일']);
  expect(weekdayName('thu', 'en', 'long')).toBe('Thursday');
});

it('makes a block of each day', () => {
  expect(blocksOf({ days: ['mon', 'wed'], from: '09:00', to: '10:30' })).toEqual([
    { day: 'mon', fromMinute: 540, toMinute: 630 },
    { day: 'wed', fromMinute: 540, toMinute: 630 },
  ]);
});

it('carries what runs past midnight to the next day, also from Sunday to Monday', () => {
  expect(blocksOf({ days: ['sun'], from: '22:00', to: '01:00' })).toEqual([
    { day: 'sun', fromMinute: 1320, toMinute: 1440 },
    { day: 'mon', fromMinute: 0, toMinute: 60 },
  ]);
});

it('shows a school day, and more when it is needed', () => {
  expect(hoursShown([])).toEqual({ from: 8, to: 17 });
  expect(hoursShown(blocksOf({ days: ['mon'], from: '07:30', to: '21:10' }))).toEqual({ from: 7, to: 22 });
});
