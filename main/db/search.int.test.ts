import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchQuerySchema, searchReplySchema } from '../../contract/search.ts';
import { addLesson } from '../testing/lesson-rows.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { reindexLesson, removeLessonText } from './lesson-text.ts';
import { searchLessons } from './search.ts';

let library: OpenDatabase;

async function search(query: Record<string, unknown>) {
  const reply = await searchLessons(library.db, searchQuerySchema.parse(query));
  searchReplySchema.parse(reply);
  return reply;
}

async function titles(query: Record<string, unknown>): Promise<string[]> {
  return (await search(query)).items.map((item) => item.title);
}

describe('a small library', () => {
  beforeAll(async () => {
    library = openDatabase(':memory:');
    await addLesson(library.db, {
      title: '이차방정식을 풀어 보자',
      date: '2026-03-05',
      chapters: ['근의 공식', '판별식'],
      duration: 1000,
    });
    await addLesson(library.db, {
      title: '광합성과 호흡',
      subject: '과학',
      teacher: '이바다',
      teacherId: 't-2',
      date: '2026-03-06',
      slides: ['엽록체에서 빛에너지를 쓴다', '힘 F = ma'],
      duration: 2000,
    });
    await addLesson(library.db, {
      title: 'Linear Equations',
      subject: '영어',
      className: '2학년 3반',
      date: '2026-03-07',
      chat: ['이거 시험에 나와요?', 'y = 2x + 1'],
      duration: 3000,
    });
    await addLesson(library.db, {
      title: '수학 복습',
      date: '2026-03-08',
      duration: 4000,
      status: 'processing',
    });
  });
  afterAll(() => library.close());

  it.each([
    ['수학', ['수학 복습', '이차방정식을 풀어 보자']],
    ['방정식', ['이차방정식을 풀어 보자']],
    ['이차방정식', ['이차방정식을 풀어 보자']],
    ['복', ['수학 복습']],
    ['힘', ['광합성과 호흡']],
    ['빛에너지', ['광합성과 호흡']],
    ['판별식', ['이차방정식을 풀어 보자']],
    ['시험', ['Linear Equations']],
    ['equ', ['Linear Equations']],
    ['equation', ['Linear Equations']],
    ['LINEAR', ['Linear Equations']],
    ['2학년 3반', ['Linear Equations']],
    ['이바다', ['광합성과 호흡']],
    ['f = ma', ['광합성과 호흡']],
    ['ㅅㅎ ㅂㅅ', ['수학 복습', '이차방정식을 풀어 보자']],
    ['ㄱㅎㅅ', ['광합성과 호흡']],
    ['ㅅㅎ', ['수학 복습', '이차방정식을 풀어 보자']],
    ['ㅇㅊㅂㅈㅅ', ['이차방정식을 풀어 보자']],
    ['방정싟', ['이차방정식을 풀어 보자']],
    ['수학복습', ['수학 복습']],
    ['방정식을풀어', ['이차방정식을 풀어 보자']],
    ['광합섬', ['광합성과 호흡']],
    ['equetion', ['Linear Equations']],
    ['방정식 광합성', []],
    ['쀍뷁', []],
    ['"*()', []],
  ])('finds %s', async (q, expected) => {
    expect((await titles({ q })).toSorted()).toEqual(expected.toSorted());
  });

  it('ranks a title above the rest', async () => {
    expect(await titles({ q: '수학' })).toEqual(['수학 복습', '이차방정식을 풀어 보자']);
  });

  it('lists newest first without words, and by each order asked for', async () => {
    const newest = ['수학 복습', 'Linear Equations', '광합성과 호흡', '이차방정식을 풀어 보자'];
    expect(await titles({})).toEqual(newest);
    expect(await titles({ sort: 'session_date' })).toEqual(newest.toReversed());
    expect(await titles({ sort: '-duration' })).toEqual(newest);
    expect(await titles({ sort: 'title' })).toEqual(newest.toSorted());
    expect(await titles({ sort: '-title' })).toEqual(newest.toSorted().toReversed());
  });

  it.each([
    [{ date_from: '2026-03-06', date_to: '2026-03-07' }, 2],
    [{ teacher: '이바다' }, 1],
    [{ teacher: 't-2' }, 1],
    [{ teacher: '이바' }, 0],
    [{ class_name: '2학년 3반' }, 1],
    [{ subject: '수학' }, 2],
    [{ min_duration: 2000, max_duration: 3000 }, 2],
    [{ status: 'processing' }, 1],
    [{ subject: '수학', status: 'ready', date_from: '2026-03-05' }, 1],
    [{ teacher: "x' OR 1=1 --" }, 0],
  ])('filters by %j, with and without words', async (filter, expected) => {
    expect((await search(filter)).total).toBe(expected);
    // Every lesson is of a class written with this syllable.
    expect((await search({ ...filter, q: '반' })).total).toBe(expected);
  });

  it('counts facets of what matched', async () => {
    const { facets } = await search({});
    expect(facets.subject).toEqual([
      { value: '수학', count: 2 },
      { value: '과학', count: 1 },
      { value: '영어', count: 1 },
    ]);
    expect((await search({ q: '광합성' })).facets.teacher).toEqual([{ value: '이바다', count: 1 }]);
  });

  it('says where in the lesson the words stand', async () => {
    const [chapter] = (await search({ q: '판별식' })).items;
    expect(chapter?.moments).toEqual([{ kind: 'chapter', time: 60, text: '판별식', highlights: [[0, 3]] }]);
    const [slide] = (await search({ q: '힘' })).items;
    expect(slide?.moments).toEqual([{ kind: 'slide', time: 30, text: '힘 F = ma', highlights: [[0, 1]] }]);
    const [chat] = (await search({ q: '시험' })).items;
    expect(chat?.moments).toEqual([
      { kind: 'chat', time: 100, text: '이거 시험에 나와요?', highlights: [[3, 5]] },
    ]);
    const [title] = (await search({ q: 'ㄱㅎㅅ' })).items;
    expect(title?.moments[0]).toEqual({
      kind: 'title',
      time: 0,
      text: '광합성과 호흡',
      highlights: [[0, 3]],
    });
  });

  it('answers any text without an error', async () => {
    const nasty = fc.constantFrom(
      '"',
      '*',
      '(',
      ')',
      ' NEAR ',
      ' AND ',
      ' NOT ',
      ':',
      '^',
      '-',
      '+',
      '{',
      '}',
      "'",
      '\\',
      '\0',
      '\uD800',
      '\uE000',
      'title',
      '수',
      'ㅅ',
      'a',
      '1',
      ' ',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(nasty, { maxLength: 30 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (q) => {
        searchReplySchema.parse(await searchLessons(library.db, { q: q.slice(0, 200), limit: 5 }));
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  it('finds a lesson by any part of its own title', async () => {
    const title = '이차방정식을 풀어 보자';
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 1, max: 6 }),
        async (from, length) => {
          expect(await titles({ q: title.slice(from, Math.min(6, from + length)) })).toContain(title);
        },
      ),
      { seed: 3, numRuns: 40 },
    );
  });

  it.each(['x', 'bm90IGpzb24', Buffer.from('{"s":"title","v":1}').toString('base64url')])(
    'refuses the foreign cursor %s',
    async (cursor) => {
      await expect(search({ cursor })).rejects.toMatchObject({ code: 'validation_failed' });
    },
  );

  it('leaves out lessons in the trash and those taken out of the index or deleted', async () => {
    const ids = [
      await addLesson(library.db, { title: '타조 하나' }),
      await addLesson(library.db, { title: '타조 둘' }),
      await addLesson(library.db, { title: '타조 셋' }),
    ];
    const { db } = library;
    expect((await search({ q: '타조' })).total).toBe(3);
    await db
      .updateTable('recordings')
      .set({ deleted_at: '2026-03-09T00:00:00.000Z' })
      .where('recording_id', '=', ids[0]!)
      .execute();
    await db.transaction().execute((trx) => removeLessonText(trx, ids[1]!));
    expect(await titles({ q: '타조' })).toEqual(['타조 셋']);
    await db.deleteFrom('recordings').where('recording_id', 'in', ids).execute();
    expect((await search({ q: '타조' })).total).toBe(0);
    expect(await db.selectFrom('lesson_text_keys').selectAll().execute()).toHaveLength(4);
  });

  it('follows a changed title and date', async () => {
    const id = await addLesson(library.db, { title: '낙타 이야기', date: '2026-01-01' });
    const { db } = library;
    await db.transaction().execute(async (trx) => {
      await trx
        .updateTable('recordings')
        .set({ title: '펭귄 이야기', session_date: '2026-09-01' })
        .where('recording_id', '=', id)
        .execute();
      await reindexLesson(trx, id);
    });
    expect(await titles({ q: '낙타' })).toEqual([]);
    expect(await titles({ q: '펭귄', date_from: '2026-08-01' })).toEqual(['펭귄 이야기']);
    await db.deleteFrom('recordings').where('recording_id', '=', id).execute();
  });
});
