import { describe, expect, it } from 'vitest';
import { detectKind, mapColumns } from './import-columns.ts';
import { externalId, parseTime } from './import-rows.ts';
import { understandImport } from './session-import.ts';

const options = { sessionDate: '2026-03-02', timeZone: 'Asia/Seoul' };
const understand = (text: string | Buffer) => understandImport(Buffer.from(text), options);

const ids = (text: string): unknown[] =>
  understand(text).rows.map(({ row }) => ('message_id' in row ? row.message_id : ''));

describe('times as tools write them', () => {
  it.each([
    ['2026-03-02T09:00:00+09:00', '2026-03-02T00:00:00.000Z'],
    ['2026-03-02T00:00:00.5Z', '2026-03-02T00:00:00.500Z'],
    ['2026-03-02 09:01:05', '2026-03-02T00:01:05.000Z'],
    ['2026. 3. 2. 오후 2:30', '2026-03-02T05:30:00.000Z'],
    ['2026년 3월 2일 9시 5분', '2026-03-02T00:05:00.000Z'],
    ['09:01', '2026-03-02T00:01:00.000Z'],
    ['12:10 AM', '2026-03-01T15:10:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(parseTime(text, options)).toBe(expected);
  });

  it.each(['yesterday', '25:00', '2026-02-30 10:00', ''])('refuses %j', (text) => {
    expect(parseTime(text, options)).toBeUndefined();
  });

  it('keeps to the clock of the day where clocks change', () => {
    const at = { sessionDate: '2026-07-01', timeZone: 'Europe/Berlin' };
    expect(parseTime('09:00', at)).toBe('2026-07-01T07:00:00.000Z');
    expect(parseTime('2026-12-01 09:00', at)).toBe('2026-12-01T08:00:00.000Z');
  });
});

describe('columns', () => {
  it.each([
    [['보낸사람', '내용', '시간'], 'chat'],
    [['Sender', 'Message', 'Timestamp'], 'chat'],
    [['학번', '문항', '정답여부', '응답시각'], 'quiz_responses'],
    [['학번', '이름', '입장시각', '퇴장시각'], 'attendance'],
    [['학번', '이름'], 'students'],
    [['message_id', 'sender_id', 'sender_role', 'text', 'sent_at'], 'chat'],
    [['가', '나'], undefined],
  ])('tells from %j that it is %s', (headers, kind) => {
    expect(detectKind(headers)).toBe(kind);
  });

  it('understands each column once', () => {
    expect([...mapColumns('chat', ['이름', '학번', '내용', '시각'])]).toEqual([
      ['학번', 'sender_id'],
      ['이름', 'sender_name'],
      ['내용', 'text'],
      ['시각', 'sent_at'],
    ]);
    expect([...mapColumns('chat', ['이름', '내용', '시각'])][0]).toEqual(['이름', 'sender_id']);
    expect([...mapColumns('attendance', ['학생', '이름', '입장시각'])].slice(0, 2)).toEqual([
      ['학생', 'student_id'],
      ['이름', 'student_name'],
    ]);
  });
});

describe('a file from another tool', () => {
  it('is read whether UTF-8, with a mark, or CP949', () => {
    const csv = '보낸사람,내용,시간\n20260101,질문 있어요,09:10:00\n';
    // "보낸사람,내용,시간" and a row, as Windows programs in Korea save it.
    const cp949 = Buffer.from(
      'bab8b3bdbbe7b6f72cb3bbbfeb2cbdc3b0a30a32303236303130312cc1fab9ae2c30393a31303a30300a',
      'hex',
    );
    expect(understand(csv).reply).toMatchObject({ kind: 'chat', rows: 1, rejected: [] });
    expect(understand(`\uFEFF${csv}`).reply.columns[0]).toEqual({ column: '보낸사람', field: 'sender_id' });
    expect(understand(cp949).rows[0]?.row).toMatchObject({
      sender_id: '20260101',
      text: '질문',
      sent_at: '2026-03-02T00:10:00.000Z',
    });
  });

  it('rejects single rows with a reason and keeps the others', () => {
    const { reply, rows } = understand('학번,정답여부,시각\n1,O,09:00\n2,?,09:01\n3,오답,noon\n4,X,09:03\n');
    expect(rows.map(({ row }) => row)).toMatchObject([
      { student_id: '1', is_correct: true },
      { student_id: '4', is_correct: false },
    ]);
    expect(reply.rejected.map(({ row }) => row)).toEqual([2, 3]);
    expect(reply.rejected[0]?.message).toContain('is_correct');
  });

  it('gives the same rows the same ids, and two identical messages two', () => {
    const csv = 'sender,message,time\nkim,hi,09:00\nkim,hi,09:00\n';
    expect(ids(csv)).toEqual(ids(csv));
    expect(new Set(ids(csv)).size).toBe(2);
  });

  it('makes an id of a name that can be none', () => {
    expect(externalId('김하늘')).toMatch(/^name-[0-9a-f]{16}$/);
    expect(externalId('kim.1')).toBe('kim.1');
  });

  it('reads JSON, bare or wrapped', () => {
    const rows = [{ student_id: 'p-1', joined_at: '2026-03-02T00:00:00Z', left_at: null }];
    expect(understand(JSON.stringify(rows)).reply).toMatchObject({ kind: 'attendance', rows: 1 });
    expect(understand(JSON.stringify({ data: rows })).reply.kind).toBe('attendance');
  });

  it.each(['', 'a,b\n1,2\n', '[1, 2]', '{"a": ', '보낸사람,내용,시간\n', '학번,이름\n"1,2\n'])(
    'refuses %j',
    (text) => {
      expect(() => understand(text)).toThrow(expect.objectContaining({ code: 'import_unreadable' }));
    },
  );
});

/** Who a file says the people are. */
const studentsIn = (csv: string, teacherName = '') =>
  understandImport(Buffer.from(csv), { ...options, teacherName }).rows.map(({ row, student }) => ({
    role: 'sender_role' in row ? row.sender_role : undefined,
    student,
  }));

describe('names in a file', () => {
  it('are kept for the ids that are made of them, and beside ids', () => {
    expect(studentsIn('보낸사람,내용,시간\n김하늘,네,09:10\n')).toEqual([
      { role: 'student', student: { student_id: externalId('김하늘'), name: '김하늘' } },
    ]);
    expect(studentsIn('학번,이름,내용,시간\n2301,김하늘,네,09:10\n2302,,네,09:11\n')).toEqual([
      { role: 'student', student: { student_id: '2301', name: '김하늘' } },
      { role: 'student', student: undefined },
    ]);
    expect(studentsIn('학생,문항,정답여부,시각\n김하늘,1,O,09:10\n')).toMatchObject([
      { student: { name: '김하늘' } },
    ]);
  });

  it('tell the teacher of the session from pupils', () => {
    const csv = '보낸사람,내용,시간\n김서연 선생님,질문 있나요?,09:10\n김서연우,네,09:11\n';
    expect(studentsIn(csv, '김서연')).toEqual([
      { role: 'teacher', student: undefined },
      { role: 'student', student: { student_id: externalId('김서연우'), name: '김서연우' } },
    ]);
    expect(studentsIn(csv).map(({ role }) => role)).toEqual(['student', 'student']);
  });
});
