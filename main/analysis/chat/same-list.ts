/** Whether two lists of words are the same, word by word: cheap enough to ask with every line. */
export function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, at) => word === right[at]);
}
