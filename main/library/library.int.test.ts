import { silentLogger } from '../base/logger.ts';
import { waitFor } from '../testing/wait-for.ts';
import { createLateIndexing } from './late-indexing.ts';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { searchQuerySchema } from '../../contract/search.ts';
import { studentErasureReplySchema, studentExportSchema } from '../../contract/sessions.ts';
import { newId } from '../base/ids.ts';
import { countUnread, writeChatReadings } from '../db/chat-readings.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { writeSessionAnalysis } from '../db/session-analyses.ts';
import { putStudentNote } from '../db/student-notes.ts';
import { makeReading } from '../testing/classroom.ts';
import { reindexLesson } from '../db/lesson-text.ts';
import { searchLessons } from '../db/search.ts';
import { dateIn } from '../db/sessions.ts';
import { type SessionLibrary, createSessionLibrary } from './session-service.ts';
import { type StudentRecords, createStudentRecords } from './student-records.ts';

const now = Date.parse('2026-03-02T20:00:00.000Z');
const clock = { now: () => now, monotonic: () => 0 };
let database: OpenDatabase;
let files: Map<string, Buffer>;
let sessions: SessionLibrary;
let students: StudentRecords;

beforeEach(() => {
  database = openDatabase(':memory:');
  files = new Map();
  const store = {
    put: async (key: string, data: Buffer) => void files.set(key, data),
    remove: async (key: string) => void files.delete(key),
  };
  sessions = createSessionLibrary({ db: database.db, files: store, clock, timeZone: () => 'Asia/Seoul' });
  students = createStudentRecords({ db: database.db, files: store, clock, hashKey: 'key' });
});
afterEach(() => database.close());

const message = (id: string, text: string, sender = 'p-1', role: 'student' | 'teacher' = 'student') => ({
  message_id: id,
  sender_id: sender,
  sender_role: role,
  text,
  sent_at: '2026-03-02T09:00:00+09:00',
});

async function addRecording(sessionId: string): Promise<string> {
  const recordingId = newId();
  const session = await sessions.getSession(sessionId);
  await database.db
    .insertInto('recordings')
    .values({
      recording_id: recordingId,
      session_id: sessionId,
      title: session.title,
      description: '',
      teacher_id: session.teacher_id,
      teacher_name: session.teacher_name,
      class_name: session.class_name,
      subject: session.subject,
      session_date: session.session_date,
      status: 'ready',
      origin: 'live',
      created_at: '2026-03-02T00:00:00.000Z',
      duration_seconds: 10,
      size_bytes: 0,
      bitrate_kbps: 0,
      reconnects: 0,
    })
    .execute();
  await database.db.transaction().execute((trx) => reindexLesson(trx, recordingId));
  return recordingId;
}

const found = async (q: string): Promise<number> =>
  (await searchLessons(database.db, searchQuerySchema.parse({ q }))).total;

