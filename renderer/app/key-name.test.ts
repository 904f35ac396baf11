import { expect, it } from 'vitest';
import { isCharacterKey, keyName } from './key-name.ts';

it('names a letter the same on a Korean layout', () => {
  expect(keyName({ key: 'k', code: 'KeyK', shiftKey: false })).toBe('K');
  expect(keyName({ key: 'ㅏ', code: 'KeyK', shiftKey: false })).toBe('K');
  expect(keyName({ key: 'K', code: 'KeyK', shiftKey: true })).toBe('Shift+K');
});

it('names signs by what they say and the other keys by their name', () => {
  expect(keyName({ key: '?', code: 'Slash', shiftKey: true })).toBe('?');
  expect(keyName({ key: ' ', code: 'Space', shiftKey: false })).toBe('Space');
  expect(keyName({ key: 'ArrowLeft', code: 'ArrowLeft', shiftKey: true })).toBe('Shift+ArrowLeft');
});

it('knows the keys that write something from those that move or press', () => {
  for (const name of ['R', 'Shift+S', '?', '/', '1', '[']) expect(isCharacterKey(name)).toBe(true);
  for (const name of ['Space', 'ArrowLeft', 'Shift+ArrowLeft', 'Escape', 'F2', 'Enter']) {
    expect(isCharacterKey(name)).toBe(false);
  }
});
