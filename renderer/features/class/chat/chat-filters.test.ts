/** Which messages are shown. */
import { describe, expect, it } from 'vitest';
import type { ReadMessage } from '../../../api/use-chat-readings.ts';
import { filtersIn, fits, isNarrowed, noFilters, withFilters } from './chat-filters.ts';

const message = (change: Partial<ReadMessage> = {}): ReadMessage => ({
  message_id: 'm1',
  sender_id: 's1',
  sender_name: '이서연',
  sender_role: 'student',
  text: '밑의 변환이 왜 돼요?',
  sent_at: '2026-03-02T00:05:00.000Z',
  recording_id: null,
  time: null,
  reading: {
    sentiment: { label: 'negative', confidence: 0.9, unsure: false },
    intent: { label: 'other', confidence: 0.4, unsure: true },
    keywords: ['밑의 변환'],
    spam: { is_spam: false, is_abusive: false, confidence: 0.98, severity: 'none', reasons: [] },
    language: 'ko',
  },
  ...change,
});

describe('filters in the address', () => {
  it('come back as they were set, beside what else stands there', () => {
    const filters = { isFlagged: true, mood: 'negative', intent: 'unsure', words: '변환' } as const;
    const search = withFilters(new URLSearchParams('t=4'), filters);
    expect(search.get('t')).toBe('4');
    expect(filtersIn(search)).toEqual(filters);
    expect(withFilters(search, noFilters).toString()).toBe('t=4');
  });

  it('that nobody could have set are none', () => {
    expect(filtersIn(new URLSearchParams('show=all&mood=sad&intent=QUESTION'))).toEqual(noFilters);
  });
});

describe('a message', () => {
  it('fits its mood and intent; what is uncertain is its own choice', () => {
    expect(fits(message(), { ...noFilters, mood: 'negative' })).toBe(true);
    expect(fits(message(), { ...noFilters, mood: 'neutral' })).toBe(false);
    expect(fits(message(), { ...noFilters, intent: 'unsure' })).toBe(true);
    expect(fits(message(), { ...noFilters, intent: 'other' })).toBe(false);
  });

  it('fits no mood while nobody has read it', () => {
    expect(fits(message({ reading: null }), { ...noFilters, mood: 'neutral' })).toBe(false);
    expect(fits(message({ reading: null }), noFilters)).toBe(true);
  });

  it('is found by words of its text or name, without spaces, and by initials', () => {
    const found = ['밑의변환', '서연', 'ㅂㅎ', '변환 서연'];
    expect(found.filter((words) => !fits(message(), { ...noFilters, words }))).toEqual([]);
    expect(fits(message(), { ...noFilters, words: '지수' })).toBe(false);
  });
});

it('knows whether anything is left out', () => {
  expect(isNarrowed({ ...noFilters, words: '  ' })).toBe(false);
  expect(isNarrowed({ ...noFilters, isFlagged: true })).toBe(false);
  expect(isNarrowed({ ...noFilters, mood: 'positive' })).toBe(true);
});
