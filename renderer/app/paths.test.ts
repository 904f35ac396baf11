import { expect, it } from 'vitest';
import { lessonPath, positionIn } from './paths.ts';

it('carries a position in the address of a lesson', () => {
  const path = lessonPath('0198c5ce', 760.44);
  expect(path).toBe('/lessons/0198c5ce?t=760.4');
  expect(positionIn(path.slice(path.indexOf('?')))).toBe(760.4);
  expect(lessonPath('0198c5ce')).toBe('/lessons/0198c5ce');
});

it('takes no position from an address that has none or a wrong one', () => {
  expect(['', '?t=', '?t=-3', '?t=x', '?q=t'].map(positionIn)).toEqual(Array(5).fill(undefined));
});
