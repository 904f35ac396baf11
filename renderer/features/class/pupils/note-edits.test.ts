import { expect, it } from 'vitest';
import type { StudentNote } from '../../../../contract/session-analysis.ts';
import { noteBefore, noteWith, rowsWith } from './note-edits.ts';

const note = { student_id: 's-1', note: '물어보기', done: false, updated_at: '2026-03-02T00:00:00.000Z' };

it('begins a note, and changes only what is given of one', () => {
  expect(noteWith(null, 's-1', { done: true })).toMatchObject({ student_id: 's-1', note: '', done: true });
  expect(noteWith(note, 's-1', { done: true })).toEqual({ ...note, done: true });
});

it('leaves the rows of other pupils alone', () => {
  const rows: { student_id: string; note: StudentNote | null }[] = [
    { student_id: 's-1', note: null },
    { student_id: 's-2', note: null },
  ];
  const changed = rowsWith(rows, 's-1', { note: '물어보기' });
  expect(changed.map((row) => row.note?.note)).toEqual(['물어보기', undefined]);
  expect(changed[1]).toBe(rows[1]);
});

it('knows what a failed change is taken back to', () => {
  expect(noteBefore(note, { note: '…' })).toEqual({ note: '물어보기' });
  expect(noteBefore(null, { note: '…', done: true })).toEqual({ note: '', done: false });
});
