import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, highlight, maxExcerpt, needlesOf } from './search-highlight.ts';
import { queryTerms } from './search-text.ts';

const marked = (text: string, q: string): string[] =>
  highlight(text, needlesOf(queryTerms(q))).map(([from, to]) => text.slice(from, to));

describe('highlighting', () => {
  it('marks part of a compound, and English beginnings only at the start of a word', () => {
    expect(marked('이차방정식을 풀자', '방정식')).toEqual(['방정식']);
    expect(marked('Equations, inequation', 'equ')).toEqual(['Equ']);
  });

  it('marks what was found by its stem', () => {
    expect(marked('one equation', 'equations')).toEqual(['equation']);
  });

  it('marks the syllables whose initials were typed', () => {
    expect(highlight('오늘 수학', [{ text: 'ㅅㅎ', kind: 'initials' }])).toEqual([[3, 5]]);
  });

  it('cuts a long text around the first hit and keeps the ranges right', () => {
    const found = excerpt(
      `${'가나다 '.repeat(100)}방정식${' 라마바'.repeat(100)}`,
      needlesOf(queryTerms('방정식')),
    );
    expect(found?.text.length).toBeLessThanOrEqual(maxExcerpt);
    expect(found?.highlights.map(([from, to]) => found.text.slice(from, to))).toEqual(['방정식']);
  });

  it('gives ranges inside the excerpt, sorted and apart, for any text and query', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        (text, q) => {
          const found = excerpt(text + q + text, needlesOf(queryTerms(q)));
          if (found === undefined) return;
          let last = -1;
          for (const [from, to] of found.highlights) {
            expect(from).toBeGreaterThan(last);
            expect(to).toBeGreaterThan(from);
            expect(to).toBeLessThanOrEqual(found.text.length);
            last = to;
          }
          expect(found.text.length).toBeLessThanOrEqual(maxExcerpt);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
