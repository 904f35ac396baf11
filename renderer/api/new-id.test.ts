import { expect, it } from 'vitest';
import { z } from 'zod';
import { newId } from './new-id.ts';

it('makes UUIDs, each another one', () => {
  const ids = Array.from({ length: 200 }, () => newId());
  expect(z.array(z.uuidv7()).safeParse(ids).success).toBe(true);
  expect(new Set(ids).size).toBe(200);
});

it('makes them in order of time', () => {
  const ids = Array.from({ length: 200 }, (_, index) => newId(1_764_460_800_000 + index));
  expect(ids.toSorted()).toEqual(ids);
});
