/** From found persons and faces to people, each counted once. Pure. */
import type { Box } from '../../../contract/analysis.ts';
import { centre, clipBox, contains, scaledBox, shareInside } from './boxes.ts';
import type { Detection, Face } from './detection.ts';
import type { Pose } from './movenet.ts';

/** A person is believed from here on … */
export const sureOfPerson = 0.4;
/** … or from here on when a face is found where its head should be. */
export const doubtfulPerson = 0.25;
/** A face alone is a person. BlazeFace sees one at 0.46 in an empty classroom, real ones of the sample photos at ≥ 0.64. */
export const sureOfFace = 0.6;
/** A face on somebody who was found otherwise. */
export const faceOnPerson = 0.4;
/**
 * People lower than this share of the picture are not judged: of a joint only some pixels are left then (measured on
 * 49 photos: below it raised hands and looks are guesses).
 */
export const leastHeight = 0.12;
/** Two boxes of which one lies in the other by so much are one person: detectors also find an upper body alone. */
const sameInside = 0.85;
/** A person reaches from the top of its head over so many heights of its face when only the face was found. */
const bodyInFaces = { up: 0.6, down: 3.2, side: 1.5 };

/**
 * MoveNet wants the person with room around it: a smaller square mixes in a neighbour's arms, a larger one blurs the
 * joints (raised hands on seven variants of each sample photo: recall 0.80, 0.91, 0.89 and precision 0.85, 0.94, 1.00 at
 * 1.2, 1.4, 1.6).
 */
const poseRoom = 1.4;

export type FoundPerson = { confidence: number; box: Box; face: Face | null };

/**
 * @param picture its size in pixels
 * @returns who is large enough, the largest first; and the surest trace of anybody who was not counted, 1 when somebody
 * is only too small: nobody is missing there
 */
export function peopleOf(
  persons: readonly Detection[],
  faces: readonly Face[],
  picture: { width: number; height: number },
): { people: FoundPerson[]; tooSmall: FoundPerson[]; strongestDoubt: number } {
  const single = persons.filter((one) => !isPartOfAnother(one, persons));
  const heads = matchHeads(
    single,
    faces.filter(({ confidence }) => confidence >= faceOnPerson),
  );
  const found: FoundPerson[] = [];
  let strongestDoubt = 0;
  for (const person of single) {
    const face = heads.get(person) ?? null;
    if (person.confidence < (face === null ? sureOfPerson : doubtfulPerson)) {
      strongestDoubt = Math.max(strongestDoubt, person.confidence);
      continue;
    }
    const confidence = Math.max(person.confidence, face?.confidence ?? 0);
    found.push({ confidence, box: person.box, face });
  }
  const taken = new Set(heads.values());
  for (const face of faces) {
    if (taken.has(face)) continue;
    if (face.confidence < sureOfFace) strongestDoubt = Math.max(strongestDoubt, face.confidence);
    else found.push({ confidence: face.confidence, box: clipBox(bodyOf(face.box), picture), face });
  }
  const isLarge = ({ box }: FoundPerson): boolean => box.height >= leastHeight * picture.height;
  const tooSmall = found.filter((one) => !isLarge(one));
  return {
    people: found.filter(isLarge).toSorted((a, b) => b.box.height - a.box.height),
    tooSmall,
    strongestDoubt: tooSmall.length > 0 ? 1 : strongestDoubt,
  };
}

function isPartOfAnother(one: Detection, all: readonly Detection[]): boolean {
  return all.some(
    (other) =>
      other !== one &&
      other.confidence >= Math.max(one.confidence, sureOfPerson) &&
      shareInside(one.box, other.box) > sameInside &&
      // Somebody smaller who stands in front has an outline of their own: only an upper body of the same width is a part.
      one.box.width > other.box.width * 0.6,
  );
}

/**
 * Which face belongs to which person: the best fitting pairs first, each used once. Somebody who stands in front of
 * another thus keeps their own face.
 */
function matchHeads(persons: readonly Detection[], faces: readonly Face[]): Map<Detection, Face> {
  const pairs = persons.flatMap((person) =>
    faces
      .map((face) => ({ person, face, misfit: headMisfit(face.box, person.box) }))
      .filter(({ misfit }) => misfit !== undefined),
  );
  const heads = new Map<Detection, Face>();
  const taken = new Set<Face>();
  for (const { person, face } of pairs.toSorted((a, b) => (a.misfit ?? 0) - (b.misfit ?? 0))) {
    if (heads.has(person) || taken.has(face)) continue;
    heads.set(person, face);
    taken.add(face);
  }
  return heads;
}

