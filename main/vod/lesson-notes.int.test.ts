/** What a teacher adds to a lesson, and what becomes of it: details, tags, notes, marks, chat, retention. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SearchQuery, searchQuerySchema } from '../../contract/search.ts';
import { changeLessonSchema } from '../../contract/vod.ts';
import { isoTime, systemClock } from '../base/clock.ts';
import { addChat } from '../db/chat.ts';
import { insertGap, updateRecording } from '../db/recordings.ts';
import { searchLessons } from '../db/search.ts';
import { getSession, upsertSession } from '../db/sessions.ts';
import { makeClip, makeTake, temporaryFolder } from '../testing/media-clips.ts';
import { type VodHarness, openVodHarness } from '../testing/vod-harness.ts';
import { trashExpiredLessons } from './retention.ts';

const dayMs = 24 * 3_600_000;

let clips: Awaited<ReturnType<typeof temporaryFolder>>;
/** 4 s. */
let take: string;
let harness: VodHarness;

beforeAll(async () => {
  clips = await temporaryFolder();
  const clip = await makeClip(clips.file('a.mp4'), { seconds: 4, rate: 10, gop: 20 });
  take = await makeTake(clip, clips.file('take.mp4'));
});
afterAll(() => clips[Symbol.asyncDispose]());
beforeEach(async () => {
  harness = await openVodHarness();
});
afterEach(() => harness.end());

const search = async (query: Partial<SearchQuery>) =>
  searchLessons(harness.parts.db, searchQuerySchema.parse(query));
const found = async (query: Partial<SearchQuery>) =>
  (await search(query)).items.map((item) => item.recording_id);

const signal = new AbortController().signal;
/** A ready lesson of the 2nd of March, looked at so many days later. */
const expire = async (days: number) =>
  trashExpiredLessons(
    { ...harness.parts, clock: { ...systemClock, now: () => Date.UTC(2026, 2, 2, 9) + days * dayMs } },
    signal,
  );
const ready = async (change: object = {}) => {
  const id = await harness.addLesson([take]);
  await updateRecording(harness.parts.db, id, { status: 'ready', ...change });
  return id;
};

const tags = (list: string[]) => changeLessonSchema.safeParse({ tags: list }).success;

describe('what a lesson says about itself', () => {
  it('changes with its session, its sister lessons and the search', async () => {
    const { db } = harness.parts;
    const id = await harness.addLesson([take], { sessionId: 'math-3' });
    const sister = await harness.addLesson([take], { sessionId: 'math-3', title: '나눗셈' });
    const other = await harness.addLesson([take], { sessionId: 'art-1', title: '수채화' });
    // What a recording said of itself stays when something else of its session changes.
    await updateRecording(db, sister, { subject: '심화 수학' });
    const changed = await harness.vod.changeLesson(id, {
      teacher_name: '이바다',
      class_name: '4-2',
      session_date: '2026-03-09',
    });
    expect(changed).toMatchObject({ teacher_name: '이바다', class_name: '4-2', session_date: '2026-03-09' });
    expect(await getSession(db, 'math-3')).toMatchObject({ teacher_name: '이바다', class_name: '4-2' });
    expect(await harness.vod.getVideoInfo(sister)).toMatchObject({
      teacher_name: '이바다',
      session_date: '2026-03-09',
      subject: '심화 수학',
      title: '나눗셈',
    });
    expect((await found({ teacher: '이바다' })).toSorted()).toEqual([id, sister].toSorted());
    expect((await found({ q: '이바다' })).toSorted()).toEqual([id, sister].toSorted());
    expect(await found({ teacher: '김선생' })).toEqual([other]);
    expect(await found({ q: '김선생' })).toEqual([other]);
    expect((await search({ date_from: '2026-03-09' })).facets.class_name).toEqual([
      { value: '4-2', count: 2 },
    ]);
    // The roster alone rewrites nothing either.
    const students = [{ student_id: 'p-1', name: '이학생' }];
    await upsertSession(db, 'math-3', { students }, Date.now(), 'Asia/Seoul');
    expect((await harness.vod.getVideoInfo(sister)).subject).toBe('심화 수학');
    expect(harness.events.map(({ name }) => name)).toContain('library.changed');
  });

  it('has tags that are found by words, by filter and in the facets, whatever their case', async () => {
    const id = await harness.addLesson([take]);
    const other = await harness.addLesson([take], { sessionId: 'eng-1', title: '영어 회화' });
    const tagged = await harness.vod.changeLesson(id, { tags: ['수행평가', 'STEAM', 'a+b'] });
    expect(tagged).toMatchObject({ tags: ['수행평가', 'STEAM', 'a+b'], is_kept: false });
    await harness.vod.changeLesson(other, { tags: ['steam'] });
    expect(await found({ q: '수행평가' })).toEqual([id]);
    expect(await found({ tag: '수행평가' })).toEqual([id]);
    expect(await found({ tag: 'a+b' })).toEqual([id]);
    expect(await found({ tag: '수행' })).toEqual([]);
    expect((await found({ tag: 'Steam' })).toSorted()).toEqual([id, other].toSorted());
    expect(await found({ tag: 'steam', q: '회화' })).toEqual([other]);
    expect(await found({ tag: 'steam', sort: 'title' })).toEqual([id, other]);
    expect((await search({})).facets.tags).toEqual([
      { value: 'steam', count: 2 },
      { value: 'a+b', count: 1 },
      { value: '수행평가', count: 1 },
    ]);
    expect((await search({})).items.find((item) => item.recording_id === id)?.tags).toHaveLength(3);
    await harness.vod.changeLesson(id, { tags: [] });
    expect(await found({ tag: 'steam' })).toEqual([other]);
    expect(await found({ q: '수행평가' })).toEqual([]);
  });

  it('takes up to twenty different tags', () => {
    expect(tags(Array.from({ length: 20 }, (_, index) => `tag ${index}`))).toBe(true);
    expect(tags(Array.from({ length: 21 }, (_, index) => `tag ${index}`))).toBe(false);
    expect(tags(['Exam', 'exam '])).toBe(false);
    expect(tags(['가', '가'.normalize('NFD')])).toBe(false);
    expect(tags(['  '])).toBe(false);
    expect(tags(['x'.repeat(41)])).toBe(false);
  });
});

