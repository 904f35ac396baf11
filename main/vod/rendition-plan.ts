/** Which resolutions are made of a lesson. Pure. */
import { type RenditionName, ladderHeights } from '../../contract/vod.ts';

export type PlannedRendition = { name: Exclude<RenditionName, 'source'>; height: number };

/** profile_idc of the H.264 profiles that browsers decode: Baseline, Main, Extended, High: 8 bits, 4:2:0. */
const playableProfiles = new Set(['42', '4d', '58', '64']);

/**
 * Whether Chromium, Firefox and Safari alike play the codec.
 * @param codec as in a playlist's CODECS; undefined: no picture, nothing to stop it.
 */
export function isPlayableEverywhere(codec: string | undefined): boolean {
  if (codec === undefined) return true;
  const [kind, configuration = ''] = codec.split('.');
  if (kind !== 'avc1' && kind !== 'avc3') return false;
  return playableProfiles.has(configuration.slice(0, 2).toLowerCase());
}

/**
 * The wished heights below the source's own. A source that browsers cannot play also gets one in its own size (or the
 * largest the ladder knows), whatever the settings say.
 * @param source of the tallest take
 */
export function planRenditions(
  source: { height: number | undefined; videoCodec: string | undefined },
  wishedHeights: readonly number[],
): PlannedRendition[] {
  const { height, videoCodec } = source;
  if (height === undefined || videoCodec === undefined) return [];
  const mustReplace = !isPlayableEverywhere(videoCodec);
  const largest = ladderHeights.find((step) => step <= height) ?? 360;
  return ladderHeights.flatMap((step): PlannedRendition[] => {
    const isWished = wishedHeights.includes(step) && step < height;
    const isReplacement = mustReplace && step === largest;
    return isWished || isReplacement ? [{ name: `${step}p`, height: even(Math.min(step, height)) }] : [];
  });
}

/** 4:2:0 pictures have even sides. */
function even(pixels: number): number {
  return Math.max(2, pixels - (pixels % 2));
}
