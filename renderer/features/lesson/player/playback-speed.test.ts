import { expect, it } from 'vitest';
import { nextSpeed, rememberedSpeed } from './playback-speed.ts';

it('steps through the speeds and stops at the ends', () => {
  expect([nextSpeed(1, 1), nextSpeed(1, -1), nextSpeed(3, 1), nextSpeed(0.5, -1)]).toEqual([
    1.25, 0.75, 3, 0.5,
  ]);
});

const kept = (text: string | null) => rememberedSpeed({ getItem: () => text });

it('remembers a speed that makes sense', () => {
  expect([kept('1.5'), kept(null), kept('99'), kept('x')]).toEqual([1.5, 1, 1, 1]);
});