describe('notes', () => {
  it('are listed by time, those about the whole lesson first, changed and removed', async () => {
    const id = await harness.addLesson([take]);
    const { vod } = harness;
    const late = await vod.createNote(id, { text: '다시 설명하기', time: 3.5 });
    const early = await vod.createNote(id, { text: '질문이 많았음', time: 1 });
    const whole = await vod.createNote(id, { text: '진도가 빨랐음', time: null });
    const listed = async () => (await vod.listNotes(id)).map((note) => note.note_id);
    expect(await listed()).toEqual([whole.note_id, early.note_id, late.note_id]);
    expect((await vod.listNotes(id))[2]).toEqual(late);
    const moved = await vod.changeNote(id, late.note_id, { time: 0.5 });
    expect(moved).toMatchObject({ text: '다시 설명하기', time: 0.5, created_at: late.created_at });
    expect(await vod.changeNote(id, early.note_id, { text: '짧게', time: null })).toMatchObject({
      time: null,
    });
    expect(await listed()).toEqual([early.note_id, whole.note_id, late.note_id]);
    await vod.deleteNote(id, whole.note_id);
    expect(await listed()).toEqual([early.note_id, late.note_id]);
  });

  it('belong to one lesson, lie inside it, stay out of search, and go with it', async () => {
    const id = await harness.addLesson([take]);
    const other = await harness.addLesson([take]);
    const { vod } = harness;
    const outside = vod.createNote(id, { text: 'x', time: 60 });
    await expect(outside).rejects.toMatchObject({ code: 'range_invalid' });
    const { note_id: mine } = await vod.createNote(id, { text: '우리만의 이야기', time: 1 });
    const move = vod.changeNote(id, mine, { time: 60 });
    await expect(move).rejects.toMatchObject({ code: 'range_invalid' });
    const code = 'note_not_found';
    await expect(vod.changeNote(other, mine, { text: 'y' })).rejects.toMatchObject({ code });
    await expect(vod.deleteNote(other, mine)).rejects.toMatchObject({ code });
    expect(await found({ q: '이야기' })).toEqual([]);
    await vod.deleteVideo(id);
    await expect(vod.listNotes(id)).rejects.toMatchObject({ code: 'recording_not_found' });
    expect(await harness.parts.db.selectFrom('notes').selectAll().execute()).toEqual([]);
  });
});

describe('a picture or waveform that is not there', () => {
  it('is still to come while its job waits, and missing afterwards', async () => {
    const id = await harness.addLesson([take]);
    await updateRecording(harness.parts.db, id, { status: 'ready' });
    const job = await harness.jobs.enqueue('waveform', { recording_id: id });
    await expect(harness.vod.waveform(id)).rejects.toMatchObject({ code: 'media_not_ready' });
    await expect(harness.vod.trickplayVtt(id)).rejects.toMatchObject({ code: 'media_missing' });
    await harness.jobs.cancel(job);
    await expect(harness.vod.waveform(id)).rejects.toMatchObject({ code: 'media_missing' });
  });
});

