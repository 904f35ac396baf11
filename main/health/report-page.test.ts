import { expect, it } from 'vitest';
import type { HealthReport } from '../../contract/health.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { changedSettings } from './report.ts';
import { reportPage } from './report-page.ts';

const nasty = `<img src=x onerror="alert('1')">&`;
const report: HealthReport = {
  product: 'AIRClass Recorder',
  version: nasty,
  made_at: '2026-03-02T00:00:00.000Z',
  health: {
    overall: 'ok',
    checked_at: '2026-03-02T00:00:00.000Z',
    parts: [{ part: 'ffmpeg', state: 'ok', code: 'ffmpeg_ok', facts: { version: nasty } }],
  },
  machine: {
    platform: nasty,
    release: nasty,
    arch: nasty,
    cores: 2,
    memory_bytes: 8e9,
    node_version: nasty,
    is_desktop: false,
    has_display: true,
    time_zone: 'Asia/Seoul',
  },
  ffmpeg: { version: nasty, origin: nasty, h264_encoder: nasty, aac_encoder: null },
  library: null,
  jobs: [{ kind: 'slides', state: 'done', count: 3 }],
  failures: {
    jobs: [{ kind: 'slides', code: 'ffmpeg_failed', count: 2, last_at: '2026-03-01T23:00:00.000Z' }],
    recordings: [],
    log: [{ code: nasty, count: 1, last_at: '2026-03-01T23:00:00.000Z' }],
  },
  settings: [{ name: nasty, value: nasty }],
  models: [
    {
      ...{ name: nasty, version: nasty, task: 'text', origin: 'built_in' },
      ...{ state: nasty, is_used: true },
    },
  ],
};

it('escapes whatever it is given', () => {
  for (const language of ['ko', 'en'] as const) {
    const page = reportPage(report, language);
    expect(page).not.toContain('<img');
    expect(page.match(/&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;/g)?.length).toBe(16);
  }
});

it('says in words that the library cannot be read, and times on the school’s clock', () => {
  const page = reportPage(report, 'ko');
  expect(page).toContain('수업 목록을 읽을 수 없어요.');
  expect(page).toMatch(/2026\. 3\. 2\..*9:00/);
});

it('tells changed numbers and switches, and of texts only those that say nothing about anybody', () => {
  const settings = {
    ...defaultSettings,
    time_zone: 'Asia/Seoul',
    profile: { ...defaultSettings.profile, teacher_name: '김서연' },
    library: { ...defaultSettings.library, keep_days: 365 },
    // As a later version may have.
    storage: { address: 'https://files.school.kr', retries: 3 },
  };
  expect(changedSettings(settings)).toEqual([
    { name: 'time_zone', value: 'Asia/Seoul' },
    { name: 'library.keep_days', value: 365 },
    { name: 'storage.retries', value: 3 },
  ]);
});
