/** Numbers about speech that a teacher can act on. Pure; in seconds. */
import type { LessonSpeech, Span } from '../../../../contract/analysis.ts';

export type SpeechFacts = {
  spokenSec: number;
  /** Of the time with sound, 0–1. */
  share: number | undefined;
  longestPause: Span | undefined;
  loudness: 'good' | 'quiet' | 'loud' | undefined;
};

/**
 * Mean level of speech that is neither hard to hear nor too loud, dBFS. Speech at the −23 LUFS of EBU R 128 lies near
 * −24; that 12 dB to either side is where people reach for the volume is our own judgement.
 */
const goodDb = { from: -36, to: -12 } as const;

export function speechFacts(speech: LessonSpeech): SpeechFacts {
  return {
    spokenSec: speech.spans.reduce((sum, span) => sum + lengthOf(span), 0),
    share: speech.speech_share ?? undefined,
    longestPause: speech.pauses.toSorted((left, right) => lengthOf(right) - lengthOf(left))[0],
    loudness: loudnessOf(speech.level),
  };
}

function loudnessOf(level: LessonSpeech['level']): SpeechFacts['loudness'] {
  if (level === null) return undefined;
  if (level.mean_db < goodDb.from) return 'quiet';
  return level.mean_db > goodDb.to ? 'loud' : 'good';
}

function lengthOf({ start_time: from, end_time: to }: Span): number {
  return to - from;
}
