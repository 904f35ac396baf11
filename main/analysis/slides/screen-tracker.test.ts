import { describe, expect, it } from 'vitest';
import { type FoundScreen, ScreenTracker } from './screen-tracker.ts';
import { type Picture, draw } from './test-frames.ts';

const first: Picture = {
  lines: { 1: 'PHOTOSYNTHESIS', 4: 'plants use light', 6: 'leaves are green', 8: 'air comes in' },
};
const second: Picture = {
  lines: { 1: 'PHOTOSYNTHESIS', 4: 'cells divide often', 6: 'roots take water', 8: 'sugar is stored' },
};

/** One frame every 2 s; each picture as often as it says. @returns spans with what they were found by */
function track(shown: readonly (readonly [number, Picture | ((frame: number) => Picture)])[]) {
  const tracker = new ScreenTracker();
  const found: FoundScreen[] = [];
  let at = 0;
  for (const [frames, picture] of shown) {
    for (let frame = 0; frame < frames; frame += 1) {
      found.push(...tracker.push(draw(at * 2, typeof picture === 'function' ? picture(frame) : picture)));
      at += 1;
    }
  }
  found.push(...tracker.end(at * 2));
  return found.map(({ startSec, endSec, pictureSec }) => [startSec, endSec, pictureSec]);
}

describe('slides', () => {
  it('change between the last frame of one and the first of the next', () => {
    expect(
      track([
        [5, first],
        [5, second],
      ]),
    ).toEqual([
      [0, 9, 8],
      [9, 20, 18],
    ]);
  });

  it('with one heading are two when what is below it differs', () => {
    expect(
      track([
        [4, first],
        [4, second],
        [4, first],
      ]),
    ).toHaveLength(3);
  });

  it('are one while points are added, and the picture shows the last', () => {
    const build = (points: number): Picture => ({
      lines: Object.fromEntries(Object.entries(first.lines ?? {}).slice(0, 1 + points)),
    });
    expect(
      track([
        [3, build(0)],
        [2, build(1)],
        [2, build(2)],
        [3, build(3)],
      ]),
    ).toEqual([[0, 20, 18]]);
  });

  it('are one when earlier points are dimmed', () => {
    expect(
      track([
        [4, first],
        [3, { ...first, ink: 130 }],
        [3, first],
      ]),
    ).toHaveLength(1);
  });

  it('are two when only the ground changes', () => {
    expect(
      track([
        [4, { ...first }],
        [4, { ...first, ground: 20, ink: 230 }],
      ]),
    ).toHaveLength(2);
  });

  it('that are flicked through are passed over', () => {
    const other = (text: string): Picture => ({
      lines: { 2: text, 5: text.toUpperCase(), 9: `${text} again` },
    });
    expect(
      track([
        [4, first],
        [1, other('one thing')],
        [1, other('next thing')],
        [4, second],
      ]),
    ).toEqual([
      [0, 7, 6],
      [11, 20, 18],
    ]);
  });

  it('are not ended by a fade that hits a frame', () => {
    expect(
      track([
        [4, first],
        [1, { ...second, ink: 190 }],
        [4, second],
      ]),
    ).toHaveLength(2);
  });
});

