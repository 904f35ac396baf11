/** Operation of the analysis host: everything the models for people and objects see on one picture. */
import type { Box } from '../../../contract/analysis.ts';
import type { HostContext, Operation } from '../host/operation.ts';
import { clipBox, overlapRatio, scaledBox } from './boxes.ts';
import type { Detection, Face } from './detection.ts';
import { faceModel, findFaces, findObjects, findPose, objectModel } from './detectors.ts';
import { lightOf } from './light.ts';
import type { Pose } from './movenet.ts';
import {
  type FoundPerson,
  doubtfulPerson,
  faceOnPerson,
  headBoxes,
  headView,
  peopleOf,
  poseView,
} from './people.ts';
import { type Picture, cutView, loadPicture, wholeOf } from './picture.ts';
import type { Person, Scene } from './scene.ts';

/** Objects that are told from here on: what lies below is mostly clutter taken for something. */
const sureOfObject = 0.4;
/** Faces that are blurred on kept pictures are believed much sooner than faces that count. */
const perhapsFace = 0.25;
/** A phone is small and dim: on a closer look it is believed from here on (measured, docs/signals.md). */
const perhapsPhone = 0.25;
/** Each costs some 15 ms on one core of a classroom PC; the largest people are looked at, the others only counted. */
const mostPoses = 16;
const mostCloserLooks = 6;

export type LookArguments = { image: Uint8Array };

export const lookAtPicture: Operation<LookArguments, Scene> = async (context, { image }, signal) => {
  const picture = await loadPicture(image);
  return inOriginalPixels(await seeScene(context, picture, signal), picture);
};

/**
 * @param effort of how many people, the largest, the joints are found and a face is looked for closer, and a phone
 * @returns boxes in pixels of the picture as it was loaded
 */
export async function seeScene(
  context: HostContext,
  picture: Picture,
  signal: AbortSignal,
  effort: { poses: number; phones: number } = { poses: mostPoses, phones: mostCloserLooks },
): Promise<Scene> {
  const whole = wholeOf(picture);
  const objects = await findObjects(context, picture, whole, doubtfulPerson);
  const faces = await findFaces(context, picture, whole, perhapsFace);
  const persons = objects.filter(({ label }) => label === 'person');
  const found = peopleOf(persons, faces, picture);
  const people: Person[] = [];
  const moreFaces: Face[] = [];
  for (const [position, one] of found.people.entries()) {
    signal.throwIfAborted();
    const isNear = position < effort.poses;
    const pose = isNear ? await findPose(context, picture, poseView(one)) : null;
    const closer = one.face === null && isNear ? await closerFaces(context, picture, one, pose) : [];
    const face = one.face ?? closer.find((seen) => isNewFace(seen, people)) ?? null;
    moreFaces.push(...closer);
    const phone = position < effort.phones ? await findPhone(context, picture, one.box) : null;
    people.push({ confidence: one.confidence, box: clipBox(one.box, picture), pose, face, phone });
  }
  const small = found.tooSmall.map(({ box }) => ({ box, pose: null }));
  const heads = headBoxes([...people, ...small], [...faces, ...moreFaces], persons);
  return {
    width: picture.width,
    height: picture.height,
    light: lightOf(await cutView(picture, whole, 64)),
    objects: objects
      .filter(({ confidence }) => confidence >= sureOfObject)
      .map(({ label, confidence, box }) => ({ label, confidence, box: clipBox(box, picture) })),
    people,
    strongestDoubt: found.strongestDoubt,
    heads: heads.map((box) => clipBox(box, picture)),
    models: [
      { name: objectModel(context), task: 'objects' },
      { name: faceModel(context), task: 'faces' },
      ...(people.length === 0 ? [] : [{ name: 'movenet-lightning', task: 'pose' as const }]),
    ],
  };
}

/** Faces that are too small in the whole picture. */
async function closerFaces(
  context: HostContext,
  picture: Picture,
  person: FoundPerson,
  pose: Pose | null,
): Promise<Face[]> {
  return findFaces(context, picture, headView(person.box, pose), perhapsFace);
}

/** Believed, and nobody else's. */
function isNewFace(face: Face, people: readonly Person[]): boolean {
  const isKnown = people.some((other) => other.face !== null && overlapRatio(other.face.box, face.box) > 0.3);
  return face.confidence >= faceOnPerson && !isKnown;
}

async function findPhone(context: HostContext, picture: Picture, person: Box): Promise<Detection | null> {
  const view = clipBox(scaledBox(person, 1.1), picture);
  const seen = await findObjects(context, picture, view, perhapsPhone);
  return seen.find(({ label }) => label === 'cell phone') ?? null;
}

/** What was found in the picture as the models had it, in pixels of the picture that was sent. */
function inOriginalPixels(scene: Scene, { width, original }: Picture): Scene {
  const factor = original.width / width;
  if (factor === 1) return scene;
  return { ...scaleAll(scene, factor), ...sameFields(scene), ...original };
}

/** Shares and names, which have no pixels. */
function sameFields({
  light,
  strongestDoubt,
  models,
}: Scene): Pick<Scene, 'light' | 'strongestDoubt' | 'models'> {
  return { light, strongestDoubt, models };
}

/** Multiplies every length inside by the factor, `confidence` apart. */
function scaleAll<T>(value: T, factor: number, name = ''): T {
  if (typeof value === 'number') return (name === 'confidence' ? value : value * factor) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => scaleAll(one, factor, name)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, scaleAll(one, factor, key)]);
  return Object.fromEntries(entries) as T;
}
