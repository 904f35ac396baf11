/**
 * May somebody be writing? A hand held low before the body where a table or an open book lies. Reading, eating and
 * typing look the same: a hint, no more, and its confidence says so. Pure.
 */
import type { Box } from '../../../contract/analysis.ts';
import { contains, scaledBox } from '../vision/boxes.ts';
import type { Pose } from '../vision/movenet.ts';
import type { Person, Scene } from '../vision/scene.ts';

const surfaces = new Set(['book', 'dining table']);
const sureOfJoint = 0.3;
const mostConfidence = 0.4;

export function writing(
  person: Person,
  scene: Pick<Scene, 'objects'>,
): { confidence: number; box: Box } | null {
  const { pose } = person;
  if (pose === null) return null;
  const surface = scene.objects.filter(({ label }) => surfaces.has(label));
  const hands = (['left', 'right'] as const).flatMap((side) => {
    const wrist = pose[`${side}Wrist`];
    if (!isHeldLow(pose, side)) return [];
    const on = surface.find(({ box }) => contains(scaledBox(box, 1.2), wrist));
    return on === undefined ? [] : [Math.min(mostConfidence, wrist.confidence, on.confidence)];
  });
  return hands.length === 0 ? null : { confidence: Math.max(...hands), box: person.box };
}

/** Below the shoulder, before the body: not hanging down at the side and not put out to somebody. */
function isHeldLow(pose: Pose, side: 'left' | 'right'): boolean {
  const wrist = pose[`${side}Wrist`];
  const elbow = pose[`${side}Elbow`];
  const shoulder = pose[`${side}Shoulder`];
  if ([wrist, elbow, shoulder].some(({ confidence }) => confidence < sureOfJoint)) return false;
  const width = Math.max(1, Math.abs(pose.leftShoulder.x - pose.rightShoulder.x));
  const middle = (pose.leftShoulder.x + pose.rightShoulder.x) / 2;
  const below = (wrist.y - shoulder.y) / width;
  return below > 0.4 && below < 2 && Math.abs(wrist.x - middle) < width && wrist.y > elbow.y - width * 0.3;
}
