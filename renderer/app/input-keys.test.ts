import { expect, it } from 'vitest';
import { inputTakesKey } from './input-keys.ts';

it('leaves every key to a field one types into', () => {
  for (const type of ['text', 'search', 'date', 'number']) {
    expect(inputTakesKey(type, 'r')).toBe(true);
    expect(inputTakesKey(type, ' ')).toBe(true);
  }
});

it('takes from sliders and boxes only what moves or presses them', () => {
  expect(inputTakesKey('range', 'ArrowLeft')).toBe(true);
  expect(inputTakesKey('range', 'PageDown')).toBe(true);
  expect(inputTakesKey('range', ' ')).toBe(false);
  expect(inputTakesKey('radio', 'ArrowUp')).toBe(true);
  expect(inputTakesKey('radio', ' ')).toBe(true);
  expect(inputTakesKey('checkbox', ' ')).toBe(true);
  expect(inputTakesKey('checkbox', 'ArrowDown')).toBe(false);
  for (const type of ['range', 'radio', 'checkbox', 'button']) expect(inputTakesKey(type, 'm')).toBe(false);
});
