import { expect, it } from 'vitest';
import { tokenIn } from './token-in.ts';

it('finds the token in a start-up link, also with spaces around it', () => {
  expect(tokenIn(' http://127.0.0.1:8765/lessons/1?t=3&token=abc-_9 ')).toBe('abc-_9');
});

it('takes anything else for the token itself, and a link without one for nothing', () => {
  expect(tokenIn('abc-_9')).toBe('abc-_9');
  expect(tokenIn('a:b')).toBe('a:b');
  expect(tokenIn('https://school.example/')).toBe('');
});
