import { expect, it } from 'vitest';
import { spanText } from './measured-shares.ts';

it.each([
  [0.863, 0.907, '86–91%'],
  [0.9, 0.902, '90%'],
  [0, 0, '0%'],
  [0, 0.004, '0–0.4%'],
  [0.996, 1, '99.6–100%'],
])('%d to %d is %s', (low, high, text) => {
  expect(spanText({ low, high })).toBe(text);
});
