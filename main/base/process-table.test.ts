import { describe, expect, it } from 'vitest';
import { RingBuffer } from './ring-buffer.ts';
import { isSameStart, parsePsList, parseWindowsList, runsProgram } from './process-table.ts';

describe('the process table', () => {
  it('reads the list of ps and leaves out zombies', () => {
    const text = [
      '    1 Ss   Mon Nov 23 11:00:00 2026 /sbin/launchd',
      '  412 S+   Mon Nov  2 09:05:07 2026 /opt/homebrew/bin/ffmpeg -i rtsp://host/a /data/take.mp4',
      '  413 Z    Mon Nov  2 09:05:07 2026 (ffmpeg)',
      'nonsense',
    ].join('\n');
    const entries = parsePsList(text);
    expect(entries.map((entry) => entry.pid)).toEqual([1, 412]);
    expect(runsProgram(entries[1]!, '/usr/local/bin/ffmpeg')).toBe(true);
    expect(runsProgram(entries[0]!, 'ffmpeg')).toBe(false);
  });

  it('reads one or many processes from PowerShell', () => {
    const row = {
      pid: 4,
      start: '2026-11-23T11:00:00.0000000Z',
      command: '"C:\\Program Files\\AIRClass\\ffmpeg.exe" -i x',
    };
    expect(parseWindowsList(JSON.stringify(row))).toHaveLength(1);
    const [entry] = parseWindowsList(JSON.stringify([row, { pid: 'x' }, { ...row, command: null }]));
    expect(runsProgram(entry!, 'D:\\tools\\FFMPEG.EXE')).toBe(true);
  });

  it('compares start times exactly where they are exact, within seconds elsewhere', () => {
    expect(isSameStart('boot-a:100', 'boot-a:100')).toBe(true);
    expect(isSameStart('boot-a:100', 'boot-a:101')).toBe(false);
    expect(isSameStart('2026-11-23T11:00:00Z', '2026-11-23T11:00:02Z')).toBe(true);
    expect(isSameStart('2026-11-23T11:00:00Z', '2026-11-23T11:00:09Z')).toBe(false);
    expect(isSameStart('', '')).toBe(false);
  });
});

describe('RingBuffer', () => {
  it('keeps the newest bytes in order, whatever the sizes of the chunks', () => {
    const ring = new RingBuffer(4);
    for (const chunk of ['ab', 'c', '', 'defghij', 'k']) ring.push(Buffer.from(chunk));
    expect(ring.toBuffer().toString()).toBe('hijk');
    expect(ring.totalBytes).toBe(11);
  });

  it('is short until it is full', () => {
    const ring = new RingBuffer(4);
    ring.push(Buffer.from('abcd'));
    expect(ring.hasWrapped).toBe(false);
    expect(ring.toBuffer().toString()).toBe('abcd');
  });
});
