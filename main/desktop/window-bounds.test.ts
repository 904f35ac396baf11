import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Box, fitBounds } from './window-bounds.ts';

const left: Box = { x: 0, y: 0, width: 1920, height: 1040 };
const right: Box = { x: 1920, y: 0, width: 2560, height: 1400 };

describe('window bounds', () => {
  test('opens in the middle of the main screen at first', () => {
    expect(fitBounds(undefined, { primary: left, all: [left] })).toEqual({
      x: 320,
      y: 104,
      width: 1280,
      height: 832,
    });
  });

  test('opens where it was left, on the second screen too', () => {
    const saved = { x: 2400, y: 200, width: 1400, height: 900 };
    expect(fitBounds(saved, { primary: left, all: [left, right] })).toEqual(saved);
  });

  test('comes back to the main screen when the projector is gone', () => {
    const saved = { x: 2400, y: 200, width: 1400, height: 900 };
    expect(fitBounds(saved, { primary: left, all: [left] })).toEqual({
      x: 260,
      y: 70,
      width: 1400,
      height: 900,
    });
  });

  test('is pulled in when its title bar is above the screen', () => {
    const saved = { x: 100, y: -500, width: 1000, height: 700 };
    expect(fitBounds(saved, { primary: left, all: [left] }).y).toBeGreaterThanOrEqual(0);
  });

  test('always lies on a screen completely and is never larger than it', () => {
    const box = fc.record({
      x: fc.integer({ min: -5000, max: 5000 }),
      y: fc.integer({ min: -5000, max: 5000 }),
      width: fc.integer({ min: 1, max: 9000 }),
      height: fc.integer({ min: 1, max: 9000 }),
    });
    const area = fc.record({
      x: fc.integer({ min: -4000, max: 4000 }),
      y: fc.integer({ min: -4000, max: 4000 }),
      width: fc.integer({ min: 640, max: 4000 }),
      height: fc.integer({ min: 480, max: 3000 }),
    });
    fc.assert(
      fc.property(box, fc.array(area, { minLength: 1, maxLength: 3 }), (saved, all) => {
        const [primary] = all;
        if (primary === undefined) return;
        const fitted = fitBounds(saved, { primary, all });
        const holds = (screen: Box) =>
          fitted.x >= screen.x &&
          fitted.y >= screen.y &&
          fitted.x + fitted.width <= screen.x + screen.width &&
          fitted.y + fitted.height <= screen.y + screen.height;
        expect(all.some(holds)).toBe(true);
      }),
    );
  });
});
