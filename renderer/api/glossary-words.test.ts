/** Lists of words as people type and paste them. */
import { describe, expect, it } from 'vitest';
import { maxGlossaryWords } from '../../contract/chat-analysis.ts';
import { addWords, splitWords, withoutWords, wordsWith } from './glossary-words.ts';

describe('what was typed or pasted', () => {
  it('is told apart at commas, semicolons, tabs and lines, not at spaces', () => {
    expect(splitWords('밑의 변환, 로그\n지수;pH\t산화 환원、  ,\r\n')).toEqual([
      '밑의 변환',
      '로그',
      '지수',
      'pH',
      '산화 환원',
    ]);
  });

  it('loses signs that nobody sees, and words that are none', () => {
    expect(splitWords('로\u0007그,  -  , · ,밑의   변환')).toEqual(['로그', '밑의 변환']);
  });
});

describe('adding words', () => {
  it('keeps each once, however it is spaced or capitalised', () => {
    const { words, added, known } = addWords(['밑의 변환', 'pH'], ['밑의변환', 'PH', '로그', '로 그']);
    expect(words).toEqual(['밑의 변환', 'pH', '로그']);
    expect(added).toEqual(['로그']);
    expect(known).toBe(3);
  });

  it('leaves out what is too long, and says which', () => {
    const long = '가'.repeat(61);
    expect(addWords([], ['나'.repeat(60), long])).toMatchObject({
      words: ['나'.repeat(60)],
      tooLong: [long],
    });
  });

  it('stops at as many as a list may hold', () => {
    const full = Array.from({ length: maxGlossaryWords - 1 }, (_, at) => `낱말${at}`);
    const { words, left } = addWords(full, ['하나', '둘']);
    expect(words).toHaveLength(maxGlossaryWords);
    expect(left).toEqual(['둘']);
  });
});

it('takes words out by what they say, not by how they are written', () => {
  expect(withoutWords(['밑의 변환', '로그'], ['밑의변환'])).toEqual(['로그']);
});

it('finds words that hold what is looked for', () => {
  expect(wordsWith(['밑의 변환', '로그'], '의변')).toEqual(['밑의 변환']);
  expect(wordsWith(['밑의 변환', '로그'], ' ')).toHaveLength(2);
});
