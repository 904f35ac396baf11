/**
 * What the text of a screen is about, as terms that can be compared: pairs of syllables for Korean (particles and
 * endings stay on the word, pairs still match), words for everything else; and whether two titles are the same. Pure.
 */

const hangulRun = /[\p{Script=Hangul}]+/gu;
const otherRun = /[\p{L}]{3,}/gu;

/** Words of English that say nothing about the topic. */
const fillers = new Set(
  'the and for are was were has have had with that this from you your they them their what which who how when where why can will would should into than then there here but not all any each our its let see use'.split(
    ' ',
  ),
);

/** How often each term stands in a text. */
export function termsOf(text: string): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (term: string): void => void terms.set(term, (terms.get(term) ?? 0) + 1);
  const folded = text.normalize('NFC').toLowerCase();
  for (const [run] of folded.matchAll(hangulRun)) {
    for (let at = 0; at + 2 <= run.length; at += 1) add(run.slice(at, at + 2));
  }
  for (const [word] of folded.replaceAll(hangulRun, ' ').matchAll(otherRun)) {
    if (!fillers.has(word)) add(stem(word));
  }
  return terms;
}

/** Enough to make `sentences` and `sentence` one word; more would need a dictionary. */
function stem(word: string): string {
  return word.length <= 4 ? word : word.replace(/(?:ies|ing|ed|es|s)$/, '');
}

/** Titles that differ in a letter that was misread, or in a particle, are the same (Dice's coefficient of pairs). */
export function areSameTitle(one: string, other: string): boolean {
  // `예제 1` and `예제 2`, `Unit 3` and `Unit 4` are two things however alike they look.
  if (digitsOf(one) !== digitsOf(other)) return false;
  const [left, right] = [pairs(one), pairs(other)];
  if (left.size === 0 || right.size === 0) return one === other;
  const shared = [...left].filter((pair) => right.has(pair)).length;
  return (2 * shared) / (left.size + right.size) >= sameTitleShare;
}

/** One misread letter costs two pairs: 0.71 of a title of eight letters is left; `덧셈` and `뺄셈` share 0.5. */
const sameTitleShare = 0.7;

function digitsOf(text: string): string {
  return text.replaceAll(/\D+/g, ' ').trim();
}

function pairs(text: string): Set<string> {
  const letters = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return new Set(
    Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2)),
  );
}
