import { expect, it } from 'vitest';
import type { LessonSpeech } from '../../../../contract/analysis.ts';
import { speechFacts } from './speech-facts.ts';

const span = (start: number, end: number) => ({ start_time: start, end_time: end });
const speech: LessonSpeech = {
  duration: 100,
  spans: [span(0, 20), span(25, 60)],
  pauses: [span(20, 25), span(60, 72), span(80, 84)],
  speech_share: 0.55,
  level: { mean_db: -24, peak_db: -3 },
  clipped: [],
};

const loudness = (level: LessonSpeech['level']) => speechFacts({ ...speech, level }).loudness;

it('adds up speech and finds the longest pause', () => {
  expect(speechFacts(speech)).toEqual({
    spokenSec: 55,
    share: 0.55,
    longestPause: span(60, 72),
    loudness: 'good',
  });
});

it('says when speech is hard to hear or too loud, and nothing where nobody speaks', () => {
  expect(loudness({ mean_db: -48, peak_db: -20 })).toBe('quiet');
  expect(loudness({ mean_db: -8, peak_db: 0 })).toBe('loud');
  expect(loudness(null)).toBeUndefined();
});
