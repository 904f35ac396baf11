import { describe, expect, it } from 'vitest';
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import {
  nextOrder,
  parseProfileView,
  profileColumns,
  profileViewText,
  sortProfiles,
  usualOrder,
} from './profile-order.ts';

function profile(id: string, name: string, change: Partial<StudentProfile> = {}): StudentProfile {
  return {
    ...{ student_id: id, name, engagement: null, participation: null, quiz_accuracy: null },
    ...{ sentiment: null, questions: 0, messages: 0, answers: 0, presence: null, signals: [], note: null },
    ...change,
  };
}
const note = (text: string, done: boolean) => ({
  ...{ student_id: 'x', note: text, done, updated_at: '2026-03-02T00:00:00.000Z' },
});
const sentiment = (negative: number) => ({ sentiment: { positive: 9, neutral: 0, negative } });
const ids = (profiles: readonly StudentProfile[]) => profiles.map(({ student_id: id }) => id);

describe('the order of the pupils', () => {
  it('puts what is not known last in both directions', () => {
    const pupils = [
      profile('a', '가온', { quiz_accuracy: null }),
      profile('b', '나래', { quiz_accuracy: 0.2 }),
      profile('c', '다온', { quiz_accuracy: 0.9 }),
    ];
    const by = (isDescending: boolean) =>
      ids(sortProfiles(pupils, { column: 'quiz_accuracy', isDescending }, 'ko'));
    expect(by(false)).toEqual(['b', 'c', 'a']);
    expect(by(true)).toEqual(['c', 'b', 'a']);
  });

  it('follows the alphabet, pupils without a name last and by number', () => {
    const pupils = [profile('p-10', ''), profile('p-9', ''), profile('b', '하준'), profile('c', '가온')];
    expect(ids(sortProfiles(pupils, usualOrder, 'ko'))).toEqual(['c', 'b', 'p-9', 'p-10']);
    expect(ids(sortProfiles(pupils, { column: 'name', isDescending: true }, 'ko'))).toEqual([
      ...['b', 'c'],
      ...['p-9', 'p-10'],
    ]);
  });

  it('keeps pupils with the same value in order of name', () => {
    const pupils = [profile('1', '하준', { messages: 3 }), profile('2', '가온', { messages: 3 })];
    expect(ids(sortProfiles(pupils, { column: 'messages', isDescending: true }, 'ko'))).toEqual(['2', '1']);
  });

  it('counts the bad mood, and shows open notes before those that are done', () => {
    const moods = [profile('a', '가', sentiment(1)), profile('b', '나', sentiment(4)), profile('c', '다')];
    expect(ids(sortProfiles(moods, { column: 'mood', isDescending: true }, 'ko'))).toEqual(['b', 'a', 'c']);
    const noted = [
      profile('a', '가', { note: note('', false) }),
      profile('b', '나', { note: note('물어봄', true) }),
      profile('c', '다', { note: note('물어보기', false) }),
    ];
    expect(ids(sortProfiles(noted, { column: 'note', isDescending: true }, 'ko'))).toEqual(['c', 'b', 'a']);
  });

  it('can be had by every column', () => {
    const pupils = [profile('a', '가'), profile('b', '나', { engagement: 0.5, presence: 1, answers: 2 })];
    for (const column of profileColumns) {
      expect(sortProfiles(pupils, { column, isDescending: true }, 'en')).toHaveLength(2);
    }
  });

  it('begins with the most, names with the first, and turns round', () => {
    expect(nextOrder(usualOrder, 'messages')).toEqual({ column: 'messages', isDescending: true });
    expect(nextOrder({ column: 'messages', isDescending: true }, 'messages').isDescending).toBe(false);
    expect(nextOrder({ column: 'messages', isDescending: true }, 'name')).toEqual(usualOrder);
  });
});

describe('the address', () => {
  it('keeps words and order', () => {
    const view = { order: { column: 'presence', isDescending: false }, query: 'ㄱㅁ' } as const;
    expect(parseProfileView(profileViewText(view))).toEqual(view);
    expect(profileViewText({ order: usualOrder, query: '' })).toBe('');
  });

  it('passes over what it does not know', () => {
    expect(parseProfileView('?sort=height&order=desc')).toEqual({ order: usualOrder, query: '' });
  });
});