/**
 * How far a face is from where the head of this person is expected, in widths of the face; undefined where no head can
 * be. Over a head there may still be a raised arm as long as three faces.
 */
function headMisfit(face: Box, person: Box): number | undefined {
  const { x, y } = centre(face);
  const isInside = contains(person, { x, y }) && y < person.y + person.height * 0.75;
  if (!isInside || face.width > person.width * 1.2) return undefined;
  const expectedY = Math.min(Math.max(y, person.y + face.height * 0.5), person.y + face.height * 3);
  return Math.hypot(x - centre(person).x, y - expectedY) / face.width;
}

export function bodyOf(face: Box): Box {
  return {
    x: face.x - face.width * bodyInFaces.side,
    y: face.y - face.height * bodyInFaces.up,
    width: face.width * (1 + 2 * bodyInFaces.side),
    height: face.height * (1 + bodyInFaces.up + bodyInFaces.down),
  };
}

/** The square to look for joints in: with room for an arm that the box does not hold. */
export function poseView({ box, face }: FoundPerson): Box {
  const grown = face === null ? box : union(box, armsRoom(face.box));
  const { x, y } = centre(grown);
  const side = Math.max(grown.width, grown.height) * poseRoom;
  return { x: x - side / 2, y: y - side / 2, width: side, height: side };
}

/** Where an arm over the head would end: an arm is about three faces long. */
function armsRoom(face: Box): Box {
  return {
    x: face.x - face.width,
    y: face.y - face.height * 2,
    width: face.width * 3,
    height: face.height * 4.5,
  };
}

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** The part of a person's box where the face is looked for once more, closer. */
export function headView(box: Box, pose: Pose | null): Box {
  const around = pose === null ? undefined : headOf(pose);
  if (around !== undefined) {
    const side = Math.max(around.width, around.height) * 2.5;
    const { x, y } = centre(around);
    return { x: x - side / 2, y: y - side / 2, width: side, height: side };
  }
  const side = Math.min(box.width, box.height * 0.5) * 1.2;
  return { x: box.x + box.width / 2 - side / 2, y: box.y - side * 0.1, width: side, height: side };
}

const headJoints = ['nose', 'leftEye', 'rightEye', 'leftEar', 'rightEar'] as const;
/** Joints under this confidence are guesses. */
const sureOfJoint = 0.25;

/** The head by the points of the face and the width of the shoulders; undefined when they are guesses. */
export function headOf(pose: Pose): Box | undefined {
  const seen = headJoints.map((joint) => pose[joint]).filter((point) => point.confidence > sureOfJoint);
  if (seen.length < 2) return undefined;
  const xs = seen.map(({ x }) => x);
  const ys = seen.map(({ y }) => y);
  const shoulders = Math.abs(pose.leftShoulder.x - pose.rightShoulder.x);
  const spread = Math.max(Math.max(...xs) - Math.min(...xs), shoulders * 0.45);
  const middleX = (Math.max(...xs) + Math.min(...xs)) / 2;
  const middleY = (Math.max(...ys) + Math.min(...ys)) / 2;
  const side = spread * 1.5;
  return { x: middleX - side / 2, y: middleY - side * 0.6, width: side, height: side * 1.3 };
}

/** Where somebody's head mostly is: the upper part of the box, over its whole width. */
export function likelyHead(box: Box): Box {
  const height = Math.min(box.height * 0.35, box.width * 1.2);
  return { x: box.x, y: box.y, width: box.width, height };
}

/** Where it may be of somebody whose joints were not looked for: under a raised arm it lies in the middle of the box. */
function possibleHead({ x, y, width, height }: Box): Box {
  return { x, y, width, height: height * 0.6 };
}

/**
 * Every place where a face is or may be: it is better to blur a shoulder than to keep a face. Joints err, so the likely
 * place is taken beside the one they tell.
 * @param people who was found, too small ones included; without a pose their joints were not looked for
 * @param persons all detections, doubtful ones included
 */
export function headBoxes(
  people: readonly { box: Box; pose: Pose | null }[],
  faces: readonly Face[],
  persons: readonly Detection[],
): Box[] {
  return [
    ...faces.map(({ box }) => scaledBox(box, 1.5)),
    ...people.flatMap(({ box, pose }) =>
      pose === null ? [possibleHead(box)] : [headOf(pose) ?? [], likelyHead(box)].flat(),
    ),
    ...persons.map(({ box }) => likelyHead(box)),
  ];
}
