import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { trainingLines } from '../models/chat/classroom-lines.ts';
import { everydaySyllables } from '../renderer/ui/everyday-syllables.ts';

const sheet = readFileSync(
  createRequire(import.meta.url).resolve(
    'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css',
  ),
  'utf8',
);

/** The characters that each file of the font has. */
const files = [...sheet.matchAll(/unicode-range:([^;]*);/gu)].map(
  ([, ranges = '']) =>
    new Set(
      ranges.split(',').flatMap((range) => {
        const [from = '', to = from] = range.trim().slice(2).split('-');
        const first = Number.parseInt(from, 16);
        return Array.from({ length: Number.parseInt(to, 16) - first + 1 }, (_, index) =>
          String.fromCodePoint(first + index),
        );
      }),
    ),
);
const early = files.filter((file) => everydaySyllables.split('').some((syllable) => file.has(syllable)));

it('has one syllable of each of twenty files of the font', () => {
  expect(files).toHaveLength(92);
  expect(everydaySyllables.split('')).toHaveLength(20);
  expect(early).toHaveLength(20);
});

it('knows the files of nearly all that pupils write', () => {
  const written = trainingLines()
    .map((line) => line.text)
    .join('')
    .match(/[가-힣]/gu);
  const missing = (written ?? []).filter((syllable) => !early.some((file) => file.has(syllable)));
  expect(written?.length).toBeGreaterThan(50_000);
  expect(missing.length / (written?.length ?? 0)).toBeLessThan(0.0025);
});
