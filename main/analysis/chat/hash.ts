/**
 * Where a piece of text lies in a table of weights. A hash grows sign by sign, so that a piece that is put together
 * (`end2 ` and two signs) is hashed without being written down first: reading a line asks for some hundreds.
 */

const basis = 0x811c9dc5;
const prime = 0x01000193;

/** Of nothing yet. @param seed tells kinds of pieces apart */
export function hashStart(seed: number): number {
  return basis ^ seed;
}

/** FNV-1a over UTF-16 units `from` to `to`. */
export function hashGrow(hash: number, piece: string, from = 0, to: number = piece.length): number {
  let grown = hash;
  for (let at = from; at < to; at += 1) grown = Math.imul(grown ^ piece.charCodeAt(at), prime);
  return grown;
}

export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, prime);
}

/** Mixed once more, since only some of its bits are used. */
export function hashEnd(hash: number): number {
  let result = hash ^ (hash >>> 15);
  result = Math.imul(result, 0x2c1b3c6d);
  result ^= result >>> 13;
  return result >>> 0;
}

export function hashPiece(piece: string, seed: number): number {
  return hashEnd(hashGrow(hashStart(seed), piece));
}
