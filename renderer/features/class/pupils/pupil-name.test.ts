import { expect, it } from 'vitest';
import { nameLine, nameOf, namesIn } from './pupil-name.ts';

const pupil = (id: string, name: string) => ({ student_id: id, name });

it('calls a pupil by name, and by number where the roster has no name', () => {
  expect(nameOf(pupil('s-01', ' 김민준 '))).toEqual({ text: '김민준', isNumber: false, apart: undefined });
  expect(nameOf(pupil('s-02', '  '))).toEqual({ text: 's-02', isNumber: true, apart: undefined });
});

it('tells pupils of the same name apart by their numbers', () => {
  const names = namesIn([pupil('s-01', '김민준'), pupil('s-02', '이서연'), pupil('s-03', '김민준')]);
  expect([...names.values()].map(nameLine)).toEqual(['김민준 (s-01)', '이서연', '김민준 (s-03)']);
});

it('needs no more than the number for pupils without a name', () => {
  const names = namesIn([pupil('s-01', ''), pupil('s-02', '')]);
  expect([...names.values()].map(nameLine)).toEqual(['s-01', 's-02']);
});
