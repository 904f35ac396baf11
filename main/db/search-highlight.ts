/** Where the terms of a query stand in a text, and the excerpt around the first of them. Pure. */
import { cleanText, foldCase, initialsOf, type Term } from './search-text.ts';

/** What to mark: the terms as searched, `initials` when the query was read as 초성. */
export type Needle = { text: string; kind: 'inside' | 'word-start' | 'initials' };

export function needlesOf(terms: readonly Term[]): Needle[] {
  return terms.flatMap((term): Needle[] => {
    if (term.kind !== 'word') return [{ text: term.text, kind: 'inside' }];
    const variants = term.stem === term.text ? [term.text] : [term.text, term.stem];
    return variants.map((text) => ({ text, kind: 'word-start' }));
  });
}

/** `[from, to)` ranges of `text` (as `cleanText` leaves it), sorted, not overlapping. */
export function highlight(text: string, needles: readonly Needle[]): [number, number][] {
  const folded = foldCase(text);
  const initials = needles.some((needle) => needle.kind === 'initials') ? initialsOf(folded) : '';
  const ranges: [number, number][] = [];
  for (const needle of needles) {
    const hay = needle.kind === 'initials' ? initials : folded;
    for (
      let at = hay.indexOf(needle.text);
      at !== -1;
      at = hay.indexOf(needle.text, at + needle.text.length)
    ) {
      if (needle.kind === 'word-start' && at > 0 && /[a-z0-9]/.test(folded.charAt(at - 1))) continue;
      ranges.push([at, at + needle.text.length]);
    }
  }
  ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const merged: [number, number][] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else merged.push(range);
  }
  return merged;
}

/** Whether every needle's own place in the text exists; cheaper than `highlight` for a yes or no. */
export function isHit(text: string, needles: readonly Needle[]): boolean {
  return highlight(cleanText(text), needles).length > 0;
}

/** Longest excerpt of a moment, characters. */
export const maxExcerpt = 160;

/** At most `maxExcerpt` characters around the first hit, with the ranges inside it; undefined without a hit. */
export function excerpt(
  source: string,
  needles: readonly Needle[],
): { text: string; highlights: [number, number][] } | undefined {
  const text = cleanText(source).replaceAll(/\s+/g, ' ').trim();
  const ranges = highlight(text, needles);
  const first = ranges[0];
  if (first === undefined) return undefined;
  if (text.length <= maxExcerpt) return { text, highlights: ranges };
  const room = maxExcerpt - 2;
  let from = Math.max(0, Math.min(first[0] - 40, text.length - room));
  let to = Math.min(text.length, from + room);
  // Never cut a surrogate pair.
  if (from > 0 && isLowSurrogate(text, from)) from += 1;
  if (to < text.length && isLowSurrogate(text, to)) to -= 1;
  const before = from > 0 ? '…' : '';
  const after = to < text.length ? '…' : '';
  const highlights = ranges
    .filter(([start, end]) => end > from && start < to)
    .map(([start, end]): [number, number] => [
      Math.max(start, from) - from + before.length,
      Math.min(end, to) - from + before.length,
    ]);
  return { text: `${before}${text.slice(from, to)}${after}`, highlights };
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc_00 && unit <= 0xdf_ff;
}
