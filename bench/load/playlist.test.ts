import { expect, test } from 'vitest';
import { masterPlaylist, mediaPlaylist } from '../../main/media/hls-playlist.ts';
import { chooseVariant, parseMaster, parseMedia, segmentAt } from './playlist.ts';

const index = {
  init: { offset: 0, size: 800 },
  segments: [
    { startSec: 0, durationSec: 2, offset: 800, size: 1000 },
    { startSec: 2, durationSec: 2, offset: 1800, size: 3000 },
    { startSec: 4, durationSec: 1.5, offset: 4800, size: 500 },
  ],
} as unknown as Parameters<typeof mediaPlaylist>[0]['takes'][number]['index'];

const variantOf = (name: string, peakBitrate: number, height: number) => ({
  ...{ uri: `stream?resolution=${name}`, name, bitrate: peakBitrate * 0.8, peakBitrate },
  ...{ width: height * 2, height, frameRate: 30, codecs: ['avc1.640028', 'mp4a.40.2'] },
});

test('reads the media playlist that the core writes', () => {
  const text = mediaPlaylist({
    takes: [{ index, uri: 'media/480p/take-001.mp4', startSec: 0 }],
    isComplete: true,
  });
  const playlist = parseMedia(text);
  expect(playlist.isComplete).toBe(true);
  expect(playlist.init).toEqual({ uri: 'media/480p/take-001.mp4', start: 0, end: 799 });
  expect(playlist.segments).toEqual([
    { uri: 'media/480p/take-001.mp4', start: 800, end: 1799, startSec: 0, durationSec: 2 },
    { uri: 'media/480p/take-001.mp4', start: 1800, end: 4799, startSec: 2, durationSec: 2 },
    { uri: 'media/480p/take-001.mp4', start: 4800, end: 5299, startSec: 4, durationSec: 1.5 },
  ]);
  expect([0, 1.9, 2, 4.2, 99].map((atSec) => segmentAt(playlist, atSec))).toEqual([0, 0, 1, 2, 2]);
});

test('reads the master playlist that the core writes, smallest first, and chooses what fits', () => {
  const variants = parseMaster(
    masterPlaylist([variantOf('source', 4_400_000, 1080), variantOf('480p', 1_300_000, 480)]),
  );
  expect(variants.map(({ uri, height }) => [uri, height])).toEqual([
    ['stream?resolution=480p', 480],
    ['stream?resolution=source', 1080],
  ]);
  expect(chooseVariant(variants, 2_000_000)?.height).toBe(480);
  expect(chooseVariant(variants, 9_000_000)?.height).toBe(1080);
  expect(chooseVariant(variants, 100)?.height).toBe(480);
  expect(chooseVariant([], 100)).toBeUndefined();
});
