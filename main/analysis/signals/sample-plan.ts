/** At which moments of a lesson to look: the first picture of a segment, about every ten seconds. Pure. */
import type { Timeline, TimelinePart } from '../../lesson/timeline.ts';
import type { Segment } from '../../media/fmp4-index.ts';

/** A raised hand is up for some 10–20 s; a look costs about 0.2 s on one core, 50 minutes so one minute (s). */
export const lookIntervalSec = 10;
/** Encoders place key frames by counting frames, not by the clock. */
const keyframeJitterSec = 0.05;
/** Looks of one run of ffmpeg, about 3 MB of pictures; what is done is kept after each. */
const looksPerBatch = 20;

export type SampleBatch = {
  part: TimelinePart;
  /** Each begins with the picture to look at. */
  segments: Segment[];
};

export function planSamples(
  { parts }: Pick<Timeline, 'parts'>,
  intervalSec = lookIntervalSec,
): SampleBatch[] {
  return parts.flatMap((part) => {
    if (part.index.videoCodec === undefined) return [];
    const chosen: Segment[] = [];
    let nextSec = 0;
    for (const segment of part.index.segments) {
      if (segment.startSec < nextSec) continue;
      nextSec = segment.startSec + intervalSec - keyframeJitterSec;
      chosen.push(segment);
    }
    return Array.from({ length: Math.ceil(chosen.length / looksPerBatch) }, (_, batch) => ({
      part,
      segments: chosen.slice(batch * looksPerBatch, (batch + 1) * looksPerBatch),
    }));
  });
}