describe('a mark in a lesson that is being recorded', () => {
  it('stands at the newest moment unless it says where', async () => {
    const id = await harness.addLesson([take]);
    await updateRecording(harness.parts.db, id, { status: 'recording', duration_seconds: 0 });
    const { vod } = harness;
    const { duration } = await vod.getVideoInfo(id);
    const mark = { title: '중요', description: '' };
    const { start_time } = await vod.createChapter(id, mark);
    expect(start_time).toBeCloseTo(duration, 2);
    expect(await vod.createChapter(id, { ...mark, start_time: 1 })).toMatchObject({ start_time: 1 });
    const ahead = vod.createChapter(id, { ...mark, start_time: duration + 1 });
    await expect(ahead).rejects.toMatchObject({ code: 'chapter_out_of_range' });
    await updateRecording(harness.parts.db, id, { status: 'ready', duration_seconds: duration });
    await expect(vod.createChapter(id, mark)).rejects.toMatchObject({ code: 'validation_failed' });
  });
});

describe('chat beside a lesson', () => {
  it('stands at its place on the time line, with names, page by page, without what came before or after', async () => {
    const id = await harness.addLesson([take]);
    const { db } = harness.parts;
    const startedMs = Date.UTC(2026, 2, 2, 9);
    // 4 s of media with 6 s missing after the second.
    await insertGap(db, id, 1, { start_time: 2, end_time: 8, position: 2, reason: 'source_lost' });
    const students = [{ student_id: 'p-1', name: '이학생' }];
    await upsertSession(db, 'math-3', { students, teacher_id: 't-1' }, startedMs, 'Asia/Seoul');
    const message = (name: string, sec: number, sender = 'p-1') => ({
      message_id: name,
      sender_id: sender,
      sender_role: sender.startsWith('t') ? ('teacher' as const) : ('student' as const),
      text: name,
      sent_at: isoTime(startedMs + sec * 1000),
    });
    await addChat(db, 'math-3', [
      message('before', -5),
      message('first', 1),
      message('in the gap', 5, 'p-2'),
      message('after the gap', 9, 't-1'),
      message('after', 11),
    ]);
    const page = await harness.vod.listLessonChat(id, { limit: 2 });
    expect(page.items).toEqual([
      { ...message('first', 1), sender_name: '이학생', time: 1 },
      { ...message('in the gap', 5, 'p-2'), sender_name: '', time: 2 },
    ]);
    const rest = await harness.vod.listLessonChat(id, { limit: 2, cursor: page.next_cursor ?? '' });
    expect(rest).toEqual({
      items: [{ ...message('after the gap', 9, 't-1'), sender_name: '김선생', time: 3 }],
      next_cursor: null,
    });
    await updateRecording(db, id, { status: 'recording' });
    const live = await harness.vod.listLessonChat(id, { limit: 10 });
    expect(live.items.map((item) => item.text)).toContain('after');
    await updateRecording(db, id, { status: 'ready', started_at: null });
    expect(await harness.vod.listLessonChat(id, { limit: 10 })).toEqual({ items: [], next_cursor: null });
  });
});

describe('retention', () => {
  it('keeps everything until a school says how long', async () => {
    await ready();
    expect(await expire(4000)).toBe(0);
  });

  it('puts old lessons into the trash, once, and none that runs, is worked on, is kept or came lately', async () => {
    harness.settings.library.keep_days = 100;
    const old = await ready();
    const kept = await ready();
    await harness.vod.changeLesson(kept, { is_kept: true });
    expect((await harness.vod.getVideoInfo(kept)).is_kept).toBe(true);
    const spared = [
      kept,
      await ready({ status: 'recording' }),
      await ready({ status: 'processing' }),
      await ready({ created_at: '2026-06-30T00:00:00.000Z' }),
      await ready({ session_date: '2026-06-30' }),
      await ready(),
    ];
    // Its thumbnail is still to be made.
    await harness.jobs.enqueue('thumbnail', { recording_id: spared.at(-1) ?? '' });
    expect(await expire(100)).toBe(0);
    expect(await expire(102)).toBe(1);
    await expect(harness.vod.getVideoInfo(old)).rejects.toMatchObject({ code: 'recording_not_found' });
    expect(await found({ q: '분수' })).toHaveLength(spared.length);
    expect(harness.events.at(-1)).toMatchObject({ name: 'library.changed', payload: { recording_id: old } });
    // Whoever takes it back wants to have it.
    await updateRecording(harness.parts.db, old, { deleted_at: null });
    expect(await expire(300)).toBe(2);
    expect((await harness.vod.getVideoInfo(old)).status).toBe('ready');
  });

  it('is seen to by the purge job', async () => {
    harness.settings.library.keep_days = 1;
    const id = await ready({ created_at: '2026-03-02T00:00:00.000Z' });
    await harness.jobs.start();
    await harness.vod.start();
    await harness.jobs.whenIdle();
    await expect(harness.vod.getVideoInfo(id)).rejects.toMatchObject({ code: 'recording_not_found' });
    expect((await harness.jobs.list({ limit: 5 })).items).toMatchObject([
      { kind: 'purge_trash', state: 'done', title: '' },
    ]);
  });
});
