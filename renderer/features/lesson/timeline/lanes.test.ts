import { expect, it } from 'vitest';
import type { Chapter } from '../../../../contract/vod.ts';
import { chapterSegments, chatDensity, gapMarks, segmentAt, signalMarks } from './lanes.ts';

const chapter = (startSec: number, title: string): Chapter => ({
  chapter_id: title,
  start_time: startSec,
  end_time: startSec + 1,
  title,
  description: '',
  origin: 'manual',
  confidence: null,
});
const gap = (position: number, missingSec: number) => ({
  position,
  start_time: 0,
  end_time: missingSec,
  reason: 'source_lost',
});

const moment = (start: number, kind: 'hand_raised' | 'absent') => ({
  start_time: start,
  end_time: start + 4,
  kind,
  count: 1,
});

it('chains the chapters from the start to the end of the lesson', () => {
  expect(chapterSegments([chapter(40, '연습'), chapter(10, '정의')], 60)).toEqual([
    { startSec: 0, endSec: 10, title: '' },
    { startSec: 10, endSec: 40, title: '정의' },
    { startSec: 40, endSec: 60, title: '연습' },
  ]);
  expect(chapterSegments([], 60)).toEqual([{ startSec: 0, endSec: 60, title: '' }]);
  expect(chapterSegments([chapter(0, '처음'), chapter(90, '밖')], 60)).toEqual([
    { startSec: 0, endSec: 60, title: '처음' },
  ]);
});

it('knows which chapter plays', () => {
  const segments = chapterSegments([chapter(10, '정의'), chapter(40, '연습')], 60);
  expect([0, 10, 39.9, 40, 99].map((at) => segmentAt(segments, at)?.title)).toEqual([
    '',
    '정의',
    '정의',
    '연습',
    '연습',
  ]);
});

it('makes one mark of gaps that would lie on top of each other', () => {
  expect(gapMarks([gap(30, 5), gap(10, 60), gap(10.5, 20)], 2)).toMatchObject([
    { atSec: 10, missingSec: 80, gaps: [{ position: 10 }, { position: 10.5 }] },
    { atSec: 30, missingSec: 5 },
  ]);
});

it('counts messages per column of what is shown', () => {
  expect(chatDensity([0, 1, 1.5, 3, 11, 12], { fromSec: 0, toSec: 10 }, 5)).toEqual([1, 1 / 3, 0, 0, 0]);
  expect(chatDensity([], { fromSec: 0, toSec: 10 }, 2)).toEqual([0, 0]);
});

it('makes one mark of signals that would lie on top of each other, and names each kind once', () => {
  expect(
    signalMarks(
      [moment(30, 'absent'), moment(10, 'hand_raised'), moment(12, 'absent'), moment(13, 'absent')],
      5,
    ),
  ).toEqual([
    { startSec: 10, endSec: 17, kinds: ['hand_raised', 'absent'], moments: 3 },
    { startSec: 30, endSec: 34, kinds: ['absent'], moments: 1 },
  ]);
});
