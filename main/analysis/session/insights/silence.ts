/**
 * Silent stretches: nobody speaks for much longer than is usual in this lesson and hardly anybody writes. They may be
 * work or thinking as well as trouble: the insight only says where. Pure.
 */
import { evidenceIn } from '../recording-clock.ts';
import { clamp, median, robustSigma, rounded } from '../robust.ts';
import { type SessionTimeline, shownAt } from '../timeline.ts';
import type { InsightOf } from './insight.ts';

/** Shorter pauses are thinking time (s). */
const shortestSec = 20;
const sigmas = 3;
/** More messages a minute than this, and the class is talking in the chat. */
const quietPerMin = 1;
const mostShown = 5;

export function silentStretches(timeline: SessionTimeline): InsightOf<'silence'>[] {
  const found = timeline.recordings.flatMap((recording) => {
    const pauses = recording.speech?.pauses ?? [];
    const lengths = pauses.map(({ start_time, end_time }) => end_time - start_time);
    const limit =
      lengths.length < 3
        ? shortestSec
        : Math.max(shortestSec, median(lengths) + sigmas * robustSigma(lengths));
    return pauses
      .map(({ start_time, end_time }) => ({
        recording,
        startSec: start_time,
        endSec: end_time,
        lengthSec: end_time - start_time,
      }))
      .filter(({ lengthSec }) => lengthSec >= limit)
      .filter(({ startSec, endSec, lengthSec }) => {
        const written = timeline.messages.filter(
          ({ place }) =>
            place?.recordingId === recording.recordingId &&
            startSec <= place.timeSec &&
            place.timeSec < endSec,
        );
        return written.length <= Math.max(1, (lengthSec / 60) * quietPerMin);
      });
  });
  if (found.length === 0) return [];
  const longest = found.toSorted((one, other) => other.lengthSec - one.lengthSec).slice(0, mostShown);
  const [first] = longest;
  if (first === undefined) return [];
  const place = { recordingId: first.recording.recordingId, timeSec: first.startSec };
  return [
    {
      kind: 'silence',
      longestSec: Math.round(first.lengthSec),
      count: found.length,
      slide: shownAt(timeline.recordings, place).slide?.heading ?? '',
      evidence: longest.map(({ recording, startSec, endSec }) =>
        evidenceIn(recording, { startSec, endSec }, { source: 'speech' }),
      ),
      confidence: rounded(clamp(0.5 + first.lengthSec / 240)),
    },
  ];
}
