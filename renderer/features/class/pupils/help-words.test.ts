import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../../contract/session-analysis.ts';
import { byUrgency, concernOf, momentsIn, scoreText, signText } from './help-words.ts';

const moment = (change: Partial<Evidence>): Evidence => ({
  ...{ recording_id: null, time: null, end_time: null, at: null, source: 'quiz', ref: null },
  ...change,
});

describe('words about pupils who may need help', () => {
  it('stand for the score', () => {
    expect([0.4, 0.59, 0.6, 1].map(concernOf)).toEqual(['look', 'look', 'first', 'first']);
    expect(scoreText(0.7, 'ko')).toBe('0.70');
  });

  it('say shares as percent and times as a multiple', () => {
    expect(signText('wrong_answers', 0.7123, 'ko')).toBe('71%');
    expect(signText('slow_answers', 1.649, 'en')).toBe('1.6×');
    expect(signText('falling_participation', 1.25, 'en')).toBe('125%');
  });

  it('put those that have been seen to at the foot, in the same order', () => {
    const pupils = ['a', 'b', 'c', 'd'].map((id) => ({ student_id: id }));
    const done = new Set(['a', 'c']);
    const order = byUrgency(pupils, ({ student_id: id }) => done.has(id));
    expect(order.map(({ student_id: id }) => id)).toEqual(['b', 'd', 'a', 'c']);
  });
});

it('tells what can be watched from what nobody recorded, each moment once', () => {
  const at = '2026-03-02T01:05:00.000Z';
  const seen = moment({ recording_id: 'r', time: 61.2, at });
  expect(
    momentsIn([seen, moment({ recording_id: 'r', time: 61.9 }), moment({ at }), moment({ at }), moment({})]),
  ).toEqual({ watched: [seen], clock: [at] });
});
