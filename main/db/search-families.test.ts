import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordsFamily } from '../cache/families.ts';
import { familiesOfSearch, familiesOfText } from './search-families.ts';
import { queryTerms } from './search-text.ts';

const concerns = (text: string, q: string): boolean => {
  const families = new Set(familiesOfText(text));
  return familiesOfSearch(queryTerms(q), true).some((family) => families.has(family));
};

describe('a text concerns a search', () => {
  it('when it holds one of its words, or a part of one', () => {
    expect(concerns('선생님 이차방정식을 다시 풀어 주세요', '방정식')).toBe(true);
    expect(concerns('the Equations are hard', 'equat')).toBe(true);
    expect(concerns('we study it', 'studies')).toBe(true);
    expect(concerns('값이 뭐예요', '값')).toBe(true);
    expect(concerns('2026년', '2026')).toBe(true);
  });

  it('not when it holds other words', () => {
    expect(concerns('숙제가 뭐예요?', '함수')).toBe(false);
    expect(concerns('숙제가 뭐예요?', '')).toBe(false);
  });

  it('when it holds what the words were read as, or what was typed', () => {
    const families = familiesOfSearch([...queryTerms('함슈'), ...queryTerms('함수')], false);
    expect(families).toContain(wordsFamily);
    for (const text of ['함수가 뭐예요?', '함슈']) {
      const changed = new Set(familiesOfText(text));
      expect(families.some((family) => changed.has(family))).toBe(true);
    }
    const changed = new Set(familiesOfText('숙제가 뭐예요?'));
    expect(families.some((family) => changed.has(family))).toBe(false);
  });

  it('whatever part of a word is asked for', () => {
    const syllable = fc.integer({ min: 0xac_00, max: 0xd7_a3 }).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(
        fc.array(syllable, { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.nat(7),
        (word, from, to) => {
          const part = word.slice(Math.min(from, to), Math.max(from, to) + 1).join('');
          return part === '' || concerns(`앞 ${word.join('')} 뒤`, part);
        },
      ),
    );
  });
});
