import { describe, expect, it } from 'vitest';
import { type HealthCode, type HealthPart, healthCodes, healthParts, worstOf } from './health.ts';
import { healthWords, sayPart } from './say-health.ts';

/** Numbers that no sentence may lose its sense with. */
const some = {
  recording: { running: 2, paused: 0, alarms: 1, data_age_seconds: 42 },
  storage: { free_bytes: 4e9, total_bytes: 1e12, free_minutes: 131.4, needed_minutes: 60, stop_minutes: 2 },
  volume: { reason: 'overlay' },
  backup: { age_seconds: 200_000, failure: null },
  ffmpeg: { version: '7.1' },
  watches: { rules: 3, open: 2, recording: 1, failing: 1 },
  library: { missing: 1 },
  database: { size_bytes: 41_000_000, wal_bytes: 70_000_000, pending_bytes: 65_000_000 },
  jobs: { queued: 3, running: 0, failed: 1, oldest_queued_seconds: 90_000 },
  analysis: { installed: 7, missing: 1, damaged: 1 },
  clock: { set_seconds: -7200, behind_seconds: 90_000 },
  core: { rss_bytes: 141e6, delay_p99_ms: 12.4 },
  restart: { uptime_seconds: 3700, recovered: 1, resumed: 1, failed: 1 },
};
const all = healthParts.flatMap((part) =>
  Object.entries(healthCodes[part]).map(
    ([code, state]) => ({ part, code, state, facts: some[part] }) as unknown as HealthPart,
  ),
);

describe.each(['ko', 'en'] as const)('words in %s', (language) => {
  it.each(all.map((part) => [part.code, part] as const))('say %s', (_code, part) => {
    const { text, advice } = sayPart(part, language);
    expect(text).not.toMatch(/undefined|null|NaN|\{/);
    expect(text).toMatch(/[.!]$/);
    // Where something is wrong, it is said what to do; where all is well, nothing is asked.
    expect(advice !== undefined).toBe(part.state === 'attention' || part.state === 'trouble');
    expect(`${text} ${advice ?? ''}`).not.toMatch(language === 'ko' ? /니다[.!?]/ : /[가-힣]/);
  });
});

it('says the state of a code that a newer core has', () => {
  const part = { part: 'jobs', code: 'jobs_paused' as HealthCode, state: 'attention', facts: some.jobs };
  expect(sayPart(part as unknown as HealthPart, 'ko').text).toBe(healthWords('ko').states.attention);
});

it('writes lengths and room as people say them', () => {
  const { length, say } = healthWords('ko');
  expect([0, 59, 61, 3700, 40_000, 200_000].map(length)).toEqual([
    '0초',
    '59초',
    '1분',
    '1시간 1분',
    '11시간',
    '2일',
  ]);
  const roomFor = (minutes: number) =>
    say.storage.storage_ok({ ...some.storage, free_minutes: minutes }).text;
  expect(roomFor(131.4)).toBe('2시간 11분 더 녹화할 수 있어요.');
  expect(roomFor(1e6)).toBe('1,000시간 이상 더 녹화할 수 있어요.');
  expect(healthWords('en').length(3660)).toBe('1 hour 1 minute');
});

it('is as bad as its worst part; what is off is well', () => {
  expect(worstOf([])).toBe('ok');
  expect(worstOf([{ state: 'ok' }, { state: 'off' }])).toBe('ok');
  expect(worstOf([{ state: 'attention' }, { state: 'ok' }])).toBe('attention');
  expect(worstOf([{ state: 'attention' }, { state: 'trouble' }])).toBe('trouble');
});
