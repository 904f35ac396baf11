/**
 * The engagement score: what can be seen of a class taking part, as one number. Its definition, limits and what it must
 * not be used for are in docs/signals.md; this file is that definition in code. No emotion, nobody's identity, and only
 * ever for everybody on the picture together. Pure.
 */
/** What each sign says about taking part, 0 (not at all) to 1 (plainly). Set by judgement, not by measurement. */
export const valueOfSign = {
  hand_raised: 1,
  writing: 0.8,
  /** The face is turned to the camera, which stands where the class looks. */
  looking_ahead: 0.7,
  looking_away: 0.3,
  phone_in_use: 0.1,
} as const;

/** Where the score lies when nothing speaks for either side … */
const neutral = 0.5;
/** … and how many plainly seen people it takes to weigh as much as that. */
const neutralWeight = 1;

export type PersonSign = { sign: keyof typeof valueOfSign; confidence: number };

/**
 * Each person's signs are averaged by confidence; a person counts as much as its surest sign; and the whole is drawn
 * towards 0.5 by the weight of one person: one face aside does not make a class of 0.3.
 * @param people signs of each visible person; without any the person counts for nothing
 * @returns 0–1, null when nobody is visible
 */
export function engagementScore(people: readonly (readonly PersonSign[])[]): number | null {
  if (people.length === 0) return null;
  let weighted = neutral * neutralWeight;
  let weights = neutralWeight;
  for (const signs of people) {
    const sum = signs.reduce((total, { confidence }) => total + confidence, 0);
    if (sum === 0) continue;
    const value =
      signs.reduce((total, { sign, confidence }) => total + valueOfSign[sign] * confidence, 0) / sum;
    const weight = Math.max(...signs.map(({ confidence }) => confidence));
    weighted += value * weight;
    weights += weight;
  }
  return Math.round((weighted / weights) * 1000) / 1000;
}