describe('sessions', () => {
  it('are made with the date of the school day', async () => {
    expect((await sessions.putSession('s-1', { title: '수학' })).session_date).toBe('2026-03-03');
    expect(dateIn('America/New_York', now)).toBe('2026-03-02');
  });

  it('keep the fields that are not given', async () => {
    await sessions.putSession('s-1', {
      title: '수학',
      teacher_name: '김하늘',
      students: [{ student_id: 'p-1', name: '가' }],
    });
    const changed = await sessions.putSession('s-1', { class_name: '1반' });
    expect(changed).toMatchObject({
      title: '수학',
      teacher_name: '김하늘',
      class_name: '1반',
      students: [{ student_id: 'p-1', name: '가' }],
    });
  });

  it('copy teacher, class, subject and date to their recordings and to search', async () => {
    await sessions.putSession('s-1', { title: '수업', teacher_name: '김하늘' });
    const recordingId = await addRecording('s-1');
    await sessions.putSession('s-1', { teacher_name: '이바다', subject: '과학', session_date: '2026-01-05' });
    const row = await database.db
      .selectFrom('recordings')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .executeTakeFirst();
    expect(row).toMatchObject({ teacher_name: '이바다', subject: '과학', session_date: '2026-01-05' });
    expect([await found('김하늘'), await found('이바다'), await found('과학')]).toEqual([0, 1, 1]);
  });

  it('are listed newest first, page by page', async () => {
    for (const day of [1, 2, 3]) {
      for (const name of ['a', 'b'])
        await sessions.putSession(`${name}-${day}`, { session_date: `2026-03-0${day}`, class_name: name });
    }
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await sessions.listSessions({ limit: 4, ...(cursor === undefined ? {} : { cursor }) });
      ids.push(...page.items.map((item) => item.session_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    expect(ids).toEqual(['a-3', 'b-3', 'a-2', 'b-2', 'a-1', 'b-1']);
    expect(
      (await sessions.listSessions({ limit: 50, class_name: 'a', date_from: '2026-03-02' })).items,
    ).toHaveLength(2);
  });

  it('that are unknown are 404 for everything that happens in them', async () => {
    const missing = { code: 'session_not_found' };
    await expect(sessions.getSession('x')).rejects.toMatchObject(missing);
    await expect(sessions.addChat('x', [message('m', 'hi')])).rejects.toMatchObject(missing);
    await expect(sessions.listChat('x', { limit: 5 })).rejects.toMatchObject(missing);
    await expect(
      sessions.addAttendance('x', [{ student_id: 'p', joined_at: '2026-03-02T00:00:00Z' }]),
    ).rejects.toMatchObject(missing);
    await expect(
      sessions.importFile('x', { content: Buffer.from(''), filename: 'a', preview: true }),
    ).rejects.toMatchObject(missing);
  });
});

describe('ingestion', () => {
  beforeEach(() => sessions.putSession('s-1', { title: '수업' }));

  it('takes a message once however often it is sent', async () => {
    const batch = [message('m-1', '안녕'), message('m-2', '질문'), message('m-1', '다른 글')];
    expect(await sessions.addChat('s-1', batch)).toEqual({ accepted: 2, duplicates: 1 });
    expect(await sessions.addChat('s-1', batch)).toEqual({ accepted: 0, duplicates: 3 });
    const { items } = await sessions.listChat('s-1', { limit: 10 });
    expect(items.map((item) => item.text)).toEqual(['안녕', '질문']);
    expect(items[0]?.sent_at).toBe('2026-03-02T00:00:00.000Z');
  });

  it('makes chat findable in the same call', async () => {
    await addRecording('s-1');
    await sessions.addChat('s-1', [message('m-1', '판별식이 뭐예요?')]);
    expect(await found('판별식')).toBe(1);
  });

  it('indexes many messages once: when somebody searches, or a little later', async () => {
    await addRecording('s-1');
    const noted = () => database.db.selectFrom('unindexed_sessions').selectAll().execute();
    for (const text of ['인수분해', '곱셈 공식', '판별식'])
      await sessions.addChat('s-1', [message(text, text)]);
    expect(await noted()).toEqual([{ session_id: 's-1' }]);
    expect([await found('인수분해'), await found('판별식')]).toEqual([1, 1]);
    expect(await noted()).toEqual([]);

    await sessions.addChat('s-1', [message('m-9', '제곱근')]);
    const indexing = createLateIndexing({ db: database.db, log: silentLogger, everyMs: 10 });
    indexing.start();
    await waitFor('the index', async () => (await noted()).length === 0);
    await indexing.stop();
    expect(await found('제곱근')).toBe(1);
  });

  it('takes 1,000 messages in one statement and pages through them', async () => {
    await addRecording('s-1');
    const batch = Array.from({ length: 1000 }, (_, index) =>
      message(`m-${String(index).padStart(4, '0')}`, `글 ${index}`),
    );
    expect(await sessions.addChat('s-1', batch)).toEqual({ accepted: 1000, duplicates: 0 });
    const first = await sessions.listChat('s-1', { limit: 200 });
    const second = await sessions.listChat('s-1', { limit: 200, cursor: first.next_cursor ?? '' });
    expect(second.items[0]?.message_id).toBe('m-0200');
  });

  it('takes quiz responses once', async () => {
    const response = {
      response_id: 'r-1',
      quiz_id: 'q-1',
      question: '1+1?',
      student_id: 'p-1',
      is_correct: true,
      response_time_ms: 900,
      answered_at: '2026-03-02T00:00:00Z',
    };
    expect(await sessions.addQuizResponses('s-1', [response, response])).toEqual({
      accepted: 1,
      duplicates: 1,
    });
  });

  it('takes the time of leaving later', async () => {
    const joined = { student_id: 'p-1', joined_at: '2026-03-02T09:00:00+09:00' };
    expect(await sessions.addAttendance('s-1', [joined])).toEqual({ accepted: 1, duplicates: 0 });
    expect(await sessions.addAttendance('s-1', [joined])).toEqual({ accepted: 0, duplicates: 1 });
    const left = { ...joined, left_at: '2026-03-02T00:50:00Z' };
    expect(await sessions.addAttendance('s-1', [left])).toEqual({ accepted: 1, duplicates: 0 });
    expect(await sessions.addAttendance('s-1', [joined])).toEqual({ accepted: 0, duplicates: 1 });
  });

  it('imports a file once, after a preview that stores nothing', async () => {
    const upload = {
      content: Buffer.from('보낸사람,내용,시간\nkim,안녕,09:00\n,빈 사람,09:01\n'),
      filename: 'chat.csv',
    };
    const preview = await sessions.importFile('s-1', { ...upload, preview: true });
    expect(preview).toMatchObject({ kind: 'chat', rows: 2, accepted: 0, rejected: [{ row: 2 }] });
    expect((await sessions.listChat('s-1', { limit: 5 })).items).toEqual([]);
    expect(await sessions.importFile('s-1', { ...upload, preview: false })).toMatchObject({
      accepted: 1,
      duplicates: 0,
    });
    expect(await sessions.importFile('s-1', { ...upload, preview: false })).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
  });
});

describe('names in files of other tools', () => {
  it('come onto the roster, where a name that is there stays', async () => {
    await sessions.putSession('s-1', {
      teacher_name: '김서연',
      students: [{ student_id: '2301', name: '김하늘' }],
    });
    const bring = async (csv: string) =>
      sessions.importFile('s-1', { content: Buffer.from(csv), filename: 'a.csv', preview: false });
    await bring('학번,이름,내용,시간\n2301,하늘이,네,09:00\n2302,박바다,네,09:01\n');
    await bring('보낸사람,내용,시간\n이나무,네,09:02\n김서연 선생님,좋아요,09:03\n');
    await bring('이름\n최들\n');
    const { students: roster } = await sessions.getSession('s-1');
    expect(roster.map(({ name }) => name).toSorted()).toEqual(['김하늘', '박바다', '이나무', '최들']);
    const { items } = await sessions.listChat('s-1', { limit: 9 });
    expect(items.map(({ sender_role }) => sender_role)).toEqual(['student', 'student', 'student', 'teacher']);
  });
});

const picture = (format: 'png' | 'jpeg' | 'webp' | 'gif') =>
  sharp({ create: { width: 32, height: 20, channels: 3, background: '#345' } })
    .toFormat(format)
    .toBuffer();

describe('screenshots', () => {
  beforeEach(() => sessions.putSession('s-1', {}));

  it('are measured and stored once', async () => {
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const shot = { taken_at: '2026-03-02T00:00:00Z', image: await picture(format) };
      const first = await sessions.addScreenshot('s-1', shot);
      expect(first).toMatchObject({ width: 32, height: 20 });
      expect(await sessions.addScreenshot('s-1', shot)).toEqual(first);
    }
    expect([...files.keys()].map((key) => key.split('.').at(-1))).toEqual(['png', 'jpg', 'webp']);
  });

  it('that are no picture, torn, or of another format are refused and leave no file', async () => {
    const png = await picture('png');
    for (const image of [Buffer.from('hello'), png.subarray(0, 60), await picture('gif'), Buffer.alloc(0)]) {
      await expect(
        sessions.addScreenshot('s-1', { taken_at: '2026-03-02T00:00:00Z', image }),
      ).rejects.toMatchObject({ code: 'image_unreadable' });
    }
    expect(files.size).toBe(0);
  });

  it('of too many pixels or bytes are refused', async () => {
    const image = await sharp({ create: { width: 8000, height: 5001, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    const shot = { taken_at: '2026-03-02T00:00:00Z', image };
    await expect(sessions.addScreenshot('s-1', shot)).rejects.toMatchObject({ code: 'image_unreadable' });
    await expect(
      sessions.addScreenshot('s-1', { ...shot, image: Buffer.alloc(20_000_001) }),
    ).rejects.toMatchObject({ code: 'payload_too_large' });
  });
});

describe("a pupil's records", () => {
  it('are handed out and erased everywhere, files and search included', async () => {
    await sessions.putSession('s-1', {
      students: [
        { student_id: 'p-1', name: '가' },
        { student_id: 'p-2', name: '나' },
      ],
    });
    await addRecording('s-1');
    await sessions.addChat('s-1', [
      message('m-1', '코끼리'),
      message('m-2', '기린', 'p-2'),
      message('m-3', '하마', 'p-1', 'teacher'),
    ]);
    await sessions.addAttendance('s-1', [{ student_id: 'p-1', joined_at: '2026-03-02T00:00:00Z' }]);
    const image = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await sessions.addScreenshot('s-1', { taken_at: '2026-03-02T00:00:00Z', student_id: 'p-1', image });

    const { db } = database;
    await writeChatReadings(
      db,
      's-1',
      ['m-1', 'm-2', 'gone'].map((messageId) => ({
        messageId,
        reading: JSON.stringify(makeReading()),
        isFlagged: false,
      })),
    );
    await putStudentNote(
      db,
      { sessionId: 's-1', studentId: 'p-1' },
      { note: '물어보기' },
      '2026-03-02T00:00:00.000Z',
    );
    const result = {
      revision: 1,
      method: '1',
      result: JSON.stringify({ of: 'p-1' }),
      finishedAt: '2026-03-02T00:00:00.000Z',
    };
    await writeSessionAnalysis(db, 's-1', 'chat', result);

    const exported = studentExportSchema.parse(await students.exportStudent('p-1'));
    expect(exported.notes).toMatchObject([{ session_id: 's-1', note: '물어보기', done: false }]);
    expect(exported.chat_readings).toMatchObject([{ message_id: 'm-1', reading: { language: 'ko' } }]);
    expect(exported.chat.map((row) => row.text)).toEqual(['코끼리']);
    expect(exported.screenshots).toHaveLength(1);

    const erased = studentErasureReplySchema.parse(await students.eraseStudent('p-1'));
    expect(erased.counts).toEqual({
      ...{ sessions: 1, chat: 1, quiz_responses: 0, attendance: 1, screenshots: 1 },
      ...{ student_notes: 1, session_analyses: 1 },
    });
    for (const table of ['student_notes', 'session_analyses', 'chat_readings'] as const) {
      const left = await database.db.selectFrom(table).selectAll().execute();
      expect(JSON.stringify(left)).not.toContain('p-1');
    }
    expect(await countUnread(database.db, 's-1')).toEqual({ messages: 2, unread: 1 });
    expect(files.size).toBe(0);
    expect([await found('코끼리'), await found('기린'), await found('하마')]).toEqual([0, 1, 1]);
    await expect(students.exportStudent('p-1')).rejects.toMatchObject({ code: 'student_not_found' });
    const record = await database.db.selectFrom('erasures').selectAll().executeTakeFirstOrThrow();
    expect(record.subject_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(record)).not.toContain('p-1');
  });

  it('that do not exist are a 404', async () => {
    await expect(students.eraseStudent('nobody')).rejects.toMatchObject({ code: 'student_not_found' });
  });
});
