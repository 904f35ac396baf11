/** Words of the glossary's lists: told apart, put together, each once however it is spaced or capitalised. Pure. */
import { maxGlossaryWords } from '../../contract/chat-analysis.ts';

/** Characters one entry may have. */
export const maxWordLength = 60;

/** Entries with the same key are the same word for the core. */
export function wordKey(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s·'’-]/gu, '');
}

/** What was typed or pasted, between commas, semicolons, tabs and line breaks; spaces belong to the word. */
export function splitWords(typed: string): string[] {
  return typed
    .split(/[,;，、；\t\n\r]+/u)
    .map((word) =>
      word
        .toWellFormed()
        .replaceAll(/[\p{Cc}\ufffd]/gu, '')
        .replaceAll(/\s+/gu, ' ')
        .trim(),
    )
    .filter((word) => wordKey(word) !== '');
}

export type AddedWords = {
  /** The list with the new words behind those that were there. */
  words: string[];
  added: string[];
  /** How many were there already, or came twice. */
  known: number;
  /** Too long to be kept. */
  tooLong: string[];
  /** There is no more room for these. */
  left: string[];
};

export function addWords(words: readonly string[], typed: readonly string[]): AddedWords {
  const met = new Set(words.map(wordKey));
  const result: AddedWords = { words: [...words], added: [], known: 0, tooLong: [], left: [] };
  for (const word of typed) {
    const key = wordKey(word);
    if (key === '') continue;
    if (met.has(key)) {
      result.known += 1;
    } else if (word.length > maxWordLength) {
      result.tooLong.push(word);
    } else if (result.words.length >= maxGlossaryWords) {
      result.left.push(word);
    } else {
      met.add(key);
      result.words.push(word);
      result.added.push(word);
    }
  }
  return result;
}

export function withoutWords(words: readonly string[], gone: readonly string[]): string[] {
  const keys = new Set(gone.map(wordKey));
  return words.filter((word) => !keys.has(wordKey(word)));
}

/** Words that hold what is looked for. */
export function wordsWith(words: readonly string[], query: string): readonly string[] {
  const key = wordKey(query);
  return key === '' ? words : words.filter((word) => wordKey(word).includes(key));
}
