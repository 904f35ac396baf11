import { describe, expect, it } from 'vitest';
import { defaultSettings, settingsSchema } from '../../../contract/settings.ts';
import {
  type ChoicePath,
  type NumberPath,
  choices,
  choicesWith,
  numberLimits,
  numberWithin,
} from './number-limits.ts';
import { changeOf, readSetting } from './setting-path.ts';

const isAccepted = (path: NumberPath | ChoicePath, value: number) =>
  settingsSchema.safeParse(changeOf(path, value)).success;

describe('what the page offers for number settings', () => {
  it.each(Object.keys(numberLimits) as NumberPath[])('%s ends where the contract does', (path) => {
    const { min, max } = numberLimits[path];
    expect([min - 1, min, max, max + 1].map((value) => isAccepted(path, value))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it.each(Object.keys(choices) as ChoicePath[])(
    '%s offers what the contract accepts, the default among it',
    (path) => {
      expect(choices[path].every((value) => isAccepted(path, value))).toBe(true);
      expect(choices[path]).toContain(readSetting(defaultSettings, path));
    },
  );

  it('shows a value that was set elsewhere beside the usual ones', () => {
    expect(choicesWith('recording.stop_free_minutes', 3)).toEqual([1, 2, 3, 5, 10, 30]);
    expect(choicesWith('recording.stop_free_minutes', 2)).toEqual([1, 2, 5, 10, 30]);
  });

  it('takes no number for one outside the limits', () => {
    const limits = { min: 1, max: 365 };
    expect(['', 'x', '0', '366', '30', 365].map((text) => numberWithin(text, limits))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      30,
      365,
    ]);
  });
});
