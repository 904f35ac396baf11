/**
 * What the models see on one picture, before anything is concluded from it. All boxes and points are pixels of the
 * picture as it is seen (after rotation).
 */
import type { Box } from '../../../contract/analysis.ts';
import type { Detection, Face } from './detection.ts';
import type { Pose } from './movenet.ts';

export type Person = {
  confidence: number;
  /** Of the whole visible person; of somebody of whom only the face was found, the face with shoulders. */
  box: Box;
  pose: Pose | null;
  face: Face | null;
  /** The surest phone found on a closer look at this person. */
  phone: Detection | null;
};

/** Brightness of the picture, 0–1. */
export type Light = {
  mean: number;
  /** Standard deviation: 0 is one single shade. */
  spread: number;
  /** 99 of 100 pixels are darker than this. */
  bright: number;
};

export type Scene = {
  width: number;
  height: number;
  light: Light;
  objects: Detection[];
  /** Large enough to be judged, the largest first. */
  people: Person[];
  /** The surest trace of a person that was not counted, 0–1; 1 is somebody who is there and too small to be judged. */
  strongestDoubt: number;
  /** Where faces are or may be, people that are too small included: what is blurred on kept pictures. */
  heads: Box[];
  /** What looked. */
  models: { name: string; task: 'objects' | 'faces' | 'pose' }[];
};
