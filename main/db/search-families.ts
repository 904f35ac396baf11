/**
 * Which families (cache/families.ts) a text falls under that can be found, and a search that finds by words. A class
 * writes a message a second; a search for 함수 need not be made anew because of one that does not hold 함수.
 */
import { lettersFamily, wordsFamily } from '../cache/families.ts';
import { type Term, pairs, terms } from './search-text.ts';

/** Every pair of characters of its words, and every character: whatever a word of a query ends in is among them. */
export function familiesOfText(text: string): string[] {
  const letters = new Set<string>();
  for (const term of terms(text)) {
    for (const pair of pairs(term.text)) letters.add(pair);
    for (const character of term.text) letters.add(character);
  }
  return Array.from(letters, lettersFamily);
}

/**
 * @param looked all words that were looked for, as typed and as they were read then
 * @param isAsTyped they were found as they were typed. How else they are read (초성, typos) depends on any word of
 * titles, names, chapters and slides; chat is in neither
 */
export function familiesOfSearch(looked: readonly Term[], isAsTyped: boolean): string[] {
  const letters = looked.flatMap(endsOf).map(lettersFamily);
  return isAsTyped ? letters : [...letters, wordsFamily];
}

/** The last pair of a word, which a text has to hold for the word to be found in it; of a stem as well. */
function endsOf(term: Term): string[] {
  const texts = term.kind === 'word' && term.stem !== term.text ? [term.text, term.stem] : [term.text];
  return texts.flatMap((text) => pairs(text).slice(-1));
}
