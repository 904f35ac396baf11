/**
 * Does somebody use a phone? Phones are a few dozen pixels even on a closer look: the sign is weak, its confidence is
 * capped, and a single picture is never enough for a moment of a lesson (voting.ts). Pure.
 */
import type { Box } from '../../../contract/analysis.ts';
import { centre, contains, scaledBox } from '../vision/boxes.ts';
import type { Detection } from '../vision/detection.ts';
import type { Person, Scene } from '../vision/scene.ts';

/** On the sample photos the one false phone has 0.27, true ones 0.36 and more. */
const leastConfidence = 0.3;
const mostConfidence = 0.6;

export function phoneInUse(
  person: Person,
  scene: Pick<Scene, 'objects'>,
): { confidence: number; box: Box } | null {
  const surest = [...scene.objects, ...(person.phone === null ? [] : [person.phone])]
    .filter((one) => isPhoneOf(one, person.box))
    .toSorted((a, b) => b.confidence - a.confidence)[0];
  if (surest === undefined || surest.confidence < leastConfidence) return null;
  return { confidence: Math.min(mostConfidence, surest.confidence), box: surest.box };
}

/** One that lies on another's desk is not in use. */
function isPhoneOf({ label, box }: Detection, person: Box): boolean {
  return label === 'cell phone' && contains(scaledBox(person, 1.1), centre(box));
}
