import { expect, it } from 'vitest';
import { indexWords, matchRanges, queryWords } from './search-words.ts';

const isFound = (text: string, query: string) => {
  const words = new Set(indexWords(text));
  return queryWords(query).every((word) => words.has(word));
};

it('finds Korean inside compounds and before particles', () => {
  expect(indexWords('이차방정식')).toEqual(expect.arrayContaining(['이차', '차방', '방정', '정식']));
  expect(isFound('이차방정식을 풀어 봅시다', '방정식')).toBe(true);
  expect(isFound('로그의 성질', '로그')).toBe(true);
  expect(isFound('로그의 성질', '지수')).toBe(false);
});

it('finds a single syllable and initials', () => {
  expect(isFound('밑의 변환', '밑')).toBe(true);
  expect(isFound('수학 시간', 'ㅅㅎ')).toBe(true);
  expect(isFound('영어 시간', 'ㅅㅎ')).toBe(false);
});

it('takes Latin words and numbers as they are, without regard to case', () => {
  expect(queryWords('The GIVER 42')).toEqual(['the', 'giver', '42']);
  expect(isFound('Reading: The Giver (1993)', 'giver 1993')).toBe(true);
});

it('marks what was found', () => {
  expect(matchRanges('로그의 성질과 로그', '로그')).toEqual([
    [0, 2],
    [8, 10],
  ]);
  expect(matchRanges('수학 시간', 'ㅅㅎ')).toEqual([[0, 2]]);
  expect(matchRanges('The giver', 'GIVER give')).toEqual([[4, 9]]);
  expect(matchRanges('밑의 변환', '없음')).toEqual([]);
});
