import { expect, it } from 'vitest';
import { keptPromises } from './kept-promises.ts';

it('gives the same promise every time, a failed one until it may be tried again', async () => {
  let isAway = true;
  const asked: string[] = [];
  const words = keptPromises(async (language: string) => {
    asked.push(language);
    if (isAway) throw new Error('away');
    return `words of ${language}`;
  });
  await expect(words.get('en')).rejects.toThrow('away');
  isAway = false;
  expect(words.get('en')).toBe(words.get('en'));
  await expect(words.get('en')).rejects.toThrow('away');
  const korean = words.get('ko');
  expect(await korean).toBe('words of ko');
  expect(asked).toEqual(['en', 'ko']);
  words.forgetFailed();
  expect(await words.get('en')).toBe('words of en');
  expect(words.get('ko')).toBe(korean);
  expect(asked).toEqual(['en', 'ko', 'en']);
});
