import { describe, expect, it } from 'vitest';
import { teacherMeasureNames } from '../../../../contract/session-analysis.ts';
import type { Translate } from '../../../i18n/language.tsx';
import { type Measure, comparedWithEarlier, measureText, mostMoods, splitMeasures } from './measures.ts';

const t: Translate = (key, values = {}) => [key, ...Object.values(values)].join(' ');
const measure = (value: number | null, earlier: number | null = null): Measure => ({
  value,
  own_earlier: earlier,
  count: 4,
  text: '',
  evidence: [],
});

describe('a measure', () => {
  it('is read in its own unit', () => {
    expect(measureText('talk_share', 0.7123, t, 'en')).toBe('71%');
    expect(measureText('wait_time', 3.4, t, 'en')).toBe('teaching.unit_seconds 3.4');
    expect(measureText('thinking_time', 130, t, 'en')).toBe('time.minutes_seconds 2 10');
    expect(measureText('pauses_per_ten_minutes', 2.5, t, 'en')).toBe('teaching.unit_per_ten 2.5');
    expect(measureText('words_per_minute', 12, t, 'en')).toBe('teaching.unit_per_minute 12');
  });

  it('is more or less than in earlier lessons, or about the same', () => {
    expect(comparedWithEarlier('talk_share', measure(0.8, 0.6))).toBe('more');
    expect(comparedWithEarlier('talk_share', measure(0.61, 0.6))).toBe('same');
    expect(comparedWithEarlier('wait_time', measure(2, 4))).toBe('shorter');
    expect(comparedWithEarlier('thinking_time', measure(9, 4))).toBe('longer');
    expect(comparedWithEarlier('questions_per_ten_minutes', measure(0, 1))).toBe('less');
    expect(comparedWithEarlier('questions_per_ten_minutes', measure(0, 0))).toBe('same');
  });

  it('is compared with nothing where nothing is known', () => {
    expect(comparedWithEarlier('talk_share', measure(0.8))).toBeUndefined();
    expect(comparedWithEarlier('talk_share', measure(null, 0.6))).toBeUndefined();
  });
});

it('keeps measures apart that have no value', () => {
  const measures = {
    ...{ talk_share: measure(null), pauses_per_ten_minutes: measure(1), wait_time: measure(null) },
    ...{ thinking_time: measure(0), questions_per_ten_minutes: measure(2) },
    ...{ pupil_question_share: measure(0.1), words_per_minute: measure(9) },
  };
  const { known, unknown } = splitMeasures(measures);
  expect(unknown.map(({ name }) => name)).toEqual(['talk_share', 'wait_time']);
  expect(known.length + unknown.length).toBe(teacherMeasureNames.length);
});

it('draws moods against the busiest part', () => {
  const evidence = {
    ...{ recording_id: null, time: null, end_time: null, at: null, ref: null },
    source: 'chat' as const,
  };
  expect(mostMoods([{ evidence, positive: 1, neutral: 2, negative: 3 }])).toBe(6);
  expect(mostMoods([])).toBe(1);
});
