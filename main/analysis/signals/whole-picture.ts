/** Signs that are the whole picture: nothing to see, or nobody. Pure. */
import type { Light, Scene } from '../vision/scene.ts';

/**
 * A camera in the dark still shows lights: the darkest sample photo (a lawn at night) has a mean of 0.13 and bright
 * spots of 0.45.
 */
const dark = { mean: 0.06, bright: 0.15 };
/** A blank screen is one shade; a white slide with a single word in small print has a spread of 0.012. */
const oneShade = 0.004;

/** @returns 0 or how sure it is that a screen is off, blank or a lens covered, 0–1 */
export function screenOff({ mean, spread, bright }: Light): number {
  const isDark = mean < dark.mean && bright < dark.bright;
  return isDark || spread < oneShade ? 0.95 : 0;
}

/**
 * @returns 0 or how sure it is that nobody is there, 0–1: less where something almost looked like a person. In the dark
 * nobody can be missed.
 */
export function absent({
  people,
  light,
  strongestDoubt,
}: Pick<Scene, 'people' | 'light' | 'strongestDoubt'>): number {
  if (people.length > 0 || screenOff(light) > 0) return 0;
  return Math.min(0.95, 1 - strongestDoubt);
}
