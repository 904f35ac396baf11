import { expect, it } from 'vitest';
import { lessonPosition } from './search-moments.ts';

it('takes the gaps before a moment out of its position', () => {
  const gaps = [
    { start_time: 10, end_time: 20 },
    { start_time: 50, end_time: 55 },
  ];
  expect(lessonPosition(5, gaps, 100)).toBe(5);
  expect(lessonPosition(15, gaps, 100)).toBe(10);
  expect(lessonPosition(30, gaps, 100)).toBe(20);
  expect(lessonPosition(60, gaps, 100)).toBe(45);
});

it('keeps a moment inside the lesson', () => {
  expect(lessonPosition(-30, [], 100)).toBe(0);
  expect(lessonPosition(500, [], 100)).toBe(100);
});
