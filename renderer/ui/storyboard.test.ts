import { expect, it } from 'vitest';
import { parseStoryboard, tileAt } from './storyboard.ts';

const address = 'http://127.0.0.1:8765/api/vod/0198/trickplay.vtt';
const vtt = `WEBVTT

00:00:00.000 --> 00:00:02.000
trickplay/1.jpg#xywh=0,0,192,108

00:00:02.000 --> 01:00:04.500
trickplay/1.jpg#xywh=192,0,192,108
`;

it('reads which piece of a sheet shows when', () => {
  expect(parseStoryboard(vtt, address)).toEqual([
    {
      startSec: 0,
      endSec: 2,
      sheet: 'http://127.0.0.1:8765/api/vod/0198/trickplay/1.jpg',
      x: 0,
      y: 0,
      width: 192,
      height: 108,
    },
    {
      startSec: 2,
      endSec: 3604.5,
      sheet: 'http://127.0.0.1:8765/api/vod/0198/trickplay/1.jpg',
      x: 192,
      y: 0,
      width: 192,
      height: 108,
    },
  ]);
});

it('reads short times, cue names and Windows line ends', () => {
  const short = 'WEBVTT\r\n\r\nfirst\r\n00:05.500 --> 00:07.000 align:start\r\n2.jpg#xywh=0,108,192,108\r\n';
  expect(parseStoryboard(short, address)).toMatchObject([{ startSec: 5.5, endSec: 7, y: 108 }]);
});

it('leaves out what makes no sense', () => {
  for (const text of [
    '',
    'WEBVTT',
    '{"code":"media_not_ready"}',
    'WEBVTT\n\n00:01.000 --> x\n1.jpg#xywh=1,2,3,4',
  ]) {
    expect(parseStoryboard(text, address)).toEqual([]);
  }
});

it('finds the picture of a position, the last one also after its end', () => {
  const tiles = parseStoryboard(vtt, address);
  expect([0, 1.99, 2, 5000].map((at) => tileAt(tiles, at)?.x)).toEqual([0, 0, 192, 192]);
  expect(tileAt([], 3)).toBeUndefined();
});
