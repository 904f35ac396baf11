import { expect, it } from 'vitest';
import { bestTemperature, thresholdForPrecision, unsureBelow } from './calibration.ts';

it('cools what is too sure and leaves what is honest', () => {
  // Says 0.98 and is right in three of four.
  const logits = Array.from({ length: 40 }, () => [0, 4]);
  const labels = logits.map((_each, index) => (index % 4 === 0 ? 0 : 1));
  expect(bestTemperature(logits, labels)).toBeGreaterThan(3);
  const honest = logits.map(() => [0, Math.log(3)]);
  expect(bestTemperature(honest, labels)).toBeCloseTo(1);
});

it('goes as low as precision allows, counting what is flagged already', () => {
  const scored = Array.from({ length: 20 }, (_each, index) => ({ score: 1 - index / 20, is: index < 15 }));
  expect(thresholdForPrecision(scored, 1)).toBeCloseTo(0.3);
  expect(thresholdForPrecision(scored, 0.8)).toBeCloseTo(0.15);
  expect(thresholdForPrecision(scored, 0.8, [{ score: 1, is: false }])).toBeGreaterThan(0.15);
  expect(thresholdForPrecision(scored.slice(0, 5), 1)).toBe(0.999);
});

it('is unsure as long as that costs next to nothing', () => {
  const probabilities = [
    [0.9, 0.1],
    [0.55, 0.45],
    [0.2, 0.8],
  ];
  // The middle one is wrong as it stands: the fallback (1) is right.
  expect(unsureBelow(probabilities, [0, 1, 1], 1)).toBe(0.7);
  expect(unsureBelow(probabilities, [0, 0, 1], 1)).toBe(0.55);
});
