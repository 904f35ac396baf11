/**
 * DASH manifests over takes: one Period per take, one AdaptationSet whose Representations hold picture and sound
 * together (the recording is one file), segments as byte ranges.
 */
import { isoTime } from '../base/clock.ts';
import { type PlaylistTake, type TakeSelection, selectSegments } from './hls-playlist.ts';

/** Ticks per second of the manifest: microseconds hold the time scales of every source closely enough. */
const timescale = 1_000_000;

export type DashRendition = { name: string; takes: readonly PlaylistTake[] };

/**
 * @param options.renditions the same takes in each; best first
 * @param options.isComplete otherwise the manifest is dynamic and read again every two seconds
 */
export function dashManifest(options: {
  renditions: readonly DashRendition[];
  isComplete: boolean;
  /** Wall clock of the lesson's beginning, ms; needed while it is live. */
  availableFromMs?: number;
  startSec?: number;
  endSec?: number;
}): string {
  const { isComplete, startSec = 0, endSec = Number.POSITIVE_INFINITY } = options;
  const selections = options.renditions.map((rendition) => ({
    name: rendition.name,
    takes: selectSegments(rendition.takes, startSec, endSec),
  }));
  const periods: string[] = [];
  let periodStartSec = 0;
  for (const [position, reference] of (selections[0]?.takes ?? []).entries()) {
    const durationSec = reference.segments.reduce((sum, segment) => sum + segment.durationSec, 0);
    const representations = selections.flatMap(({ name, takes }) => {
      const take = takes.find((candidate) => candidate.startSec === reference.startSec);
      return take === undefined ? [] : [representation(`${name}-${position}`, take)];
    });
    const isOpen = !isComplete && position === (selections[0]?.takes.length ?? 0) - 1;
    periods.push(
      `  <Period id="${position}" start="${duration(periodStartSec)}"${isOpen ? '' : ` duration="${duration(durationSec)}"`}>`,
      `    <AdaptationSet id="0" contentType="video" mimeType="video/mp4" segmentAlignment="true" startWithSAP="1">`,
      ...representations,
      '    </AdaptationSet>',
      '  </Period>',
    );
    periodStartSec += durationSec;
  }
  const timing = isComplete
    ? `type="static" mediaPresentationDuration="${duration(periodStartSec)}"`
    : `type="dynamic" availabilityStartTime="${isoTime(options.availableFromMs ?? 0)}" minimumUpdatePeriod="PT2S"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-main:2011" ${timing} minBufferTime="PT4S">`,
    ...periods,
    '</MPD>',
    '',
  ].join('\n');
}

function representation(id: string, take: TakeSelection): string {
  const { index } = take;
  const firstSec = index.originSec + (take.segments[0]?.startSec ?? 0);
  const attributes = [
    `id="${escapeXml(id)}"`,
    `bandwidth="${Math.max(1, Math.ceil(index.peakBitrate))}"`,
    `codecs="${[index.videoCodec, index.audioCodec].filter((codec) => codec !== undefined).join(',')}"`,
    ...(index.width === undefined ? [] : [`width="${index.width}"`]),
    ...(index.height === undefined ? [] : [`height="${index.height}"`]),
    ...(index.frameRate === undefined ? [] : [`frameRate="${frameRate(index.frameRate)}"`]),
  ];
  return [
    `      <Representation ${attributes.join(' ')}>`,
    `        <BaseURL>${escapeXml(take.uri)}</BaseURL>`,
    `        <SegmentList timescale="${timescale}" presentationTimeOffset="${ticks(firstSec)}">`,
    `          <Initialization range="${range(index.init.offset, index.init.size)}"/>`,
    '          <SegmentTimeline>',
    ...take.segments.map((segment) => {
      const startTicks = ticks(index.originSec + segment.startSec);
      const endTicks = ticks(index.originSec + segment.startSec + segment.durationSec);
      return `            <S t="${startTicks}" d="${endTicks - startTicks}"/>`;
    }),
    '          </SegmentTimeline>',
    ...take.segments.map(
      (segment) => `          <SegmentURL mediaRange="${range(segment.offset, segment.size)}"/>`,
    ),
    '        </SegmentList>',
    '      </Representation>',
  ].join('\n');
}

function ticks(sec: number): number {
  return Math.round(sec * timescale);
}

function range(offset: number, size: number): string {
  return `${offset}-${offset + size - 1}`;
}

function duration(sec: number): string {
  return `PT${sec.toFixed(3)}S`;
}

/** DASH writes frame rates as whole numbers or fractions. */
function frameRate(value: number): string {
  return Number.isInteger(value) ? String(value) : `${Math.round(value * 1000)}/1000`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
