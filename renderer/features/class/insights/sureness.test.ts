import { expect, it } from 'vitest';
import { surenessOf } from './sureness.ts';

it('says how sure something is in three steps', () => {
  expect([1, 0.75, 0.74, 0.5, 0.49, 0].map(surenessOf)).toEqual([
    'sure',
    'sure',
    'likely',
    'likely',
    'guess',
    'guess',
  ]);
});
