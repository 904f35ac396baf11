/** Which quiet stretches playing passes over. Pure; in seconds. */
import type { LessonSpeech } from '../../../../contract/analysis.ts';

export type Skip = { fromSec: number; toSec: number };

/** As the contract's `shortestPauseSec`: shorter ones are breath, and jumping over them is tiring to hear. */
export const shortestQuietSec = 3;
/** Left of the quiet on each side, so that no word is clipped and a pause is still heard as one. */
const keptSec = 0.5;

/** By time. The quiet before the first word counts too; that after the last does not: the lesson would end at once. */
export function skipsOf(speech: Pick<LessonSpeech, 'spans' | 'pauses'>): Skip[] {
  const first = speech.spans[0];
  const skips = speech.pauses
    .filter((pause) => pause.end_time - pause.start_time >= shortestQuietSec)
    .map((pause) => ({ fromSec: pause.start_time + keptSec, toSec: pause.end_time - keptSec }));
  return first === undefined || first.start_time < shortestQuietSec
    ? skips
    : [{ fromSec: 0, toSec: first.start_time - keptSec }, ...skips];
}

export function savedSec(skips: readonly Skip[]): number {
  return skips.reduce((sum, { fromSec, toSec }) => sum + toSec - fromSec, 0);
}

/** The quiet stretch that is played now; undefined outside of one, and where hardly anything of it is left. */
export function skipAt(skips: readonly Skip[], atSec: number): Skip | undefined {
  return skips.find(({ fromSec, toSec }) => atSec >= fromSec && atSec < toSec - 0.2);
}
