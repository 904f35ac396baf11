/** What stands in a search field while somebody types: every key of a Korean keyboard changes the last syllable. Pure. */
import { assemble, disassemble } from 'es-hangul';

/** 수학 → ㅅ, 수, 숳, 수하, 수학. Spaces and Latin letters come one by one. */
export function typedPrefixes(text: string): string[] {
  const prefixes: string[] = [];
  let before = '';
  // Only within a word: the input method ends a syllable at everything that is no letter of it.
  for (const part of text.match(/[가-힣ㄱ-ㅎㅏ-ㅣ]+|[^가-힣ㄱ-ㅎㅏ-ㅣ]/gu) ?? []) {
    const keys = /^[가-힣ㄱ-ㅎㅏ-ㅣ]/u.test(part) ? disassemble(part).split('') : [part];
    for (let count = 1; count <= keys.length; count += 1) {
      const typed = keys.slice(0, count);
      prefixes.push(before + (typed.length === 1 ? (typed[0] ?? '') : assemble(typed)));
    }
    before += part;
  }
  return prefixes.filter((prefix) => prefix.trim() !== '');
}
