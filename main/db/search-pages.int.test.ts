import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchQuerySchema, searchReplySchema } from '../../contract/search.ts';
import { addLesson } from '../testing/lesson-rows.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { searchLessons } from './search.ts';

let library: OpenDatabase;

async function search(query: Record<string, unknown>) {
  const reply = await searchLessons(library.db, searchQuerySchema.parse(query));
  searchReplySchema.parse(reply);
  return reply;
}

describe('a library of more lessons than are counted', () => {
  const lessons = 1300;
  beforeAll(async () => {
    library = openDatabase(':memory:');
    for (let index = 0; index < lessons; index += 1) {
      const day = String((index % 28) + 1).padStart(2, '0');
      await addLesson(library.db, {
        title: index % 10 === 0 ? `공통 단원 ${index % 7}` : `단원 ${index % 7}`,
        subject: index % 2 === 0 ? '국어' : '과학',
        chapters: ['공통 내용'],
        duration: 1000 + ((index * 37) % 500),
        date: `2026-0${(index % 6) + 1}-${day}`,
      });
    }
  });
  afterAll(() => library.close());

  it('says that its total is capped', async () => {
    for (const query of [{}, { q: '공통' }]) {
      const { total, total_is_capped } = await search(query);
      expect({ total, total_is_capped }).toEqual({ total: 1000, total_is_capped: true });
    }
  });

  it('puts titles first even when the word is everywhere', async () => {
    const first = await search({ q: '공통', limit: 200 });
    expect(first.items.slice(0, 130).every((item) => item.title.startsWith('공통'))).toBe(true);
    expect(first.items.slice(130).some((item) => item.title.startsWith('공통'))).toBe(false);
  });

  it.each([
    [{ q: '공통' }, lessons],
    [{ q: '공통', sort: '-session_date' }, lessons],
    [{ q: '공통', sort: 'session_date' }, lessons],
    [{ q: '공통', sort: 'title' }, lessons],
    [{ q: '공통', sort: '-duration' }, lessons],
    [{ q: '공통', subject: '국어' }, lessons / 2],
    [{ q: '공통', min_duration: 1250, sort: 'duration' }, undefined],
    [{ sort: 'title' }, lessons],
    [{ sort: '-title' }, lessons],
    [{ sort: 'duration', subject: '과학' }, lessons / 2],
    [{}, lessons],
  ])('pages through %j without a gap or a repeat, in order', async (query, expected) => {
    const seen: string[] = [];
    const totals: number[] = [];
    const facets: number[] = [];
    const keys: (string | number)[] = [];
    const sort = 'sort' in query ? query.sort : undefined;
    let cursor: string | null = null;
    do {
      const reply = await search({ ...query, limit: 200, ...(cursor === null ? {} : { cursor }) });
      totals.push(reply.total);
      facets.push(reply.facets.subject.length + reply.facets.teacher.length);
      for (const item of reply.items) {
        seen.push(item.recording_id);
        if (sort !== undefined) {
          keys.push(
            sort.includes('duration')
              ? item.duration
              : sort.includes('title')
                ? item.title
                : item.session_date,
          );
        }
      }
      cursor = reply.next_cursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(expected ?? seen.length);
    // The first page counts; the others repeat its total and leave the facets to it.
    expect(new Set(totals).size).toBe(1);
    expect(facets.slice(1).every((values) => values === 0)).toBe(true);
    expect(facets[0]).toBeGreaterThan(0);
    const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(keys).toEqual(sort?.startsWith('-') === true ? sorted.toReversed() : sorted);
  });
});
