/** Which words of a line a teacher may want to allow. Pure. */
import { maxWordLength, wordKey } from '../../../api/glossary-words.ts';

/** More would be a text to read; anything else can be typed. */
const mostOffered = 16;
/** A single sign stands in too many words to be allowed. */
export const shortestWord = 2;

/** Endings that are no part of the word, the longer ones first; only those that hardly any noun ends in. */
const particles = [
  '에서는',
  '에서',
  '에게',
  '한테',
  '까지',
  '부터',
  '처럼',
  '보다',
  '으로',
  '은',
  '는',
  '을',
  '를',
  '에',
];

/** @param allowed words that are allowed already */
export function wordsToOffer(text: string, allowed: readonly string[] = []): string[] {
  const met = new Set(allowed.map(wordKey));
  const offered: string[] = [];
  for (const part of text.split(/\s+/u)) {
    const word = stemOf(part.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
    const key = wordKey(word);
    if (Array.from(key).length < shortestWord || word.length > maxWordLength || met.has(key)) continue;
    met.add(key);
    offered.push(word);
    if (offered.length === mostOffered) break;
  }
  return offered;
}

/** Without its particle, so that the word counts with every other one too. */
function stemOf(word: string): string {
  const particle = particles.find((end) => word.endsWith(end));
  if (particle === undefined) return word;
  const stem = word.slice(0, -particle.length);
  return /[가-힣]{2,}$/u.test(stem) ? stem : word;
}
