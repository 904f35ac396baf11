/** What is said about a file of another tool. */
import { describe, expect, it } from 'vitest';
import type { Translate } from '../../../i18n/language.tsx';
import {
  areNamesIds,
  cellText,
  columnsOf,
  isRecording,
  problemsIn,
  rejectedCount,
  sizeText,
  valueIn,
} from './sheet-fields.ts';

const t: Translate = (key) => key;

it('tells columns that were understood from the others', () => {
  expect(
    columnsOf([
      { column: '보낸사람', field: 'sender_id' },
      { column: '비고', field: null },
      { column: '새 열', field: 'not_known_yet' },
    ]),
  ).toEqual({ understood: [{ column: '보낸사람', field: 'sender_id' }], ignored: ['비고', '새 열'] });
});

describe('a row that was rejected', () => {
  it('says which of its fields are wrong', () => {
    expect(problemsIn('text: Too small: expected string; sent_at: Invalid ISO datetime')).toEqual([
      'text',
      'sent_at',
    ]);
    expect(problemsIn('is_correct: "?" is neither right (O, 1, 정답) nor wrong (X, 0, 오답)')).toEqual([
      'is_correct',
    ]);
    expect(problemsIn('something else')).toEqual([]);
  });

  it('is one of at least as many as were told', () => {
    const rejected = Array.from({ length: 200 }, (_, row) => ({ row, message: '' }));
    expect(rejectedCount({ rejected })).toEqual({ count: 200, isMore: true });
    expect(rejectedCount({ rejected: rejected.slice(0, 3) })).toEqual({ count: 3, isMore: false });
  });
});

describe('a value', () => {
  it('is shown as people read it', () => {
    expect(cellText('is_correct', false, 'ko', t)).toBe('sheet.wrong');
    expect(cellText('sender_role', 'teacher', 'ko', t)).toBe('chat.teacher');
    expect(cellText('response_time_ms', 8240, 'ko', t)).toBe('8.2초');
    expect(cellText('text', '<b>네</b>', 'ko', t)).toBe('<b>네</b>');
    expect(cellText('left_at', null, 'ko', t)).toBe('–');
    expect(cellText('sent_at', 'gestern', 'ko', t)).toBe('gestern');
    expect(cellText('sent_at', '2026-03-02T00:05:00.000Z', 'en', t)).toMatch(/^3\/[12], /);
  });

  it('that is an id made of a name is said to be one', () => {
    const row = { sender_id: 'name-0123456789abcdef' };
    expect(areNamesIds([row])).toBe(true);
    expect(areNamesIds([{ student_id: '20301' }])).toBe(false);
    expect(cellText('sender_id', row.sender_id, 'ko', t)).toBe('sheet.id_of_name');
  });

  it('is the name where there is no other id, and stands beside an id', () => {
    const named = { name: '김하늘', sender_id: 'name-0123456789abcdef', text: '네' };
    expect(valueIn(named, 'sender_id')).toBe('김하늘');
    expect(valueIn(named, 'text')).toBe('네');
    const both = { name: '김하늘', student_id: '2301' };
    expect(valueIn(both, 'student_id')).toBe('2301');
    expect(valueIn(both, 'student_name')).toBe('김하늘');
    expect(valueIn({ ...named, name: '' }, 'sender_id')).toBe(named.sender_id);
  });
});

it('knows recordings from tables', () => {
  expect(isRecording({ type: 'video/mp4', name: 'a' })).toBe(true);
  expect(isRecording({ type: '', name: '수업.MKV' })).toBe(true);
  expect(isRecording({ type: 'text/csv', name: '채팅.csv' })).toBe(false);
});

it('says small sizes as they are', () => {
  expect([120, 48_300, 3_460_000].map((bytes) => sizeText(bytes, 'en'))).toEqual(['1 kB', '48 kB', '3.5 MB']);
});
