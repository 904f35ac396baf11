import { describe, expect, test } from 'vitest';
import type { Box } from '../../../contract/analysis.ts';
import type { Face } from '../vision/detection.ts';
import type { Person, Scene } from '../vision/scene.ts';
import { standing } from '../vision/test-people.ts';
import { engagementScore } from './engagement.ts';
import { insightsOf } from './insights.ts';
import { lookOf, turnOf } from './looking-away.ts';
import { phoneInUse } from './phone-in-use.ts';
import { raisedHand } from './raised-hand.ts';
import { readScene } from './read-scene.ts';
import { absent, screenOff } from './whole-picture.ts';
import { writing } from './writing.ts';

const body: Box = { x: 400, y: 150, width: 200, height: 550 };
const somebody = (fields: Partial<Person> = {}): Person => ({
  confidence: 0.9,
  box: body,
  pose: standing({}),
  face: null,
  phone: null,
  ...fields,
});
const scene = (fields: Partial<Scene> = {}): Scene => ({
  width: 1280,
  height: 720,
  light: { mean: 0.5, spread: 0.2, bright: 0.9 },
  objects: [],
  people: [],
  strongestDoubt: 0,
  heads: [],
  models: [],
  ...fields,
});
/** A face 60 px wide whose nose is moved aside. */
const face = (noseAside: number, confidence = 0.9): Face => ({
  confidence,
  box: { x: 470, y: 160, width: 60, height: 70 },
  rightEye: { x: 485, y: 190 },
  leftEye: { x: 515, y: 190 },
  nose: { x: 500 + noseAside, y: 205 },
  mouth: { x: 500, y: 215 },
});

describe('a raised hand', () => {
  test('is an arm stretched over the head, left or right', () => {
    expect(raisedHand(standing({ leftElbow: [570, 200], leftWrist: [575, 90] }))).toBeGreaterThan(0.5);
    expect(raisedHand(standing({ rightElbow: [430, 200], rightWrist: [425, 90] }))).toBeGreaterThan(0.5);
  });

  test('is an open hand beside the head over a low elbow', () => {
    expect(raisedHand(standing({ rightElbow: [380, 330], rightWrist: [375, 230] }))).toBeGreaterThan(0);
  });

  test.each([
    ['arms that hang down', {}],
    ['an arm put out sideways', { leftElbow: [640, 285], leftWrist: [740, 290] }],
    ['a hand at the ear', { leftElbow: [590, 300], leftWrist: [530, 200] }],
    ['a chin on a hand', { leftElbow: [560, 330], leftWrist: [510, 240] }],
    ['a wrist over the head but under its elbow', { leftElbow: [560, 80], leftWrist: [580, 120] }],
  ] as const)('is not %s', (_, moved) => {
    expect(raisedHand(standing(moved))).toBe(0);
  });

  test('is not seen in joints that are guesses', () => {
    expect(raisedHand(standing({ leftElbow: [570, 200], leftWrist: [575, 90] }, 0.2))).toBe(0);
  });
});

describe('looking away', () => {
  test('is a nose beside the middle of the face, to either side', () => {
    expect(turnOf(face(0))).toBeCloseTo(0);
    expect(turnOf(face(12))).toBeCloseTo(0.4);
    expect(turnOf(face(-12))).toBeCloseTo(-0.4);
    expect(lookOf(face(12))?.away).toBeGreaterThan(0.5);
    expect(lookOf(face(3))).toEqual({ away: 0, confidence: 0.9 });
  });

  test('is not told by an unsure face, nor without one', () => {
    expect(lookOf(face(12, 0.4))).toBeUndefined();
    expect(lookOf(null)).toBeUndefined();
  });
});

const phone = (confidence: number, x = 500) => ({
  label: 'cell phone',
  confidence,
  box: { x, y: 300, width: 20, height: 30 },
});

describe('a phone', () => {
  test('is in use by whom it is at, and never sure', () => {
    expect(phoneInUse(somebody({ phone: phone(0.95) }), scene())?.confidence).toBe(0.6);
    expect(phoneInUse(somebody(), scene({ objects: [phone(0.5)] }))?.confidence).toBe(0.5);
  });

  test('is not in use on another desk, and not believed when it is unsure', () => {
    expect(phoneInUse(somebody(), scene({ objects: [phone(0.9, 900)] }))).toBeNull();
    expect(phoneInUse(somebody({ phone: phone(0.27) }), scene())).toBeNull();
  });
});

