/** How sure something is, in three words instead of a number that pretends to be exact. Pure. */

export type Sureness = 'sure' | 'likely' | 'guess';

/** Our own judgement of where a teacher would use which word. */
const sureFrom = 0.75;
const likelyFrom = 0.5;

/** @param confidence 0–1 */
export function surenessOf(confidence: number): Sureness {
  if (confidence >= sureFrom) return 'sure';
  return confidence >= likelyFrom ? 'likely' : 'guess';
}
