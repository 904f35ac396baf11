import { expect, it } from 'vitest';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { neighboursOf } from './neighbours.ts';

const pupils: StudentProfile[] = ['다온', '가온', '나래'].map((name, at) => ({
  student_id: `s-${at}`,
  name,
  engagement: null,
  participation: null,
  quiz_accuracy: null,
  sentiment: null,
  questions: 0,
  messages: 0,
  answers: 0,
  presence: null,
  signals: [],
  note: null,
}));

it('knows who comes before and after by name', () => {
  expect(neighboursOf(pupils, 's-2', 'ko')).toMatchObject({
    ...{ previous: { name: '가온' }, next: { name: '다온' }, place: 2, count: 3 },
  });
  expect(neighboursOf(pupils, 's-1', 'ko')?.previous).toBeUndefined();
  expect(neighboursOf(pupils, 's-0', 'ko')?.next).toBeUndefined();
});

it('knows nobody beside a pupil who is not of the class', () => {
  expect(neighboursOf(pupils, 's-9', 'ko')).toBeUndefined();
});
