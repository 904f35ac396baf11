import { expect, it } from 'vitest';
import { fill } from './fill.ts';

it('puts values in, numbers as the language writes them', () => {
  expect(fill('{count}개 · {name}', { count: 12_345, name: '수학' }, 'ko')).toBe('12,345개 · 수학');
  expect(fill('{missing}', {}, 'ko')).toBe('{missing}');
});

it('chooses the word that fits the number', () => {
  const text = '{count} {count|lesson|lessons}';
  expect(fill(text, { count: 1 }, 'en')).toBe('1 lesson');
  expect(fill(text, { count: 0 }, 'en')).toBe('0 lessons');
});

it.each(['ko', 'en'])('writes whole numbers as %s does', (language) => {
  for (const count of [
    0,
    7,
    999,
    1000,
    10_000,
    123_456,
    7_654_321,
    1_000_000_000,
    Number.MAX_SAFE_INTEGER,
    -1,
    -4321,
  ])
    expect(fill('{count}', { count }, language)).toBe(new Intl.NumberFormat(language).format(count));
});
