import { describe, expect, it } from 'vitest';
import { chaptersVtt, storyboardInterval, storyboardVtt, vttTime } from './storyboard.ts';

describe('storyboardVtt', () => {
  it('shows each picture until the next one, the first from the beginning, the last to the end', () => {
    const tiles = [
      { timeSec: 0.2, sheet: 1, place: 0 },
      { timeSec: 10, sheet: 1, place: 3 },
      { timeSec: 20.5, sheet: 2, place: 0 },
    ];
    const storyboard = { tileWidth: 160, tileHeight: 90, columns: 2, rows: 2, durationSec: 25, tiles };
    expect(storyboardVtt(storyboard, (sheet) => `trickplay/${sheet}.jpg`)).toBe(
      [
        'WEBVTT\n',
        '00:00:00.000 --> 00:00:10.000\ntrickplay/1.jpg#xywh=0,0,160,90\n',
        '00:00:10.000 --> 00:00:20.500\ntrickplay/1.jpg#xywh=160,90,160,90\n',
        '00:00:20.500 --> 00:00:25.000\ntrickplay/2.jpg#xywh=0,0,160,90\n',
      ].join('\n'),
    );
  });
});

describe('chaptersVtt', () => {
  it('keeps a title from becoming markup or another cue', () => {
    const vtt = chaptersVtt([
      { start_time: 0, end_time: 3661.5, title: '함수 <b>&\n\n00:00 --> 00:01' },
      { start_time: 3661.5, end_time: 3661.5, title: 'no length' },
    ]);
    expect(vtt).toBe('WEBVTT\n\n00:00:00.000 --> 01:01:01.500\n함수 &lt;b&gt;&amp; 00:00 --&gt; 00:01\n');
  });
});

describe('vttTime', () => {
  it.each([
    [0, '00:00:00.000'],
    [59.9996, '00:01:00.000'],
    [36_000.25, '10:00:00.250'],
  ])('%d s is %s', (sec, text) => {
    expect(vttTime(sec)).toBe(text);
  });
});

describe('storyboardInterval', () => {
  it.each([
    [20, 2],
    [300, 3],
    [600, 6],
    [7200, 10],
  ])('a lesson of %d s has a picture every %d s', (durationSec, intervalSec) => {
    expect(storyboardInterval(durationSec)).toBe(intervalSec);
  });
});
