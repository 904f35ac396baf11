import { expect, it } from 'vitest';
import { supportText } from './support-text.ts';

const system = {
  version: '0.1.0',
  uptime_seconds: 61.4,
  platform: 'win32',
  node_version: '24.1.0',
  is_desktop: true,
  has_display: true,
  data_dir: 'C:\\Users\\kim\\AIRClass',
  library: { lessons: 12, trash: 1, recorded_seconds: 32_400 },
  storage: {
    folder: 'C:\\Users\\kim\\AIRClass\\media',
    free_bytes: 90e9,
    total_bytes: 250e9,
    recordings_bytes: 14e9,
    free_minutes: 3000,
  },
  ffmpeg: null,
  models: [],
  active_recordings: 0,
};

it('says what the support desk asks first, and nothing that names a person', () => {
  const text = supportText(system, 'Firefox');
  expect(text).toContain('AIRClass Recorder 0.1.0');
  expect(text).toContain('ffmpeg: missing');
  expect(text).toContain('14.0 GB used, 90.0 GB of 250.0 GB free');
  expect(text).not.toContain('kim');
});
