/** How text is cut for finding inside a lesson: Korean by pairs of syllables and by initials, the rest by words. Pure. */

const runPattern = /[가-힣]+|[ㄱ-ㅎ]+|(?:(?![가-힣ㄱ-ㅎ])[\p{L}\p{M}\p{N}])+/gu;
const initials = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** Words to look text up by: 이차방정식 → 이차, 차방, … and their initials ㅇㅊ, ㅊㅂ, … */
export function indexWords(text: string): string[] {
  return runs(text).flatMap((run) =>
    isHangul(run) ? pairs(run).concat(Array.from(run), pairs(initialsOf(run))) : [run],
  );
}

/** Words that must all stand in what is found. */
export function queryWords(text: string): string[] {
  const words = runs(text).flatMap((run) => (isHangul(run) || isInitials(run) ? pairs(run) : [run]));
  return [...new Set(words)];
}

/**
 * Whether every word of the query, or its initials, stands in the text. Spaces of the text do not count: what was read
 * off a picture has them in other places than people type them.
 */
export function containsAll(text: string, query: string): boolean {
  const folded = text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, '');
  const first = initialsOf(folded);
  return runs(query).every((run) => (isInitials(run) ? first : folded).includes(run));
}

/** Ranges of the text that a query stands for, to mark them; initials mark the syllables they begin. */
export function matchRanges(text: string, query: string): [number, number][] {
  const folded = text.normalize('NFC').toLowerCase();
  // Marks count in the text as it is shown.
  if (folded.length !== text.length) return [];
  const first = initialsOf(folded);
  const ranges = runs(query).flatMap((run) => occurrences(isInitials(run) ? first : folded, run));
  return merged(ranges.toSorted(([left], [right]) => left - right));
}

function occurrences(text: string, part: string): [number, number][] {
  const found: [number, number][] = [];
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
    found.push([at, at + part.length]);
  }
  return found;
}

function merged(ranges: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function runs(text: string): string[] {
  return text.normalize('NFC').toLowerCase().match(runPattern) ?? [];
}

function pairs(run: string): string[] {
  const characters = Array.from(run);
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
}

function isHangul(run: string): boolean {
  return /^[가-힣]/.test(run);
}

function isInitials(run: string): boolean {
  return /^[ㄱ-ㅎ]/.test(run);
}

/** 수학 → ㅅㅎ; what is no syllable stays. */
function initialsOf(text: string): string {
  return text.replaceAll(/[가-힣]/g, (syllable) => {
    const place = Math.floor((syllable.charCodeAt(0) - 0xac00) / 588);
    return initials[place] ?? syllable;
  });
}
