/** Drawn people for tests of the rules: joints of somebody who stands, 100 px from shoulder to shoulder. */
import { type Joint, type Pose, type PosePoint, joints } from './movenet.ts';

const upright: Record<Joint, readonly [number, number]> = {
  nose: [500, 200],
  leftEye: [510, 190],
  rightEye: [490, 190],
  leftEar: [525, 195],
  rightEar: [475, 195],
  leftShoulder: [550, 280],
  rightShoulder: [450, 280],
  leftElbow: [565, 360],
  rightElbow: [435, 360],
  leftWrist: [570, 440],
  rightWrist: [430, 440],
  leftHip: [535, 460],
  rightHip: [465, 460],
  leftKnee: [535, 570],
  rightKnee: [465, 570],
  leftAnkle: [535, 680],
  rightAnkle: [465, 680],
};

/** @param moved joints elsewhere than where they hang down, as [x, y] */
export function standing(moved: Partial<Record<Joint, readonly [number, number]>>, confidence = 0.8): Pose {
  const entries = joints.map((joint): [Joint, PosePoint] => {
    const [x, y] = moved[joint] ?? upright[joint];
    return [joint, { x, y, confidence }];
  });
  return Object.fromEntries(entries) as Pose;
}
