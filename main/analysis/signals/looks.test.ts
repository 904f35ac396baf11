import { describe, expect, test } from 'vitest';
import type { Timeline } from '../../lesson/timeline.ts';
import type { Face } from '../vision/detection.ts';
import type { Person, Scene } from '../vision/scene.ts';
import { boxesOf, isViewOfClass, lookAtRecording, poolScreenshots } from './looks.ts';
import { planSamples } from './sample-plan.ts';

const point = { x: 100, y: 50 };
/** Looks far to the side. */
const face: Face = {
  confidence: 0.9,
  box: { x: 80, y: 30, width: 40, height: 40 },
  rightEye: { x: 90, y: 45 },
  leftEye: { x: 110, y: 45 },
  nose: { x: 115, y: 52 },
  mouth: { ...point, y: 62 },
};
const person: Person = { confidence: 0.9, box: face.box, pose: null, face, phone: null };
const sceneWith = (people: number): Scene => ({
  width: 400,
  height: 200,
  light: { mean: 0.5, spread: 0.2, bright: 0.9 },
  objects: [],
  people: Array.from({ length: people }, () => person),
  strongestDoubt: 0,
  heads: [],
  models: [],
});
const shot = (time: number, people: number, studentId: string | null = null) => ({
  time,
  key: `screenshots/${time}.jpg`,
  studentId,
  scene: sceneWith(people),
});

const kinds = (...people: number[]) =>
  poolScreenshots(
    people.map((count, index) => shot(index, count)),
    10,
  )[0]?.signals.map(({ kind }) => kind);
const part = (seconds: number, startSec: number, videoCodec?: string) => ({
  seq: 1,
  key: 'take',
  startSec,
  wallClockMs: 0,
  index: {
    videoCodec,
    segments: Array.from({ length: seconds / 2 }, (_, index) => ({
      startSec: index * 2,
      durationSec: 2,
      offset: index * 100,
      size: 100,
    })),
  },
});
const plan = (...parts: ReturnType<typeof part>[]) =>
  planSamples({ parts } as unknown as Pick<Timeline, 'parts'>);

describe('looks', () => {
  test('keep boxes as shares, which fit every size of the picture', () => {
    const look = lookAtRecording(10, sceneWith(1));
    expect(look).toMatchObject({ time: 10, people: 1 });
    expect(look.signals[0]?.box).toEqual({ x: 0.2, y: 0.15, width: 0.1, height: 0.2 });
    expect(boxesOf(look.signals, 'looking_away', { width: 960, height: 480 })).toEqual([
      { x: 192, y: 72, width: 96, height: 96 },
    ]);
    expect(boxesOf(look.signals, 'absent', { width: 960, height: 480 })).toEqual([]);
  });

  test('of screenshots of the same ten seconds are one, of all people on them', () => {
    const looks = poolScreenshots([shot(1, 2), shot(4, 1), shot(12, 1)], 10);
    expect(looks.map(({ time, people }) => [time, people])).toEqual([
      [1, 3],
      [12, 1],
    ]);
    expect(looks[0]?.signals).toHaveLength(3);
  });

  test('see nobody only when nobody is on any screenshot', () => {
    expect(kinds(0, 0)).toEqual(['absent']);
    expect(kinds(0, 1)).toEqual(['looking_away']);
  });

  test('keep nothing of one pupil or two, however many pictures they sent', () => {
    const many = [shot(0, 1, 'a'), shot(1, 1, 'a'), shot(2, 1, 'a'), shot(3, 1, 'b')];
    expect(poolScreenshots(many, 10)).toEqual([]);
    // On a third pupil's picture nobody is seen: that would still be about the other two.
    expect(poolScreenshots([...many, shot(4, 0, 'c')], 10)).toEqual([]);
    expect(poolScreenshots([shot(0, 0, 'a'), shot(1, 0, 'b'), shot(2, 0, 'c')], 10)).toEqual([]);
  });

  test('of three pupils are a look at the class that is never shown', () => {
    const [together] = poolScreenshots([shot(0, 1, 'a'), shot(1, 1, 'b'), shot(2, 1, 'c')], 10);
    expect(together).toMatchObject({ people: 3, picture: null });
    expect(together?.signals).toHaveLength(3);
    expect(together?.engagement).toBeGreaterThan(0);
    expect(JSON.stringify(together)).not.toContain('studentId');
  });

  test('of the class stand alone where few pupils sent theirs', () => {
    const [ofClass] = poolScreenshots([shot(0, 1, 'a'), shot(1, 2)], 10);
    expect(ofClass).toMatchObject({ time: 1, people: 2 });
    expect(ofClass?.picture?.screenshotKey).toBe('screenshots/1.jpg');
  });
});

const looksWith = (scene: Scene, count: number) =>
  Array.from({ length: count }, (_, index) => lookAtRecording(index * 10, scene));

describe('a source of looks', () => {
  const small = { ...sceneWith(0), strongestDoubt: 1 };

  test('is a view of a class when people are there in a tenth of its looks, however small', () => {
    expect(isViewOfClass([...looksWith(sceneWith(0), 9), ...looksWith(small, 1)])).toBe(true);
    expect(isViewOfClass([...looksWith(sceneWith(0), 10), ...looksWith(small, 1)])).toBe(false);
    expect(looksWith(small, 1)[0]).toMatchObject({ people: 0, engagement: null, signals: [] });
  });

  test('is none when its screenshots are of screens', () => {
    const screens = poolScreenshots(
      Array.from({ length: 12 }, (_, index) => shot(index * 10, 0)),
      10,
    );
    expect(isViewOfClass(screens)).toBe(false);
    expect(isViewOfClass([...screens.slice(0, 8), ...poolScreenshots([shot(90, 2)], 10)])).toBe(true);
  });
});

describe('the plan of looks', () => {
  test('takes the first picture of every ten seconds of every take, in batches', () => {
    const batches = plan(part(500, 0, 'avc1'), part(30, 500, 'avc1'));
    expect(batches.map(({ segments }) => segments.length)).toEqual([20, 20, 10, 3]);
    expect(batches[0]?.segments.slice(0, 3).map(({ startSec }) => startSec)).toEqual([0, 10, 20]);
    expect(batches[3]?.part.startSec).toBe(500);
  });

  test('passes over takes without a picture', () => {
    expect(plan(part(30, 0))).toEqual([]);
  });
});
