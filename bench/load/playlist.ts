/** What a player reads out of HLS playlists. Pure. */

export type Variant = { uri: string; bandwidth: number; height: number | undefined };
export type Range = { uri: string; start: number; end: number };
export type Segment = Range & { startSec: number; durationSec: number };
export type MediaPlaylist = { init: Range | undefined; segments: Segment[]; isComplete: boolean };

/** @returns variants by rising bandwidth, as players sort them */
export function parseMaster(text: string): Variant[] {
  const lines = text.split('\n');
  const variants = lines.flatMap((line, index) => {
    if (!line.startsWith('#EXT-X-STREAM-INF:')) return [];
    const uri = lines[index + 1]?.trim() ?? '';
    const height = /RESOLUTION=\d+x(\d+)/.exec(line)?.[1];
    return [
      {
        uri,
        bandwidth: Number(/[:,]BANDWIDTH=(\d+)/.exec(line)?.[1] ?? 0),
        height: height === undefined ? undefined : Number(height),
      },
    ];
  });
  return variants.toSorted((left, right) => left.bandwidth - right.bandwidth);
}

/** The best variant for a connection; the smallest when none fits. */
export function chooseVariant(variants: readonly Variant[], bitsPerSecond: number): Variant | undefined {
  return variants.findLast(({ bandwidth }) => bandwidth <= bitsPerSecond) ?? variants[0];
}

export function parseMedia(text: string): MediaPlaylist {
  let init: Range | undefined;
  let range: [number, number] | undefined;
  let durationSec = 0;
  let startSec = 0;
  const segments: Segment[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('#EXT-X-MAP:')) {
      const uri = /URI="([^"]+)"/.exec(line)?.[1] ?? '';
      const [size = 0, offset = 0] = (/BYTERANGE="([^"]+)"/.exec(line)?.[1] ?? '').split('@').map(Number);
      init ??= { uri, start: offset, end: offset + size - 1 };
    } else if (line.startsWith('#EXTINF:')) {
      durationSec = Number.parseFloat(line.slice('#EXTINF:'.length));
    } else if (line.startsWith('#EXT-X-BYTERANGE:')) {
      const [size = 0, offset = 0] = line.slice('#EXT-X-BYTERANGE:'.length).split('@').map(Number);
      range = [offset, offset + size - 1];
    } else if (line !== '' && !line.startsWith('#') && range !== undefined) {
      segments.push({ uri: line.trim(), start: range[0], end: range[1], startSec, durationSec });
      startSec += durationSec;
      range = undefined;
    }
  }
  return { init, segments, isComplete: text.includes('#EXT-X-ENDLIST') };
}

/** Place of the segment that holds a position; the last one beyond the end. */
export function segmentAt({ segments }: Pick<MediaPlaylist, 'segments'>, atSec: number): number {
  const place = segments.findLastIndex(({ startSec }) => startSec <= atSec);
  return Math.max(0, place);
}
