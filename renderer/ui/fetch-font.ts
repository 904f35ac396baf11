/**
 * The font comes in 92 files, each with some of the syllables, and the browser fetches one when a syllable of it is first
 * shown. Every file that comes has all text of the page laid out anew (12–30 ms with the library open), and until then its
 * syllables stand in another font. So the files of everyday Korean come early, together, and not while somebody scrolls.
 */
import { everydaySyllables } from './everyday-syllables.ts';

/** Resolves when they are there. What cannot be fetched is fetched by the browser when it is wanted. */
export async function fetchEverydaySyllables(): Promise<void> {
  await document.fonts.load("1em 'Pretendard Variable'", everydaySyllables).catch(() => undefined);
}
