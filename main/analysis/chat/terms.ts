/**
 * The list of school terms. Of each it is known how many writers of the training lines call it a topic: what one of them
 * picked out of a line is a topic more often than what merely stands in a list.
 */
import { keyOf } from './topic-candidates.ts';

export type Terms = {
  /** @param key see `keyOf` */
  has(key: string): boolean;
  /** How many writers call it a topic, at most `mostWriters`; 0 for what is no term too. */
  writers(key: string): number;
};

/** More say nothing more. */
export const mostWriters = 2;

export function termsOver(writersByKey: ReadonlyMap<string, number>): Terms {
  return {
    has: (key) => writersByKey.has(key),
    writers: (key) => Math.min(mostWriters, writersByKey.get(key) ?? 0),
  };
}

/** Of the listed terms, and those that writers used. @param used by writer */
export function countWriters(
  listed: Iterable<string>,
  used: Iterable<ReadonlySet<string>>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of listed) counts.set(key, 0);
  for (const keys of used) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const heading = /^#(\d)$/u;

/** @param text one term a line, after lines `#2`, `#1` and `#0` that say how many writers use those that follow */
export function readTerms(text: string): Terms {
  const counts = new Map<string, number>();
  let writers = 0;
  for (const line of text.split('\n')) {
    const own = heading.exec(line)?.[1];
    if (own !== undefined) writers = Number(own);
    else if (line !== '') counts.set(keyOf(line), writers);
  }
  return termsOver(counts);
}

/** What `readTerms` reads. @param terms each once */
export function writeTerms(terms: readonly string[], { writers }: Pick<Terms, 'writers'>): string {
  const lines: string[] = [];
  for (let count = mostWriters; count >= 0; count -= 1) {
    lines.push(`#${count}`);
    lines.push(...terms.filter((term) => writers(keyOf(term)) === count).toSorted());
  }
  return `${lines.join('\n')}\n`;
}
