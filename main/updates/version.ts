/** Which of two versions is newer, as semver.org has it. Pure. */

type Parts = { numbers: number[]; suffix: string[] };

/**
 * @param left such as `1.2.3` or `1.2.3-rc.1`
 * @returns negative: `left` is older, 0: the same, positive: newer
 */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [partsOf(left), partsOf(right)];
  for (const [index, number] of a.numbers.entries()) {
    const difference = number - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  // A version with a suffix comes before the one without.
  if (a.suffix.length === 0 || b.suffix.length === 0) return b.suffix.length - a.suffix.length;
  for (const [index, word] of a.suffix.entries()) {
    const other = b.suffix[index];
    if (other === undefined) return 1;
    const difference = compareWords(word, other);
    if (difference !== 0) return difference;
  }
  return a.suffix.length - b.suffix.length;
}

export function isNewer(version: string, than: string): boolean {
  return compareVersions(version, than) > 0;
}

function partsOf(version: string): Parts {
  const [core = '', ...rest] = (version.split('+')[0] ?? '').split('-');
  const suffix = rest.join('-');
  return { numbers: core.split('.').map(Number), suffix: suffix === '' ? [] : suffix.split('.') };
}

/** Numbers come before words, and are compared as numbers. */
function compareWords(left: string, right: string): number {
  const [isNumber, otherIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (isNumber && otherIsNumber) return Number(left) - Number(right);
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
  return left === right ? 0 : left < right ? -1 : 1;
}
