import { expect, it } from 'vitest';
import { defaultSettings, settingsSchema } from '../../../contract/settings.ts';
import { withChange } from '../../api/settings.ts';
import { changeOf, isSameValue, readSetting } from './setting-path.ts';

it('reads and changes one setting and leaves the others', () => {
  const change = changeOf('recording.alarms.silent_after_seconds', 30);
  expect(change).toEqual({ recording: { alarms: { silent_after_seconds: 30 } } });
  const changed = withChange(defaultSettings, change);
  expect(readSetting(changed, 'recording.alarms.silent_after_seconds')).toBe(30);
  expect(readSetting(changed, 'recording.alarms.black_after_seconds')).toBe(60);
  expect(readSetting(defaultSettings, 'recording.alarms.silent_after_seconds')).toBe(60);
  expect(settingsSchema.safeParse(changed).success).toBe(true);
});

it('replaces lists and empties whole', () => {
  const changed = withChange(defaultSettings, changeOf('processing.ladder', [480]));
  expect(readSetting(changed, 'processing.ladder')).toEqual([480]);
  expect(readSetting(withChange(changed, changeOf('library.keep_days', 90)), 'library.keep_days')).toBe(90);
});

it('knows a value by what it says', () => {
  expect(isSameValue([720, 480], [720, 480])).toBe(true);
  expect(isSameValue(null, 0)).toBe(false);
});
