import { describe, expect, it } from 'vitest';
import { anywhere, initialsOf, pairs, queryTerms, stemEnglish, terms } from './search-text.ts';

describe('cutting text', () => {
  it('cuts Korean into overlapping pairs and keeps a single syllable', () => {
    expect(pairs('이차방정식')).toEqual(['이차', '차방', '방정', '정식']);
    expect(pairs('수')).toEqual(['수']);
  });

  it('splits a mixed line at the borders of scripts', () => {
    expect(terms('3학년 Math공부 x²+1').map((term) => term.text)).toEqual([
      '3',
      '학년',
      'math',
      '공부',
      'x²',
      '+',
      '1',
    ]);
  });

  it('reads decomposed Korean as composed', () => {
    expect(queryTerms('수학'.normalize('NFD'))).toEqual(queryTerms('수학'));
  });

  it('stems plural, -ing and -ed but leaves short words alone', () => {
    expect(['equations', 'studies', 'running', 'classes', 'mixed', 'bus', 'class'].map(stemEnglish)).toEqual([
      'equation',
      'study',
      'run',
      'class',
      'mix',
      'bus',
      'class',
    ]);
  });

  it('takes the initials of syllables and keeps everything else in place', () => {
    expect(initialsOf('수학 A반')).toBe('ㅅㅎ A ㅂ'.replace('A ', 'A'));
  });

  it('treats characters of the query language as data', () => {
    expect(queryTerms('"*()^:-')).toEqual([]);
    expect(queryTerms('수학" OR title:*').map(anywhere).join(' ')).not.toMatch(/[*:^]/);
  });
});
