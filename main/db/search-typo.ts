/**
 * One typo: which words of the library a query word that is found nowhere may have meant. Words are compared by
 * keystrokes (jamo, letters). A word within one keystroke has at least one half of the query untouched, so phrases of
 * letter pairs for the halves find the candidates and an edit distance decides. Pure parts are exported for tests.
 */
import { disassemble } from 'es-hangul';
import { sql } from 'kysely';
import type { Db } from './database.ts';
import { type Term, cleanText, pairs, terms } from './search-text.ts';

/** Keystrokes a word needs before one of them may be wrong: below, everything resembles everything. */
const minKeystrokes = 4;
const maxKeystrokes = 40;
/** Candidates compared per word; enough for a vocabulary of a million words, and bounded work. */
const maxCandidates = 2000;
const maxCorrections = 8;

/** Jamo by syllable: taking a syllable apart is most of the work of comparing a few thousand words. */
const jamoOf = new Map<string, string>();

/** Jamo of Hangul, letters of everything else. */
export function keystrokes(word: string): string {
  return word.replaceAll(/[가-힣]/g, (syllable) => {
    const known = jamoOf.get(syllable);
    if (known !== undefined) return known;
    const jamo = disassemble(syllable);
    jamoOf.set(syllable, jamo);
    return jamo;
  });
}

/** Words that may be what a typo meant. Numbers and single syllables are left out. */
export function vocabulary(text: string): Set<string> {
  const words = new Set<string>();
  for (const term of terms(text)) {
    if (term.kind !== 'syllables' && term.kind !== 'word') continue;
    const length = keystrokes(term.text).length;
    if (length >= minKeystrokes - 1 && length <= maxKeystrokes) words.add(term.text);
  }
  return words;
}

/** Tokens of a word in the letter index. */
export function letterPairs(word: string): string {
  return pairs(keystrokes(word)).join(' ');
}

/**
 * The part of `word` that is one keystroke away from `query`: missing, added, changed or swapped with its neighbour.
 * @returns the part widened to whole syllables, or undefined when the word is further away. A word that merely
 *   contains it counts (particles, compounds).
 */
export function closePart(query: string, word: string): string | undefined {
  const typed = keystrokes(query);
  const characters = Array.from(word);
  const letters = characters.map((character) => keystrokes(character));
  const whole = letters.join('');
  if (whole.length < typed.length - 1) return undefined;
  const end = bestEnd(typed, whole);
  if (end === undefined) return undefined;
  const start =
    whole.length - (bestEnd(reverse(typed), reverse(whole.slice(0, end))) ?? 0) - (whole.length - end);
  let position = 0;
  let part = '';
  for (const [index, character] of characters.entries()) {
    const next = position + (letters[index]?.length ?? 0);
    if (next > start && position < end) part += character;
    position = next;
  }
  return Array.from(part).length >= 2 ? part : undefined;
}

const reverse = (text: string): string => Array.from(text).toReversed().join('');

/** End of the substring of `hay` nearest to `needle` (optimal string alignment), undefined when further than 1. */
function bestEnd(needle: string, hay: string): number | undefined {
  const rows = needle.length + 1;
  let before: number[] = [];
  let last = Array.from({ length: rows }, (_, row) => row);
  let best = { distance: 2, end: -1 };
  for (let column = 1; column <= hay.length; column += 1) {
    const current = [0];
    for (let row = 1; row < rows; row += 1) {
      const isSame = needle.charAt(row - 1) === hay.charAt(column - 1);
      let cost = Math.min(
        (last[row - 1] ?? 0) + (isSame ? 0 : 1),
        (last[row] ?? 0) + 1,
        (current[row - 1] ?? 0) + 1,
      );
      const isSwapped =
        row > 1 &&
        column > 1 &&
        needle.charAt(row - 1) === hay.charAt(column - 2) &&
        needle.charAt(row - 2) === hay.charAt(column - 1);
      if (isSwapped) cost = Math.min(cost, (before[row - 2] ?? 0) + 1);
      current.push(cost);
    }
    const distance = current[needle.length] ?? rows;
    if (distance < best.distance) best = { distance, end: column };
    before = last;
    last = current;
  }
  return best.distance <= 1 ? best.end : undefined;
}

/**
 * What a term that is found nowhere may have meant, nearest in length first; empty when nothing is close.
 */
export async function corrections(db: Db, term: Term): Promise<Term[]> {
  if (term.kind !== 'syllables' && term.kind !== 'word') return [];
  const typed = keystrokes(cleanText(term.text));
  if (typed.length < minKeystrokes || typed.length > maxKeystrokes) return [];
  const words = await sql<{ word: string }>`
    SELECT w.word FROM (
      SELECT rowid AS word_id FROM lesson_word_letters WHERE lesson_word_letters MATCH ${halves(typed)} LIMIT ${maxCandidates}
    ) AS near JOIN lesson_words AS w ON w.word_id = near.word_id`.execute(db);
  const parts = new Map<string, number>();
  for (const { word } of words.rows) {
    const part = closePart(term.text, word);
    if (part === undefined || part === term.text) continue;
    parts.set(part, Math.abs(keystrokes(part).length - typed.length));
  }
  return [...parts]
    .toSorted((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, maxCorrections)
    .flatMap(([part]) => terms(part));
}

/** One of two halves stays whole under one keystroke; under a swap in the middle, a half that leaves the middle out. */
function halves(typed: string): string {
  const middle = Math.floor(typed.length / 2);
  const pieces = [typed.slice(0, middle), typed.slice(middle)];
  if (typed.length >= 8) pieces.push(typed.slice(0, middle - 1), typed.slice(middle + 1));
  return pieces.map((piece) => `"${pairs(piece).join(' ')}"`).join(' OR ');
}
