import { describe, expect, test } from 'vitest';
import type { Box } from '../../../contract/analysis.ts';
import type { Detection, Face } from './detection.ts';
import { headBoxes, headOf, likelyHead, peopleOf, poseView } from './people.ts';
import { standing } from './test-people.ts';

const picture = { width: 1000, height: 1000 };
const person = (confidence: number, x: number, width = 200, height = 600, y = 100): Detection => ({
  label: 'person',
  confidence,
  box: { x, y, width, height },
});
const face = (confidence: number, x: number, y: number, side = 60): Face => {
  const box: Box = { x: x - side / 2, y: y - side / 2, width: side, height: side };
  const point = { x, y };
  return { confidence, box, rightEye: point, leftEye: point, nose: point, mouth: point };
};

describe('people of persons and faces', () => {
  test('a person and the face on it are one', () => {
    const { people } = peopleOf([person(0.8, 100)], [face(0.9, 200, 160)], picture);
    expect(people).toHaveLength(1);
    expect(people[0]?.face?.confidence).toBe(0.9);
  });

  test('a face makes an unsure person sure, alone it is not believed', () => {
    expect(peopleOf([person(0.3, 100)], [face(0.7, 200, 160)], picture).people).toHaveLength(1);
    const alone = peopleOf([person(0.3, 100)], [], picture);
    expect(alone.people).toEqual([]);
    expect(alone.strongestDoubt).toBe(0.3);
  });

  test('a sure face without a body is a person with shoulders', () => {
    const { people } = peopleOf([], [face(0.8, 500, 300)], picture);
    expect(people).toHaveLength(1);
    expect(people[0]?.box.height).toBeGreaterThan(200);
    expect(peopleOf([], [face(0.5, 500, 300)], picture).people).toEqual([]);
  });

  test('somebody half hidden behind another keeps their own face', () => {
    const [front, behind] = [person(0.9, 100, 300), person(0.6, 300, 300)];
    const faces = [face(0.9, 250, 160), face(0.8, 450, 180)];
    const { people } = peopleOf([front, behind], faces, picture);
    expect(people.map((one) => one.face?.box.x)).toEqual(expect.arrayContaining([220, 420]));
  });

  test('the face of somebody with a raised arm lies far below the top of the box', () => {
    const { people } = peopleOf([person(0.9, 100)], [face(0.9, 200, 380)], picture);
    expect(people).toHaveLength(1);
  });

  test('an upper body found beside its whole body is the same person', () => {
    const { people } = peopleOf([person(0.9, 100), person(0.6, 110, 180, 250)], [], picture);
    expect(people).toHaveLength(1);
  });

  test('people lower than an eighth of the picture are not judged, but there, and their heads are known', () => {
    const { people, tooSmall, strongestDoubt } = peopleOf([person(0.5, 100, 40, 110)], [], picture);
    expect(people).toEqual([]);
    expect(tooSmall).toHaveLength(1);
    expect(strongestDoubt).toBe(1);
  });
});

test('joints are looked for in a square with room for an arm over the head', () => {
  const view = poseView({ confidence: 1, box: person(1, 400).box, face: face(1, 500, 150) });
  expect(view.width).toBe(view.height);
  expect(view.y).toBeLessThan(0);
});

test('a head is found by the points of the face, or guessed in the upper part of the box', () => {
  expect(headOf(standing({}))).toBeDefined();
  const hidden = standing({});
  for (const joint of ['nose', 'leftEye', 'rightEye', 'leftEar', 'rightEar'] as const)
    hidden[joint].confidence = 0.1;
  expect(headOf(hidden)).toBeUndefined();
  expect(likelyHead({ x: 0, y: 0, width: 100, height: 400 })).toMatchObject({ x: 0, y: 0, width: 100 });
});

describe('what is hidden on kept pictures', () => {
  const { box } = person(0.9, 100);

  test('is the upper three fifths of somebody whose joints were not looked for', () => {
    expect(headBoxes([{ box, pose: null }], [], [])).toEqual([{ ...box, height: 360 }]);
  });

  test('is the head that the joints tell, and the likely place beside it', () => {
    const pose = standing({});
    expect(headBoxes([{ box, pose }], [], [])).toEqual([headOf(pose), likelyHead(box)]);
  });

  test('is every face, and the likely head of whoever may be a person', () => {
    const heads = headBoxes([], [face(0.25, 500, 500)], [person(0.25, 100)]);
    expect(heads).toEqual([{ x: 455, y: 455, width: 90, height: 90 }, likelyHead(box)]);
  });
});
