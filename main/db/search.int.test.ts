import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchQuerySchema, searchReplySchema } from '../../contract/search.ts';
import { newId } from '../base/ids.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { reindexLesson, removeLessonText } from './lesson-text.ts';
import { searchLessons } from './search.ts';
import { ensureSession } from './sessions.ts';

type Lesson = {
  title?: string;
  teacher?: string;
  teacherId?: string;
  className?: string;
  subject?: string;
  date?: string;
  duration?: number;
  status?: 'ready' | 'failed' | 'processing';
  chapters?: string[];
  slides?: string[];
  chat?: string[];
};

let library: OpenDatabase;
let count = 0;

async function addLesson(lesson: Lesson): Promise<string> {
  count += 1;
  const { db } = library;
  const sessionId = `s-${count}`;
  const recordingId = newId();
  const started = Date.parse('2026-03-02T00:00:00.000Z');
  const fields = {
    title: lesson.title ?? '수업',
    teacher_name: lesson.teacher ?? '김하늘',
    teacher_id: lesson.teacherId ?? 't-1',
    class_name: lesson.className ?? '1학년 1반',
    subject: lesson.subject ?? '수학',
    session_date: lesson.date ?? '2026-03-02',
  };
  await db.transaction().execute(async (trx) => {
    await ensureSession(trx, sessionId, fields, started, 'Asia/Seoul');
    await trx
      .insertInto('recordings')
      .values({
        ...fields,
        recording_id: recordingId,
        session_id: sessionId,
        description: '',
        status: lesson.status ?? 'ready',
        origin: 'live',
        created_at: new Date(started + count).toISOString(),
        started_at: new Date(started).toISOString(),
        duration_seconds: lesson.duration ?? 3000,
        size_bytes: 1,
        bitrate_kbps: 1,
        reconnects: 0,
      })
      .execute();
    for (const [index, title] of (lesson.chapters ?? []).entries()) {
      const at = new Date(started).toISOString();
      await trx
        .insertInto('chapters')
        .values({
          chapter_id: newId(),
          recording_id: recordingId,
          start_time: index * 60,
          title,
          description: '',
          origin: 'manual',
          created_at: at,
          updated_at: at,
        })
        .execute();
    }
    for (const [seq, text] of (lesson.slides ?? []).entries()) {
      await trx
        .insertInto('slides')
        .values({
          recording_id: recordingId,
          seq,
          time: seq * 30,
          end_time: seq * 30 + 30,
          file_key: 'x',
          text,
          blocks: '[]',
        })
        .execute();
    }
    for (const [index, text] of (lesson.chat ?? []).entries()) {
      await trx
        .insertInto('chat_messages')
        .values({
          session_id: sessionId,
          message_id: `m-${index}`,
          sender_id: 'p-1',
          sender_role: 'student',
          text,
          sent_at: new Date(started + 100_000 + index * 1000).toISOString(),
        })
        .execute();
    }
    await reindexLesson(trx, recordingId);
  });
  return recordingId;
}

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
    await addLesson({
      title: '이차방정식을 풀어 보자',
      date: '2026-03-05',
      chapters: ['근의 공식', '판별식'],
      duration: 1000,
    });
    await addLesson({
      title: '광합성과 호흡',
      subject: '과학',
      teacher: '이바다',
      teacherId: 't-2',
      date: '2026-03-06',
      slides: ['엽록체에서 빛에너지를 쓴다', '힘 F = ma'],
      duration: 2000,
    });
    await addLesson({
      title: 'Linear Equations',
      subject: '영어',
      className: '2학년 3반',
      date: '2026-03-07',
      chat: ['이거 시험에 나와요?', 'y = 2x + 1'],
      duration: 3000,
    });
    await addLesson({ title: '수학 복습', date: '2026-03-08', duration: 4000, status: 'processing' });
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
      await addLesson({ title: '타조 하나' }),
      await addLesson({ title: '타조 둘' }),
      await addLesson({ title: '타조 셋' }),
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
    const id = await addLesson({ title: '낙타 이야기', date: '2026-01-01' });
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

describe('a library of more lessons than are counted', () => {
  const lessons = 1300;
  beforeAll(async () => {
    library = openDatabase(':memory:');
    for (let index = 0; index < lessons; index += 1) {
      const day = String((index % 28) + 1).padStart(2, '0');
      await addLesson({
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
    const keys: (string | number)[] = [];
    const sort = 'sort' in query ? query.sort : undefined;
    let cursor: string | null = null;
    do {
      const reply = await search({ ...query, limit: 200, ...(cursor === null ? {} : { cursor }) });
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
    const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(keys).toEqual(sort?.startsWith('-') === true ? sorted.toReversed() : sorted);
  });
});
