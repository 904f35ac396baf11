import { expect, it } from 'vitest';
import type { Chapter } from '../../../contract/vod.ts';
import { currentIndex, inOrder } from './chapter-list.ts';

const chapter = (startSec: number): Chapter => ({
  chapter_id: String(startSec),
  start_time: startSec,
  end_time: 0,
  title: '',
  description: '',
  origin: 'manual',
  confidence: null,
});

it('puts chapters in order, each ending where the next begins', () => {
  const ordered = inOrder([chapter(40), chapter(10), chapter(25)], 60);
  expect(ordered.map(({ start_time, end_time }) => [start_time, end_time])).toEqual([
    [10, 25],
    [25, 40],
    [40, 60],
  ]);
});

it('knows the chapter that plays, also when a seek lands a hair before it', () => {
  const chapters = [chapter(10), chapter(40)];
  expect([0, 9.97, 10, 39, 41].map((at) => currentIndex(chapters, at))).toEqual([-1, 0, 0, 0, 1]);
});
