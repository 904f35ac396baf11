import { describe, expect, it } from 'vitest';
import { chosenVersion, judge, objectionTo, troublesOf, waitFor } from './decisions.ts';

const times = { limitMs: 60_000, settleMs: 10_000 };
const at = (nowMs: number, seen: Partial<Parameters<typeof judge>[0]>) =>
  judge({ startedMs: 0, hasAnswered: false, deaths: 0, ...seen }, nowMs, times);

describe('an offer', () => {
  const offered = { version: '1.3.0', platform: 'linux', arch: 'x64', shell_contract: 1 } as const;
  const here = { platform: 'linux', arch: 'x64', version: '1.2.0' };

  it.each([
    [{}, undefined],
    [{ version: '1.2.0' }, 'update_not_newer'],
    [{ version: '1.2.0-rc.1' }, 'update_not_newer'],
    [{ version: '1.1.9' }, 'update_not_newer'],
    [{ platform: 'win32' }, 'update_other_computer'],
    [{ arch: 'arm64' }, 'update_other_computer'],
    [{ shell_contract: 2 }, 'update_needs_installer'],
  ] as const)('%j: %s', (change, objection) => {
    expect(objectionTo({ ...offered, ...change }, here)).toBe(objection);
  });
});

it('starts an unpacked core only while it is newer than what an installer brought', () => {
  expect(chosenVersion(null, '1.0.0')).toBeNull();
  expect(chosenVersion('1.1.0', '1.0.0')).toBe('1.1.0');
  expect(chosenVersion('1.1.0', '1.1.0')).toBeNull();
  expect(chosenVersion('1.1.0', '1.2.0-rc.1')).toBeNull();
});

describe('a change of the core waits', () => {
  const quiet = { isRunning: true, isRecording: false, isScheduleNear: false, imports: 0 };
  it.each([
    [{}, undefined],
    [{ isRecording: true }, 'recording'],
    // A core that is being started again may be recording.
    [{ isRecording: true, isRunning: false }, 'recording'],
    [{ isRunning: false }, 'core_not_running'],
    [{ isScheduleNear: true }, 'schedule'],
    [{ imports: 2 }, 'imports'],
  ] as const)('%j: %s', (change, reason) => {
    expect(waitFor({ ...quiet, ...change })).toBe(reason);
  });
});

it('holds against a core what it can have caused, and no source that is off the air', () => {
  const parts = [
    { part: 'recording', state: 'trouble' },
    { part: 'watches', state: 'trouble' },
    { part: 'ffmpeg', state: 'trouble' },
    { part: 'library', state: 'attention' },
    { part: 'part-of-the-future', state: 'trouble' },
  ];
  expect(troublesOf(parts)).toEqual(['ffmpeg', 'part-of-the-future']);
});

describe('a core on trial', () => {
  it('is good once it has been well for a while', () => {
    expect(at(5000, { hasAnswered: true, wellSinceMs: 2000 })).toEqual({ kind: 'wait' });
    expect(at(12_000, { hasAnswered: true, wellSinceMs: 2000 })).toEqual({ kind: 'good' });
  });

  it('may end once', () => {
    expect(at(1000, { deaths: 1 })).toEqual({ kind: 'wait' });
    expect(at(1000, { deaths: 2 })).toEqual({ kind: 'bad', reason: 'ended' });
    expect(at(60_000, { deaths: 1 })).toEqual({ kind: 'bad', reason: 'ended' });
  });

  it('has to answer in time', () => {
    expect(at(59_999, {})).toEqual({ kind: 'wait' });
    expect(at(60_000, {})).toEqual({ kind: 'bad', reason: 'silent' });
  });

  it('has to be well in time, and may show a little later that it stays so', () => {
    expect(at(60_000, { hasAnswered: true })).toEqual({ kind: 'bad', reason: 'unhealthy' });
    expect(at(60_000, { hasAnswered: true, wellSinceMs: 55_000 })).toEqual({ kind: 'wait' });
    expect(at(65_000, { hasAnswered: true, wellSinceMs: 55_000 })).toEqual({ kind: 'good' });
  });
});
