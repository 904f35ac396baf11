import { describe, expect, it } from 'vitest';
import type { Chapter } from '../../contract/vod.ts';
import type { ChapterRow } from '../db/chapters.ts';
import { withEnds } from './chapters.ts';
import { chaptersOfPart, downloadName } from './lesson-part.ts';
import { resolutionsOf } from '../lesson/lesson-info.ts';
import { createLimiter } from './limiter.ts';
import { pictureFormat } from './thumbnails.ts';

const row = (start_time: number): ChapterRow => ({
  chapter_id: `c${start_time}`,
  recording_id: 'r',
  start_time,
  title: `at ${start_time}`,
  description: '',
  origin: 'manual',
  confidence: null,
  created_at: '',
  updated_at: '',
});
const chapter = (start_time: number, end_time: number): Chapter => ({
  chapter_id: 'c',
  start_time,
  end_time,
  title: `${start_time}`,
  description: '',
  origin: 'manual',
  confidence: null,
});

describe('withEnds', () => {
  it('ends each chapter where the next begins, and the last with the lesson', () => {
    const ends = withEnds([row(0), row(60), row(60), row(90)], 100).map((made) => made.end_time);
    expect(ends).toEqual([60, 60, 90, 100]);
  });

  it('never ends a chapter before it begins, as after a lesson was shortened', () => {
    expect(withEnds([row(120)], 100)[0]?.end_time).toBe(120);
  });
});

describe('chaptersOfPart', () => {
  it('keeps what falls into the part, moved to its positions', () => {
    const chapters = [chapter(0, 10), chapter(10, 20), chapter(20, 30)];
    expect(chaptersOfPart(chapters, 5, 20)).toEqual([
      { startSec: 0, endSec: 5, title: '0' },
      { startSec: 5, endSec: 15, title: '10' },
    ]);
  });
});

describe('downloadName', () => {
  it.each([
    ['분수의 덧셈', '분수의 덧셈 2026-03-02.mp4'],
    ['../../etc/passwd', '.. .. etc passwd 2026-03-02.mp4'],
    ['a\r\nb: "c"', 'a b c 2026-03-02.mp4'],
    ['', 'lesson 2026-03-02.mp4'],
  ])('%j', (title, name) => {
    expect(downloadName({ title, session_date: '2026-03-02' })).toBe(name);
  });
});

describe('pictureFormat', () => {
  it.each([
    ['image/avif,image/webp,image/apng,*/*;q=0.8', 'avif'],
    ['image/webp;q=0.9,image/jpeg', 'webp'],
    ['image/avif;q=0, image/webp', 'webp'],
    ['*/*', 'jpeg'],
    ['', 'jpeg'],
  ])('%j → %s', (accept, format) => {
    expect(pictureFormat(accept)).toBe(format);
  });
});

describe('resolutionsOf', () => {
  it('lists what is ready, best first, and nothing before there is media', () => {
    const lesson = { take_count: 1, status: 'processing' as const };
    expect(resolutionsOf({ ...lesson, ready: ['360p', '720p'] })).toEqual(['source', '720p', '360p']);
    expect(resolutionsOf({ ...lesson, take_count: 0, ready: [] })).toEqual([]);
    expect(resolutionsOf({ ...lesson, status: 'failed', ready: [] })).toEqual([]);
  });
});

describe('createLimiter', () => {
  it('lets so many run at a time and starts the next when one fails or ends', async () => {
    const limit = createLimiter(2);
    let running = 0;
    let most = 0;
    const ended = await Promise.allSettled(
      Array.from({ length: 7 }, (_, position) =>
        limit(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise(setImmediate);
          running -= 1;
          if (position % 2 === 1) throw new Error('failed');
          return position;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(ended.map((result) => result.status === 'fulfilled')).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('refuses who would wait behind too many, and nobody when there is room again', async () => {
    const limit = createLimiter(1, 2);
    const first = Promise.withResolvers<string>();
    const begun = [limit(() => first.promise), limit(async () => 'b'), limit(async () => 'c')];
    await expect(limit(async () => 'd')).rejects.toMatchObject({ code: 'overloaded' });
    first.resolve('a');
    expect(await Promise.all(begun)).toEqual(['a', 'b', 'c']);
    expect(await limit(async () => 'e')).toBe('e');
  });
});
