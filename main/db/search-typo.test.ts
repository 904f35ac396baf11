import { describe, expect, it } from 'vitest';
import { closePart, keystrokes, vocabulary } from './search-typo.ts';

describe('one typo', () => {
  it('compares keystrokes', () => {
    expect(keystrokes('값과ab')).toBe('ㄱㅏㅂㅅㄱㅗㅏab');
  });

  it.each([
    ['수햑', '수학', '수학'],
    ['방정싟', '이차방정식을', '방정식'],
    ['데이타', '데이터베이스', '데이터'],
    ['equetion', 'equation', 'equation'],
    ['euqation', 'equations', 'equation'],
    ['equaton', 'equation', 'equation'],
  ])('reads %s as part of %s', (typed, word, meant) => {
    expect(closePart(typed, word)).toBe(meant);
  });

  it('does not stretch to two typos', () => {
    expect(closePart('방종싟', '방정식')).toBeUndefined();
    expect(closePart('eqxatxon', 'equation')).toBeUndefined();
  });

  it('keeps numbers and single letters out of the vocabulary', () => {
    expect([...vocabulary('수학 12 a 이차방정식 Graph')]).toEqual(['수학', '이차방정식', 'graph']);
  });
});
