/** MoveNet Lightning (192 × 192, one person): what its output means. Pure. */
import type { Box } from '../../../contract/analysis.ts';

export const movenetSize = 192;

/** In the order of the output. Left and right are the person's own. */
export const joints = [
  ...(['nose', 'leftEye', 'rightEye', 'leftEar', 'rightEar', 'leftShoulder', 'rightShoulder'] as const),
  ...(['leftElbow', 'rightElbow', 'leftWrist', 'rightWrist', 'leftHip', 'rightHip'] as const),
  ...(['leftKnee', 'rightKnee', 'leftAnkle', 'rightAnkle'] as const),
] as const;
export type Joint = (typeof joints)[number];

export type PosePoint = { x: number; y: number; confidence: number };
export type Pose = Record<Joint, PosePoint>;

/** @param output 17 × (y, x, confidence), positions as shares of the input */
export function decodeMovenet(output: Float32Array, view: Box): Pose {
  const entries = joints.map((joint, index): [Joint, PosePoint] => {
    const [y = 0, x = 0, confidence = 0] = output.subarray(index * 3, index * 3 + 3);
    return [joint, { x: view.x + x * view.width, y: view.y + y * view.height, confidence }];
  });
  return Object.fromEntries(entries) as Pose;
}
