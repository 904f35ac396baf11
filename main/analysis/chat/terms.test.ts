import { expect, it } from 'vitest';
import { countWriters, readTerms, termsOver, writeTerms } from './terms.ts';

const counts = countWriters(
  ['분수', '생태계'],
  [new Set(['분수', '중력']), new Set(['분수']), new Set(['분수'])],
);

it('counts who calls a term a topic, up to two', () => {
  const terms = termsOver(counts);
  expect(['분수', '중력', '생태계', '화면'].map((key) => [terms.has(key), terms.writers(key)])).toEqual([
    [true, 2],
    [true, 1],
    [true, 0],
    [false, 0],
  ]);
});

it('reads what it has written', () => {
  const text = writeTerms(['생태계', '중력', '분수', '근의 공식'], termsOver(counts));
  expect(text).toBe('#2\n분수\n#1\n중력\n#0\n근의 공식\n생태계\n');
  const terms = readTerms(text);
  expect(['분수', '중력', '생태계', '근의공식'].map((key) => terms.writers(key))).toEqual([2, 1, 0, 0]);
  expect([terms.has('근의공식'), terms.has('#2'), terms.has('')]).toEqual([true, false, false]);
});