describe('what moves', () => {
  it('in a film on a slide is ignored', () => {
    const film = (frame: number): Picture => ({
      ...first,
      boxes: [{ x: 200, y: 60, width: 104, height: 80, seed: frame }],
    });
    expect(
      track([
        [15, film],
        [4, second],
      ]),
    ).toEqual([
      [0, 29, 28],
      [29, 38, 36],
    ]);
  });

  it('in a film that begins after its first picture was shown for long is ignored too', () => {
    const film = (frame: number): Picture => ({
      ...first,
      boxes: [{ x: 200, y: 60, width: 104, height: 80, seed: Math.max(0, frame - 6) }],
    });
    expect(track([[20, film]])).toHaveLength(1);
  });

  it('like a pointer changes nothing', () => {
    const pointer = (frame: number): Picture => ({
      ...first,
      boxes: [{ x: 30 + ((frame * 47) % 250), y: 10 + ((frame * 31) % 150), width: 6, height: 8, grey: 0 }],
    });
    expect(track([[20, pointer]])).toHaveLength(1);
  });

  it('everywhere is no screen, and ends the one before it', () => {
    const film = (frame: number): Picture => ({
      boxes: [{ x: 0, y: 0, width: 320, height: 176, seed: frame }],
    });
    expect(
      track([
        [5, first],
        [20, film],
      ]),
    ).toEqual([[0, 9, 8]]);
  });

  it('is reported as a share of the picture', () => {
    const tracker = new ScreenTracker();
    for (let frame = 0; frame < 12; frame += 1)
      tracker.push(
        draw(frame * 2, { ...first, boxes: [{ x: 160, y: 0, width: 160, height: 176, seed: frame }] }),
      );
    const [screen] = tracker.end(24);
    expect(screen?.movingShare).toBeGreaterThan(0.4);
    expect(screen?.movingShare).toBeLessThan(0.6);
  });
});

describe('a board', () => {
  const written = (signs: number, text = 'x2 minus 5x plus 6 is zero and so on until the end'): Picture => ({
    ground: 60,
    ink: 230,
    lines: { 2: text.slice(0, Math.min(signs, 25)), 5: text.slice(25, Math.max(25, signs)) },
  });

  it('is one screen while it is written on, sign by sign', () => {
    expect(
      track([
        [50, (frame) => written(frame)],
        [10, written(50)],
      ]),
    ).toHaveLength(1);
  });

  it('begins with the first signs, not while it is blank', () => {
    const [screen] = track([
      [10, written(0)],
      [20, (frame) => written(4 + frame * 2)],
    ]);
    expect(screen?.[0]).toBeGreaterThan(17);
    expect(screen?.[0]).toBeLessThan(23);
  });

  it('that is wiped is kept as it was before', () => {
    const next = 'triangles have three sides and angles that add up';
    const found = track([
      [20, (frame) => written(10 + frame * 2)],
      [1, written(12)],
      [1, written(0)],
      [20, (frame) => written(4 + frame * 2, next)],
    ]);
    expect(found).toHaveLength(2);
    expect(found[0]?.[2]).toBeGreaterThan(34);
    expect(found[0]?.[2]).toBeLessThan(40);
  });

  it('is one although somebody walks before it', () => {
    const teacher = (frame: number): Picture => ({
      ...written(50),
      boxes: [{ x: Math.round(110 + 90 * Math.sin(frame / 4)), y: 30, width: 60, height: 146, grey: 110 }],
    });
    expect(track([[40, teacher]])).toHaveLength(1);
  });
});

describe('a scrolled document', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const lines = Object.fromEntries(
    Array.from({ length: 60 }, (_, row) => [
      row,
      Array.from({ length: 28 }, (__, at) => letters[(row * 17 + at * (row + 5) * 7) % letters.length]).join(
        '',
      ),
    ]),
  );
  const page = (scrolled: number): Picture => ({ lines, scrolled });

  it('gives a screen per page, not one per movement', () => {
    const found = track([0, 40, 80, 120, 160, 200, 240, 280].map((scrolled) => [3, page(scrolled)] as const));
    // New pages after 160 and after 320 rows; the end is more than a third of a page.
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(found.length).toBeLessThanOrEqual(3);
  });

  it('shows the top of each page in its picture', () => {
    const [top] = track([0, 50, 100, 150].map((scrolled) => [3, page(scrolled)] as const));
    expect(top?.[2]).toBe(4);
  });

  it('keeps its end as a screen of its own', () => {
    expect(
      track([
        [4, page(0)],
        [4, page(70)],
        [5, second],
      ]),
    ).toEqual([
      [0, 7, 6],
      [7, 15, 14],
      [15, 26, 24],
    ]);
  });
});

it('finds nothing in a lesson without a picture worth the name', () => {
  expect(track([[20, {}]])).toEqual([]);
  expect(new ScreenTracker().end(0)).toEqual([]);
});
