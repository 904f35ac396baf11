/** What the recogniser takes for something that no Korean word can be. */

/**
 * No word ends in 으: it is always followed by more (으로, 으면). In bold type the upright stroke of the particle 의 is
 * lost easily, also when the place is read again.
 */
export function mendParticles(line: string): string {
  return line.replaceAll(/(?<=[가-힣])(?<!으)으(?=\s|$)/gu, '의');
}