describe('writing', () => {
  const desk = { label: 'dining table', confidence: 0.8, box: { x: 300, y: 380, width: 400, height: 200 } };
  const pose = standing({ rightElbow: [430, 370], rightWrist: [480, 400] });

  test('is a hand before the body on a table or a book, as a hint', () => {
    expect(writing(somebody({ pose }), scene({ objects: [desk] }))?.confidence).toBeLessThanOrEqual(0.4);
    expect(writing(somebody({ pose }), scene({ objects: [{ ...desk, label: 'book' }] }))).not.toBeNull();
  });

  test('is not a hand with nothing under it, and not an arm that hangs down', () => {
    expect(writing(somebody({ pose }), scene())).toBeNull();
    expect(
      writing(
        somebody({ pose: standing({ leftWrist: [700, 440], rightWrist: [300, 440] }) }),
        scene({ objects: [desk] }),
      ),
    ).toBeNull();
  });
});

describe('the whole picture', () => {
  test('is off or blank when dark throughout or of one shade', () => {
    expect(screenOff({ mean: 0.01, spread: 0.01, bright: 0.03 })).toBeGreaterThan(0.9);
    expect(screenOff({ mean: 0.6, spread: 0.001, bright: 0.6 })).toBeGreaterThan(0.9);
  });

  test('is not off at night, nor for a slide with little on it', () => {
    expect(screenOff({ mean: 0.13, spread: 0.13, bright: 0.45 })).toBe(0);
    expect(screenOff({ mean: 0.999, spread: 0.0117, bright: 1 })).toBe(0);
  });

  test('shows nobody, the less surely the more something looked like a person', () => {
    expect(absent(scene())).toBe(0.95);
    expect(absent(scene({ strongestDoubt: 0.4 }))).toBeCloseTo(0.6);
    expect(absent(scene({ people: [somebody()] }))).toBe(0);
    // Somebody who is too small to be judged.
    expect(readScene(scene({ strongestDoubt: 1 })).signals).toEqual([]);
    expect(absent(scene({ light: { mean: 0, spread: 0, bright: 0 } }))).toBe(0);
  });
});

const scoreOf = (sign: 'hand_raised' | 'writing' | 'looking_ahead' | 'looking_away' | 'phone_in_use') =>
  engagementScore([[{ sign, confidence: 1 }]]) ?? 0;

describe('the engagement score', () => {
  test('is null when nobody is visible, and 0.5 when nothing is seen either way', () => {
    expect(engagementScore([])).toBeNull();
    expect(engagementScore([[], []])).toBe(0.5);
  });

  test('is drawn to the middle by the weight of one person', () => {
    expect(engagementScore([[{ sign: 'hand_raised', confidence: 1 }]])).toBe(0.75);
    const ten = Array.from({ length: 10 }, () => [{ sign: 'looking_away' as const, confidence: 1 }]);
    expect(engagementScore(ten)).toBeCloseTo((0.5 + 10 * 0.3) / 11, 3);
  });

  test('stays between 0 and 1 and orders signs as it is written', () => {
    const scores = [
      ...[
        scoreOf('hand_raised'),
        scoreOf('writing'),
        scoreOf('looking_ahead'),
        scoreOf('looking_away'),
        scoreOf('phone_in_use'),
      ],
    ];
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(Math.max(...scores)).toBeLessThanOrEqual(1);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
  });
});

describe('reading a picture', () => {
  const raising = somebody({
    pose: standing({ leftElbow: [570, 200], leftWrist: [575, 90] }),
    face: face(0),
  });

  test('gives every sign with confidence and box', () => {
    const reading = readScene(scene({ people: [raising, somebody({ face: face(12) })] }));
    expect(reading.peopleCount).toBe(2);
    expect(reading.signals.map(({ kind }) => kind)).toEqual(['hand_raised', 'looking_away']);
    expect(reading.signals.every(({ box, confidence }) => box !== null && confidence > 0)).toBe(true);
    expect(reading.engagement).toBeGreaterThan(0.4);
  });

  test('says in both languages what is there, and that it is about nobody in particular', () => {
    const reading = readScene(scene({ people: [raising, raising] }));
    expect(insightsOf(reading, 3, 'en')).toEqual([
      '2 people are visible.',
      '2 people raise a hand.',
      expect.stringMatching(/^Signs of taking part: \d+ of 100, for the whole picture/),
      'There are 3 lines of text.',
    ]);
    expect(insightsOf(reading, null, 'ko')[1]).toBe('2명이 손을 들고 있어요.');
    expect(insightsOf(readScene(scene()), null, 'ko')).toEqual(['아무도 보이지 않아요.']);
    expect(insightsOf(readScene(scene({ people: [somebody()] })), 0, 'en')[1]).toBe(
      'There are no particular signs.',
    );
  });
});
