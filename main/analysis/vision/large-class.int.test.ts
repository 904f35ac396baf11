import { Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { HostContext } from '../host/operation.ts';
import { cocoSsdAnchors } from './coco-ssd.ts';
import { makeEvidencePicture } from './evidence-picture.ts';
import { lookAtPicture } from './look-at-picture.ts';

/** Rows and columns of the finest cells of coco-ssd that are far enough apart for people of their own. */
const places = [2, 8, 14].flatMap((row) => [1, 4, 7, 10, 13, 16].map((column) => row * 19 + column));

/** Models that see eighteen people in three rows and no face; counts how often joints are looked for. */
function largeClass(): { context: HostContext; poses: () => number } {
  let poses = 0;
  const scores = new Float32Array(cocoSsdAnchors.length * 91).fill(-9);
  // The third shape of a cell is higher than wide. 1: a person.
  for (const cell of places) scores[(cell * 3 + 2) * 91 + 1] = 9;
  const answers: Record<string, () => Record<string, Float32Array>> = {
    'coco-ssd': () => ({ concat_1: scores, Squeeze: new Float32Array(cocoSsdAnchors.length * 4) }),
    'movenet-lightning': () => {
      poses += 1;
      return { Identity: new Float32Array(51) };
    },
    blazeface: () => ({
      ...{ Identity: new Float32Array(512).fill(-99), Identity_1: new Float32Array(384).fill(-99) },
      ...{ Identity_2: new Float32Array(512 * 16), Identity_3: new Float32Array(384 * 16) },
    }),
  };
  const session = async (model: string) => ({
    inputNames: ['input'],
    run: async () => {
      const outputs = Object.entries(answers[model]?.() ?? {});
      return Object.fromEntries(
        outputs.map(([name, data]) => [name, new Tensor('float32', data, [data.length])]),
      );
    },
  });
  const context = { session, hasModel: () => false, modelPath: () => '' } as unknown as HostContext;
  return { context, poses: () => poses };
}

test('of a large class the joints of the largest are found, and of everybody where faces are hidden', async () => {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 40 };
  const image = await sharp({ create: { width: 960, height: 720, channels: 3, background: '#888', noise } })
    .png()
    .toBuffer();
  const never = new AbortController().signal;
  const looking = largeClass();
  const { people } = await lookAtPicture(looking.context, { image }, never);
  expect(people).toHaveLength(18);
  expect(people.filter(({ pose }) => pose !== null)).toHaveLength(16);
  expect(looking.poses()).toBe(16);
  const keeping = largeClass();
  await makeEvidencePicture(keeping.context, { image, hidesFaces: true }, never);
  expect(keeping.poses()).toBe(18);
});
