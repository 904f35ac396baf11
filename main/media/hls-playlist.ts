/** HLS playlists over takes: byte ranges of the recordings themselves, nothing is copied (RFC 8216, version 7). */
import { isoTime } from '../base/clock.ts';
import type { Segment, TakeIndex } from './fmp4-index.ts';

export type PlaylistTake = {
  index: TakeIndex;
  /** Address of the take's file, relative to the playlist or absolute. */
  uri: string;
  /** Position of the take in the lesson, seconds. */
  startSec: number;
  /** Wall clock of the take's position 0, ms since the epoch. */
  wallClockMs?: number | undefined;
};

export type TakeSelection = PlaylistTake & { segments: readonly Segment[] };

/** Takes with the segments that overlap [startSec, endSec) of the lesson; takes without any are left out. */
export function selectSegments(
  takes: readonly PlaylistTake[],
  startSec = 0,
  endSec: number = Number.POSITIVE_INFINITY,
): TakeSelection[] {
  return takes.flatMap((take) => {
    const segments = take.index.segments.filter((segment) => {
      const from = take.startSec + segment.startSec;
      return from < endSec && from + segment.durationSec > startSec;
    });
    return segments.length === 0 ? [] : [{ ...take, segments }];
  });
}

/**
 * @param options.isComplete nothing will be added: VOD with an end; otherwise an EVENT list that players read again
 * @param options.startSec whole segments that overlap the part are listed; EXT-X-START names the exact start
 */
export function mediaPlaylist(options: {
  takes: readonly PlaylistTake[];
  isComplete: boolean;
  startSec?: number;
  endSec?: number;
}): string {
  const { startSec = 0, endSec = Number.POSITIVE_INFINITY } = options;
  const selected = selectSegments(options.takes, startSec, endSec);
  const last = options.takes.at(-1);
  const recordedSec = last === undefined ? 0 : last.startSec + closedSec(last.index);
  const isComplete = options.isComplete || endSec <= recordedSec;
  const longest = Math.max(
    2,
    ...selected.flatMap((take) => take.segments.map((segment) => segment.durationSec)),
  );
  const [first] = selected;
  const skippedSec = first === undefined ? 0 : startSec - first.startSec - (first.segments[0]?.startSec ?? 0);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(longest)}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${isComplete ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    // While live, players would begin at the end; a lesson is seen from its start unless a part was asked for.
    ...(skippedSec > 0 ? [`#EXT-X-START:TIME-OFFSET=${seconds(skippedSec)},PRECISE=YES`] : []),
    ...selected.flatMap((take, position) => takeLines(take, position > 0)),
    ...(isComplete ? ['#EXT-X-ENDLIST'] : []),
  ];
  return `${lines.join('\n')}\n`;
}

export type Variant = {
  uri: string;
  /** `source`, `720p`… */
  name: string;
  bitrate: number;
  peakBitrate: number;
  width: number | undefined;
  height: number | undefined;
  frameRate: number | undefined;
  /** RFC 6381 names, undefined ones left out. */
  codecs: readonly (string | undefined)[];
};

/** Best picture first, as given. */
export function masterPlaylist(variants: readonly Variant[]): string {
  const lines = variants.flatMap((variant) => {
    const codecs = variant.codecs.filter((codec) => codec !== undefined);
    const attributes = [
      `BANDWIDTH=${Math.max(1, Math.ceil(variant.peakBitrate))}`,
      `AVERAGE-BANDWIDTH=${Math.max(1, Math.ceil(variant.bitrate))}`,
      ...(variant.width !== undefined && variant.height !== undefined
        ? [`RESOLUTION=${variant.width}x${variant.height}`]
        : []),
      ...(variant.frameRate === undefined ? [] : [`FRAME-RATE=${variant.frameRate.toFixed(3)}`]),
      ...(codecs.length === 0 ? [] : [`CODECS="${codecs.join(',')}"`]),
      `NAME="${variant.name.replaceAll(/["\r\n]/g, '')}"`,
    ];
    return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, variant.uri];
  });
  return `${['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-INDEPENDENT-SEGMENTS', ...lines].join('\n')}\n`;
}

/** What a variant of one rendition tells, from the indexes of its takes: the largest picture, the mean bitrate. */
export function variantOf(name: string, uri: string, indexes: readonly TakeIndex[]): Variant {
  const largest = indexes.toSorted((left, right) => (right.height ?? 0) - (left.height ?? 0))[0];
  const totalSec = indexes.reduce((sum, index) => sum + index.durationSec, 0);
  const totalBits = indexes.reduce((sum, index) => sum + index.bitrate * index.durationSec, 0);
  return {
    uri,
    name,
    bitrate: totalSec === 0 ? 0 : totalBits / totalSec,
    peakBitrate: Math.max(0, ...indexes.map((index) => index.peakBitrate)),
    width: largest?.width,
    height: largest?.height,
    frameRate: largest?.frameRate,
    codecs: [largest?.videoCodec, indexes.find((index) => index.audioCodec !== undefined)?.audioCodec],
  };
}

function takeLines(take: TakeSelection, isAfterAnother: boolean): string[] {
  const { index, uri, wallClockMs } = take;
  const [first] = take.segments;
  return [
    ...(isAfterAnother ? ['#EXT-X-DISCONTINUITY'] : []),
    `#EXT-X-MAP:URI="${uri}",BYTERANGE="${index.init.size}@${index.init.offset}"`,
    ...(wallClockMs === undefined || first === undefined
      ? []
      : [`#EXT-X-PROGRAM-DATE-TIME:${isoTime(wallClockMs + first.startSec * 1000)}`]),
    ...take.segments.flatMap((segment) => [
      `#EXTINF:${seconds(segment.durationSec)},`,
      `#EXT-X-BYTERANGE:${segment.size}@${segment.offset}`,
      uri,
    ]),
  ];
}

function closedSec(index: TakeIndex): number {
  const last = index.segments.at(-1);
  return last === undefined ? 0 : last.startSec + last.durationSec;
}

function seconds(value: number): string {
  return value.toFixed(6);
}
