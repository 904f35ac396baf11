import { expect, it } from 'vitest';
import { wordsOf } from './running-words.ts';

const calm = { status: 'recording', alarms: [], gaps: [], hasResumed: false, isReachable: true } as const;
const texts = (change: Partial<Parameters<typeof wordsOf>[0]>) =>
  wordsOf({ ...calm, ...change }).map(({ text }) => text);

it('leaves a lesson that is fine in peace', () => {
  expect(texts({})).toEqual([]);
});

it('says what is wrong once', () => {
  expect(texts({ status: 'reconnecting', alarms: ['no_data', 'low_room'] })).toEqual([
    'record.source_away',
    'alarm.low_room',
  ]);
  expect(texts({ alarms: ['no_data'] })).toEqual(['alarm.no_data']);
});

it('says that the recorder was started anew, and how much is missing', () => {
  const gap = { start_time: 60, end_time: 72, reason: 'recorder_stopped', position: 60 } as const;
  expect(wordsOf({ ...calm, hasResumed: true, gaps: [gap] })).toEqual([
    { text: 'record.restarted_with_gap', tone: 'calm', seconds: 12 },
  ]);
  expect(texts({ hasResumed: true })).toEqual(['record.restarted']);
});

it('claims nothing while the recorder does not answer', () => {
  expect(texts({ isReachable: false, alarms: ['silent'], status: 'paused' })).toEqual(['record.unreachable']);
});
