import { expect, it } from 'vitest';
import { suggestedTitle } from './title-suggestion.ts';

const day = new Date(2026, 10, 23, 10, 5);

const name = (class_name: string, subject: string) =>
  suggestedTitle({ class_name, subject }, day, 'ko', (text) => `${text} 수업`);

it('names a lesson after class, subject and day', () => {
  expect(name('2학년 3반', '수학')).toBe('2학년 3반 수학 · 11월 23일');
  expect(name('', ' 수학 ')).toBe('수학 · 11월 23일');
  expect(name('', '')).toBe('11월 23일 수업');
});
