import { expect, it } from 'vitest';
import type { Translate } from '../../../i18n/language.tsx';
import type { MinuteFacts } from './minute-facts.ts';
import { minuteSpan, minuteWords } from './minute-words.ts';

const t: Translate = (key, values = {}) => [key, ...Object.values(values)].join(' ');
const nothing: MinuteFacts = {
  ...{ fromSec: 60, toSec: 120, messages: 0, positive: 0, negative: 0, rest: 0, questions: 0 },
  ...{ answers: 0, right: 0, wrong: 0, speech: null, pausedSec: 0, missingSec: 0 },
  ...{ screens: [], chapter: undefined, signals: [] },
};
const words = (change: Partial<MinuteFacts>) => minuteWords({ ...nothing, ...change }, t, 'en');

it('says when it is', () => {
  expect(minuteSpan(nothing)).toBe('1:00–2:00');
});

it('says what was written, with its mood where it could be told', () => {
  expect(words({ messages: 5, rest: 5 })).toEqual(['overview.minute_messages 5']);
  expect(words({ messages: 5, positive: 1, negative: 2, questions: 3 })).toEqual([
    'overview.minute_messages 5 (overview.minute_positive 1, overview.minute_negative 2)',
    'overview.minute_questions 3',
  ]);
});

it('says what was answered, said and missed', () => {
  expect(
    words({
      answers: 4,
      right: 1,
      wrong: 3,
      speech: 0.25,
      pausedSec: 12,
      missingSec: 0.4,
      signals: ['absent'],
    }),
  ).toEqual([
    'overview.minute_answers 1 3',
    'overview.minute_speech 25%',
    'overview.minute_paused time.seconds 12',
    'overview.minute_missing time.seconds 1',
    'signal.absent',
  ]);
});

it('says that nothing was written', () => {
  expect(words({})).toEqual(['overview.minute_nothing']);
  expect(words({ speech: 0, signals: ['new_kind'] })).toEqual([
    'overview.minute_nothing',
    'overview.minute_speech 0%',
  ]);
});
