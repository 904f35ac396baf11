import { describe, expect, it } from 'vitest';
import type { Evidence, InsightKind, KeyInsight } from '../../../../contract/session-analysis.ts';
import { insightsIn, insightsOfKind, kindCounts, shownEvidence } from './insight-list.ts';

const place = (recordingId: string | null, time: number | null, at: string | null = null): Evidence => ({
  recording_id: recordingId,
  time,
  end_time: null,
  at,
  source: 'chat',
  ref: null,
});
const insight = (kind: InsightKind, ...evidence: Evidence[]): KeyInsight => ({
  kind,
  text: kind,
  evidence,
  confidence: 0.6,
});
const many = [
  ...Array.from({ length: 3 }, () => insight('hard_quiz_item')),
  ...Array.from({ length: 2 }, () => insight('confusion')),
  insight('silence'),
];

describe('narrowing down', () => {
  it('is offered for more than five insights of several kinds', () => {
    expect(kindCounts(many)).toEqual([
      { kind: 'confusion', count: 2 },
      { kind: 'hard_quiz_item', count: 3 },
      { kind: 'silence', count: 1 },
    ]);
    expect(kindCounts(many.slice(0, 5))).toEqual([]);
    expect(kindCounts(Array.from({ length: 6 }, () => insight('silence')))).toEqual([]);
  });

  it('keeps one kind, and everything where the address names none that there is', () => {
    expect(insightsOfKind(many, 'silence').map(({ kind }) => kind)).toEqual(['silence']);
    expect(insightsOfKind(many, null)).toEqual(many);
    expect(insightsOfKind(many, 'pace')).toEqual(many);
    expect(insightsOfKind(many, 'nonsense')).toEqual(many);
  });
});

describe('evidence', () => {
  it('is shown once per moment, and not at all without a place and a time', () => {
    const clock = '2026-03-02T00:10:00.000Z';
    expect(
      shownEvidence([
        place('a', 60.2),
        place('a', 60.9),
        place('b', 60.2),
        place(null, null),
        place(null, null, clock),
        place(null, null, clock),
      ]),
    ).toEqual([place('a', 60.2), place('b', 60.2), place(null, null, clock)]);
  });
});

describe('insights of a recording', () => {
  it('are those with a moment in it, at their first one', () => {
    const found = insightsIn(
      [
        insight('confusion', place('b', 10), place('a', 20), place('a', 30)),
        insight('silence', place('b', 5)),
        insight('pace', place('a', null)),
        insight('not_heard_from', { ...place('a', 0), source: 'attendance' }),
        insight('chat_burst', place('a', 0)),
      ],
      'a',
      5,
    );
    expect(found.map(({ insight: { kind }, atSec }) => [kind, atSec])).toEqual([
      ['confusion', 20],
      ['chat_burst', 0],
    ]);
  });

  it('are no more than asked for', () => {
    expect(insightsIn([insight('pace', place('a', 1)), insight('pace', place('a', 2))], 'a', 1)).toHaveLength(
      1,
    );
  });
});
