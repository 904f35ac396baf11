import { expect, it } from 'vitest';
import { parseTiles, tileAt } from './lesson-thumbnail-tiles.ts';

const vtt = `WEBVTT

00:00:00.000 --> 00:00:10.000
trickplay/1.jpg#xywh=0,0,160,90

00:00:10.000 --> 01:00:00.500
trickplay/1.jpg#xywh=160,0,160,90

note
01:00:00.500 --> 01:00:20.000
trickplay/2.jpg#xywh=0,90,160,90

00:00:01.000 --> 00:00:02.000
no picture
`;

it('reads which part of which sheet shows when', () => {
  const tiles = parseTiles(vtt);
  expect(tiles).toHaveLength(3);
  expect(tiles[1]).toEqual({
    startSec: 10,
    endSec: 3600.5,
    sheet: 'trickplay/1.jpg',
    x: 160,
    y: 0,
    width: 160,
    height: 90,
  });
  expect(parseTiles(vtt.replaceAll('\n', '\r\n'))).toEqual(tiles);
});

it('finds the tile of a moment', () => {
  const tiles = parseTiles(vtt);
  expect([0, 9.9, 10, 3600.4, 3601, 9999].map((at) => tileAt(tiles, at)?.startSec)).toEqual([
    0, 0, 10, 10, 3600.5, 3600.5,
  ]);
  expect(tileAt([], 3)).toBeUndefined();
  expect(parseTiles('WEBVTT\n')).toEqual([]);
});
