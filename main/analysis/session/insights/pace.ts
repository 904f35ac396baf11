/** Pace: words that come onto the screen per minute, three minutes at a time, against the lesson's own middle. Pure. */
import type { RecordingFacts } from '../../../db/session-facts.ts';
import { evidenceIn } from '../recording-clock.ts';
import { clamp, median, robustZ, rounded } from '../robust.ts';
import type { InsightOf } from './insight.ts';

const windowSec = 180;
/** A lesson needs so many of them with words to have a middle. */
const fewestWindows = 5;
/** Times the lesson's own middle … */
const fastFactor = 2.5;
const sigmas = 3;
/** … in words a minute at least: below it anything can be read. */
const fewestPerMin = 30;
const mostMoments = 2;

type Window = { recording: RecordingFacts; startSec: number; endSec: number; perMin: number; slide: string };

export function fastStretches(recordings: readonly RecordingFacts[]): InsightOf<'pace'>[] {
  const windows = recordings.flatMap(windowsOf);
  const rates = windows.map(({ perMin }) => perMin).filter((perMin) => perMin > 0);
  if (rates.length < fewestWindows) return [];
  const usual = median(rates);
  return windows
    .filter(
      ({ perMin }) =>
        perMin >= Math.max(fewestPerMin, fastFactor * usual) && robustZ(perMin, rates, usual / 4) >= sigmas,
    )
    .toSorted((one, other) => other.perMin - one.perMin)
    .slice(0, mostMoments)
    .toSorted((one, other) => one.startSec - other.startSec)
    .map(({ recording, startSec, endSec, perMin, slide }) => ({
      kind: 'pace',
      wordsPerMin: Math.round(perMin),
      usualPerMin: Math.round(usual),
      slide,
      evidence: [evidenceIn(recording, { startSec, endSec }, { source: 'slide' })],
      confidence: rounded(clamp(1 - usual / perMin)),
    }));
}

/** Words per minute of the whole lesson that came onto the screen; null without screens. */
export function wordsPerMinute(recordings: readonly RecordingFacts[]): number | null {
  const seen = recordings.filter(({ slides, durationSec }) => slides.length > 0 && durationSec > 0);
  if (seen.length === 0) return null;
  const words = seen.reduce(
    (sum, recording) => sum + newWords(recording).reduce((all, one) => all + one.words, 0),
    0,
  );
  return (words * 60) / seen.reduce((sum, { durationSec }) => sum + durationSec, 0);
}

function windowsOf(recording: RecordingFacts): Window[] {
  const count = Math.floor(recording.durationSec / windowSec);
  const fresh = newWords(recording);
  return Array.from({ length: count }, (_, at) => {
    const [startSec, endSec] = [at * windowSec, (at + 1) * windowSec];
    const inside = fresh.filter(({ slide }) => slide.startSec >= startSec && slide.startSec < endSec);
    const words = inside.reduce((sum, one) => sum + one.words, 0);
    const slide = inside.toSorted((one, other) => other.words - one.words)[0]?.slide.heading ?? '';
    return { recording, startSec, endSec, perMin: (words * 60) / windowSec, slide };
  });
}

/** Words a screen has that the one before had not; a screen that comes back is not new. */
function newWords(recording: RecordingFacts) {
  const seen = new Set<string>();
  return recording.slides.map((slide) => {
    const lines = slide.text.split('\n').filter((line) => line.trim() !== '' && !seen.has(line));
    for (const line of lines) seen.add(line);
    return {
      slide,
      words: lines.reduce((sum, line) => sum + (line.match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0),
    };
  });
}
