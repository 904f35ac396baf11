/**
 * Words as the embeddings see them: each is the mean of its pieces (beginnings, endings, syllables, jamo), so that a
 * word nobody has written before still lies near those it is built like.
 */
import { linkSign, toJamo } from './fold.ts';
import { hashPiece } from './hash.ts';

export const pieceBits = 16;
const places = 1 << pieceBits;

const tokenPattern = new RegExp(
  String.raw`${linkSign}|[\p{L}\p{M}]+|[\p{N}]+|[?!]+|[.…]+|[~]+|\p{Extended_Pictographic}|[^\s\p{L}\p{N}]`,
  'gu',
);
/** Longer lines are cut: what is asked or said stands in the first or last words, which are both kept. */
export const mostTokens = 40;

/** @param folded by `foldText` */
export function tokensOf(folded: string): string[] {
  const tokens = folded.match(tokenPattern) ?? [];
  if (tokens.length <= mostTokens) return tokens;
  return [...tokens.slice(0, mostTokens / 2), ...tokens.slice(-mostTokens / 2)];
}

/** Places of a token's pieces in the table of embeddings, each once. */
export function piecesOf(token: string): number[] {
  const pieces = new Set<number>();
  const add = (piece: string): void => {
    pieces.add(hashPiece(piece, 0x99) & (places - 1));
  };
  add(`=${token}`);
  const bounded = `<${token}>`;
  for (let length = 2; length <= 4; length += 1) {
    for (let at = 0; at + length <= bounded.length; at += 1) add(bounded.slice(at, at + length));
  }
  const jamo = toJamo(token);
  if (jamo.length > token.length) {
    const end = `${jamo}>`;
    for (const length of [3, 4, 5, 6]) if (length <= end.length) add(`j${end.slice(-length)}`);
    for (let at = 0; at + 4 <= jamo.length; at += 1) add(`j${jamo.slice(at, at + 4)}`);
  }
  return [...pieces];
}
