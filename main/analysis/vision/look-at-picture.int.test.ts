import { describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { openModelContext } from '../../testing/model-context.ts';
import {
  hasSamplePhotos,
  listSamplePhotos,
  readSamplePhoto,
  samplePack,
} from '../../testing/sample-photos.ts';
import { readScene } from '../signals/read-scene.ts';
import { overlapArea } from './boxes.ts';
import { cocoSsdAnchors, cocoSsdInput } from './coco-ssd.ts';
import { makeEvidencePicture } from './evidence-picture.ts';
import { lookAtPicture } from './look-at-picture.ts';
import { loadPicture } from './picture.ts';

const never = new AbortController().signal;
const builtIn = openModelContext();
const look = async (image: Uint8Array, context = builtIn) => lookAtPicture(context, { image }, never);

describe('looking at a picture', () => {
  test('computes the very anchors that lie in the weights of coco-ssd', async () => {
    const { Tensor } = await import('onnxruntime-node');
    const session = await builtIn.session('coco-ssd');
    const input = new Tensor('float32', cocoSsdInput(new Uint8Array(300 * 300 * 3)), [1, 300, 300, 3]);
    const { anchors } = await session.run({ 'Preprocessor/sub': input });
    const shipped = anchors?.data as Float32Array;
    const furthest = cocoSsdAnchors.map(({ x, y, width, height }, index) => {
      const own = [y - height / 2, x - width / 2, y + height / 2, x + width / 2];
      return Math.max(...own.map((value, at) => Math.abs(value - (shipped[index * 4 + at] ?? Number.NaN))));
    });
    expect(Math.max(...furthest)).toBeLessThan(1e-4);
  });

  test('sees nobody on a blank screen, and says that it is blank', async () => {
    const black = await sharp({ create: { width: 640, height: 360, channels: 3, background: '#000000' } })
      .png()
      .toBuffer();
    const scene = await look(black);
    expect(scene.people).toEqual([]);
    expect(readScene(scene).signals.map(({ kind }) => kind)).toEqual(['screen_off']);
    expect(scene.models.map(({ name }) => name)).toEqual(['coco-ssd', 'blazeface']);
  });
});

describe.skipIf(!hasSamplePhotos)('the sample photos', () => {
  test('show raised hands to the built-in models, and no others', async () => {
    let found = 0;
    let wrong = 0;
    let raised = 0;
    for (const { file, people, raisedArms } of listSamplePhotos()) {
      const reading = readScene(await look(readSamplePhoto(file)));
      const hands = reading.signals.filter(({ kind }) => kind === 'hand_raised').length;
      found += Math.min(hands, raisedArms);
      wrong += Math.max(0, hands - raisedArms);
      raised += raisedArms;
      const isEmpty = reading.signals.some(({ kind }) => kind === 'absent');
      expect([file, isEmpty]).toEqual([file, people === 0]);
      expect([file, reading.engagement === null]).toEqual([file, people === 0]);
    }
    expect(found / raised).toBeGreaterThanOrEqual(0.7);
    expect(found / (found + wrong)).toBeGreaterThanOrEqual(0.9);
  });

  test.skipIf(samplePack('yolox-nano') === undefined)('are seen by installed packs instead', async () => {
    const scene = await look(readSamplePhoto('op-395.jpg'), openModelContext({ withPacks: true }));
    expect(scene.models.map(({ name }) => name)).toEqual(['yolox-nano', 'yunet-n', 'movenet-lightning']);
    expect(readScene(scene).signals.map(({ kind }) => kind)).toContain('phone_in_use');
  });

  test('have boxes in the pixels of the picture that was sent, whatever its size', async () => {
    const small = readSamplePhoto('zidane.jpg');
    const large = await sharp(small).resize({ width: 2560 }).toBuffer();
    const [a, b] = [await look(small), await look(large)];
    expect(b).toMatchObject({ width: 2560, height: 1440 });
    expect(b.people[0]!.box.height / a.people[0]!.box.height).toBeCloseTo(2, 0);
    expect(b.people[0]!.face!.nose.x / a.people[0]!.face!.nose.x).toBeCloseTo(2, 0);
    expect(b.light.mean).toBeCloseTo(a.light.mean, 1);
  });

  test('are kept as evidence without the detail of faces', async () => {
    const photo = readSamplePhoto('hr-img1.png');
    const { people } = await look(photo);
    expect(people).toHaveLength(2);
    const sharpness = async (image: Uint8Array) => {
      const picture = await loadPicture(image);
      return people.map(({ face }) => {
        const scale = picture.width / 514;
        const { x, y, width, height } = face!.box;
        return detail(picture, { x: x * scale, y: y * scale, width: width * scale, height: height * scale });
      });
    };
    const hidden = await makeEvidencePicture(builtIn, { image: photo, hidesFaces: true }, never);
    const open = await makeEvidencePicture(builtIn, { image: photo, hidesFaces: false }, never);
    const [before, after] = [await sharpness(open.jpeg), await sharpness(hidden.jpeg)];
    for (const [index, value] of before.entries()) expect(after[index]).toBeLessThan(value * 0.4);
    const seenAgain = await look(hidden.jpeg);
    const isFaceLeft = seenAgain.people.some(({ face }) =>
      people.some(
        (one) => face !== null && face.confidence > 0.6 && overlapArea(face.box, one.face!.box) > 0,
      ),
    );
    expect(isFaceLeft).toBe(false);
  });
});

/** Mean difference of neighbouring pixels across the box: how much fine detail there is. */
function detail(
  { rgb, width }: { rgb: Uint8Array; width: number },
  box: { x: number; y: number; width: number; height: number },
): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.ceil(box.y); y < box.y + box.height; y += 1) {
    for (let x = Math.ceil(box.x); x < box.x + box.width - 1; x += 1) {
      sum += Math.abs((rgb[(y * width + x) * 3] ?? 0) - (rgb[(y * width + x + 1) * 3] ?? 0));
      count += 1;
    }
  }
  return sum / count;
}
