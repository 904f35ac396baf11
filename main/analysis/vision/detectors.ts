/** The models at work on a part of a picture; what they find comes back in pixels of the picture. */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Box } from '../../../contract/analysis.ts';
import { AppError } from '../../base/app-error.ts';
import type { HostContext } from '../host/operation.ts';
import { blazefaceInput, blazefaceSize, decodeBlazeface } from './blazeface.ts';
import type { Point } from './boxes.ts';
import { cocoSsdInput, cocoSsdSize, decodeCocoSsd } from './coco-ssd.ts';
import type { Detection, Face } from './detection.ts';
import { type Pose, decodeMovenet, movenetSize } from './movenet.ts';
import { type Picture, cutView, fromView, squareFrom } from './picture.ts';
import { decodeYolox, planesOfBgr, yoloxBackground, yoloxSize } from './yolox.ts';
import { decodeYunet, yunetSize } from './yunet.ts';

type Models = Pick<HostContext, 'session' | 'hasModel'>;

/** Which model does a task now: a pack that is installed goes before the built-in one. */
export function objectModel(models: Models): 'yolox-nano' | 'coco-ssd' {
  return models.hasModel('yolox-nano') ? 'yolox-nano' : 'coco-ssd';
}

export function faceModel(models: Models): 'yunet-n' | 'blazeface' {
  return models.hasModel('yunet-n') ? 'yunet-n' : 'blazeface';
}

/** @throws AppError model_missing */
export async function findObjects(
  models: Models,
  picture: Picture,
  region: Box,
  leastConfidence: number,
): Promise<Detection[]> {
  if (objectModel(models) === 'yolox-nano') {
    const view = squareFrom(region);
    const rgb = await cutView(picture, view, yoloxSize, yoloxBackground);
    const outputs = await run(await models.session('yolox-nano'), planesOfBgr(rgb), [
      1,
      3,
      yoloxSize,
      yoloxSize,
    ]);
    return inPicture(decodeYolox(floats(outputs['output']), leastConfidence), view, yoloxSize);
  }
  // Trained on pictures that were stretched to a square.
  const rgb = await cutView(picture, region, cocoSsdSize);
  const outputs = await run(await models.session('coco-ssd'), cocoSsdInput(rgb), [
    1,
    cocoSsdSize,
    cocoSsdSize,
    3,
  ]);
  const found = decodeCocoSsd(floats(outputs['concat_1']), floats(outputs['Squeeze']), leastConfidence);
  return inPicture(found, region, cocoSsdSize);
}

/** @throws AppError model_missing */
export async function findFaces(
  models: Models,
  picture: Picture,
  region: Box,
  leastConfidence: number,
): Promise<Face[]> {
  const view = squareFrom(region);
  if (faceModel(models) === 'yunet-n') {
    const rgb = await cutView(picture, view, yunetSize);
    const session = await models.session('yunet-n');
    const outputs = await run(session, planesOfBgr(rgb), [1, 3, yunetSize, yunetSize]);
    const found = decodeYunet((name) => floats(outputs[name]), leastConfidence);
    return found.map((face) => faceFromView(face, view, yunetSize));
  }
  const rgb = await cutView(picture, view, blazefaceSize);
  const session = await models.session('blazeface');
  const outputs = await run(session, blazefaceInput(rgb), [1, blazefaceSize, blazefaceSize, 3]);
  const scores = [floats(outputs['Identity']), floats(outputs['Identity_1'])];
  const boxes = [floats(outputs['Identity_2']), floats(outputs['Identity_3'])];
  const found = decodeBlazeface({ scores, boxes }, leastConfidence);
  return found.map((face) => faceFromView(face, view, blazefaceSize));
}

/** @param view a square around one person */
export async function findPose(models: Models, picture: Picture, view: Box): Promise<Pose> {
  const rgb = await cutView(picture, view, movenetSize);
  const outputs = await run(await models.session('movenet-lightning'), Int32Array.from(rgb), [
    1,
    movenetSize,
    movenetSize,
    3,
  ]);
  return decodeMovenet(floats(outputs['Identity']), view);
}

function inPicture(found: readonly Detection[], view: Box, size: number): Detection[] {
  return found.map(({ label, confidence, box }) => ({ label, confidence, box: fromView(box, view, size) }));
}

function faceFromView(face: Face, view: Box, size: number): Face {
  const point = ({ x, y }: Point): Point => {
    const { x: left, y: top } = fromView({ x, y, width: 0, height: 0 }, view, size);
    return { x: left, y: top };
  };
  return {
    confidence: face.confidence,
    box: fromView(face.box, view, size),
    rightEye: point(face.rightEye),
    leftEye: point(face.leftEye),
    nose: point(face.nose),
    mouth: point(face.mouth),
  };
}

/** @returns the outputs by name: those of built-in models are listed in models/build/recipes.ts */
async function run(
  session: InferenceSession,
  input: Float32Array | Int32Array,
  shape: number[],
): Promise<Partial<Record<string, Tensor>>> {
  // Tens of megabytes that an analysis host which only reads text does without.
  const { Tensor } = await import('onnxruntime-node');
  const [name = ''] = session.inputNames;
  const tensor =
    input instanceof Int32Array ? new Tensor('int32', input, shape) : new Tensor('float32', input, shape);
  return session.run({ [name]: tensor });
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new AppError('model_damaged', 'The model answers in another form than expected');
}
