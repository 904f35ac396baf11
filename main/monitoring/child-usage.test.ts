import { describe, expect, it } from 'vitest';
import { parseUsage, readUsage, roleOf } from './child-usage.ts';

const stat = (name: string, user: number, system: number) =>
  `812 (${name}) S 1 812 812 0 -1 4194560 900 0 0 0 ${user} ${system} 7 8 20 0 4 0 55 1000 200`;

describe('what a child process uses', () => {
  it('is read behind its name, whatever that is', () => {
    expect(parseUsage(stat('odd) S (name', 250, 50), 'Name:\todd\nVmRSS:\t   2048 kB\n')).toEqual({
      cpuSeconds: 3,
      residentBytes: 2048 * 1024,
    });
  });

  it('is unknown once it has ended', () => {
    expect(parseUsage(stat('ffmpeg', 1, 1), 'Name:\tffmpeg\nState:\tZ (zombie)\n')).toBeUndefined();
    expect(readUsage(2 ** 30)).toBeUndefined();
  });

  it('counts for what the process was started for', () => {
    expect(['take', 'sample', 'probe', 'analysis', 'renditions', 'something new'].map(roleOf)).toEqual([
      'take',
      'sampler',
      'look',
      'analysis',
      'job',
      'job',
    ]);
  });
});
