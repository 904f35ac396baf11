/**
 * Is a hand raised? A rule over the joints of one person, in units of the person's own size, so that it holds near and
 * far. Measured on the sample photos (docs/signals.md). Pure.
 */
import { type Pose, type PosePoint } from '../vision/movenet.ts';

/** Joints under these confidences are guesses. */
const leastWrist = 0.25;
const leastShoulder = 0.25;
const leastElbow = 0.15;
const leastHead = 0.25;

/** Under this it is as often an arm in motion (throwing, batting) as a raised hand. */
const leastConfidence = 0.3;

/** Lengths below are in units of this person (see `unitOf`). */
const handAtFace = 0.62;
const clearlyOverEyes = 0.35;

/** @returns 0 when no hand is raised, otherwise how sure that is, 0–1 */
export function raisedHand(pose: Pose): number {
  const confidence = Math.max(raisedArm(pose, 'left'), raisedArm(pose, 'right'));
  return confidence < leastConfidence ? 0 : confidence;
}

function raisedArm(pose: Pose, side: 'left' | 'right'): number {
  const wrist = pose[`${side}Wrist`];
  const elbow = pose[`${side}Elbow`];
  const shoulder = pose[`${side}Shoulder`];
  if (wrist.confidence < leastWrist || shoulder.confidence < leastShoulder || elbow.confidence < leastElbow)
    return 0;
  const head = headPoint(pose, shoulder);
  const unit = unitOf(pose, shoulder, head);
  const overShoulder = (shoulder.y - wrist.y) / unit;
  const overEyes = (head.y - wrist.y) / unit;
  const forearmUp = (elbow.y - wrist.y) / unit;
  const forearmAside = Math.abs(elbow.x - wrist.x) / unit;
  const fromHead = Math.hypot(wrist.x - head.x, wrist.y - head.y) / unit;
  const besideHead = Math.abs(wrist.x - head.x) / unit;
  if (wrist.y >= elbow.y) return 0;
  // A chin on a hand, a phone at an ear, hair put aside.
  if (fromHead < handAtFace && overEyes <= clearlyOverEyes) return 0;
  const isStretched = overShoulder > 0.35 && overEyes > -0.35;
  // The open hand beside the head of somebody whose elbow stays down: an upright forearm away from the face.
  const isForearmUpright =
    overShoulder > 0.1 &&
    overEyes > -0.75 &&
    forearmUp > 0.35 &&
    forearmUp > forearmAside &&
    besideHead > 0.7;
  if (!isStretched && !isForearmUpright) return 0;
  const ofJoints = Math.min(1, Math.min(wrist.confidence, shoulder.confidence) * 1.2);
  return ofJoints * Math.min(1, 0.6 + Math.max(0, overShoulder) * 0.3);
}

/** The height of the eyes, or where they should be. */
function headPoint(pose: Pose, shoulder: PosePoint): { x: number; y: number } {
  const seen = [pose.nose, pose.leftEye, pose.rightEye, pose.leftEar, pose.rightEar].filter(
    ({ confidence }) => confidence > leastHead,
  );
  if (seen.length === 0) {
    return {
      x: (pose.leftShoulder.x + pose.rightShoulder.x) / 2,
      y: shoulder.y - shoulderWidth(pose) * 0.6,
    };
  }
  return {
    x: seen.reduce((sum, { x }) => sum + x, 0) / seen.length,
    y: seen.reduce((sum, { y }) => sum + y, 0) / seen.length,
  };
}

function shoulderWidth(pose: Pose): number {
  return Math.max(1, Math.abs(pose.leftShoulder.x - pose.rightShoulder.x));
}

/** Seen from the front the width of the shoulders, from the side the height of the eyes over them: about the same. */
function unitOf(pose: Pose, shoulder: PosePoint, head: { y: number }): number {
  return Math.max(shoulderWidth(pose), Math.abs(shoulder.y - head.y));
}
