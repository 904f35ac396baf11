import { describe, expect, it } from 'vitest';
import type { SessionLanes } from '../../../../contract/session-analysis.ts';
import {
  minuteAt,
  minuteByKey,
  minuteCount,
  minuteFacts,
  shownLanes,
  tallest,
  withWholeMinutes,
} from './minute-facts.ts';

const quiet = {
  ...{ messages: 0, questions: 0, positive: 0, negative: 0, answers: 0, wrong: 0 },
  speech: null,
};
const lanes: SessionLanes = {
  recording_id: '0190f3a0-0000-7000-8000-00000000c1a5',
  started_at: null,
  duration: 150,
  minutes: [
    {
      time: 0,
      ...{ messages: 5, questions: 2, positive: 1, negative: 2, answers: 4, wrong: 3 },
      speech: 0.5,
    },
    { ...quiet, time: 60 },
    { ...quiet, time: 120, messages: 1 },
  ],
  slides: [
    { time: 0, end_time: 50, seq: 1, heading: '분수' },
    { time: 50, end_time: 90, seq: 2, heading: '  ' },
    { time: 90, end_time: 150, seq: 3, heading: '통분' },
  ],
  chapters: [
    { time: 0, end_time: 30, chapter_id: 'a', title: '복습' },
    { time: 30, end_time: 150, chapter_id: 'b', title: '통분' },
  ],
  pauses: [
    { time: 20, end_time: 30 },
    { time: 55, end_time: 70 },
  ],
  gaps: [
    { time: 60, seconds: 40 },
    { time: 150, seconds: 5 },
  ],
  signals: [
    { time: 10, end_time: 70, kind: 'hand_raised', confidence: 0.9 },
    { time: 20, end_time: 30, kind: 'hand_raised', confidence: 0.9 },
  ],
};

describe('a minute', () => {
  it('adds up what was written, answered, said and shown in it', () => {
    expect(minuteFacts(lanes, 0)).toEqual({
      ...{ fromSec: 0, toSec: 60, messages: 5, positive: 1, negative: 2, rest: 2, questions: 2 },
      ...{ answers: 4, right: 1, wrong: 3, speech: 0.5, pausedSec: 15, missingSec: 0 },
      ...{ screens: ['분수'], chapter: '통분', signals: ['hand_raised'] },
    });
  });

  it('has the hole at its beginning, and the last one also that at its end', () => {
    expect(minuteFacts(lanes, 1)).toMatchObject({ missingSec: 40, pausedSec: 10, screens: ['통분'] });
    expect(minuteFacts(lanes, 2)).toMatchObject({ fromSec: 120, toSec: 150, missingSec: 5, signals: [] });
  });

  it('is empty where nothing is known', () => {
    const bare = { ...lanes, duration: 0, minutes: [], slides: [], chapters: [], gaps: [] };
    expect(minuteCount(bare)).toBe(1);
    expect(minuteFacts(bare, 0)).toMatchObject({ messages: 0, rest: 0, speech: null, chapter: undefined });
  });

  it('takes the seconds that are left over at the end', () => {
    const left = { ...quiet, time: 180, messages: 2, negative: 1 };
    const long = { ...lanes, duration: 180.04, minutes: [...lanes.minutes, left] };
    const whole = withWholeMinutes(long);
    expect(minuteCount(whole)).toBe(3);
    expect(minuteFacts(whole, 2)).toMatchObject({ fromSec: 120, toSec: 180.04, messages: 3, negative: 1 });
    expect(withWholeMinutes({ ...long, duration: 190 }).minutes).toHaveLength(4);
    expect(withWholeMinutes(lanes)).toBe(lanes);
  });

  it('is found by its place, and stays inside of the recording', () => {
    expect([-1, 0, 0.39, 0.41, 1, 2].map((share) => minuteAt(lanes, share))).toEqual([0, 0, 0, 1, 2, 2]);
    const keys = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageDown', 'x'];
    expect(keys.map((key) => minuteByKey(key, 1, 3))).toEqual([0, 2, 0, 2, 0, undefined]);
  });
});

describe('lanes', () => {
  it('are shown where there is something on them', () => {
    expect(shownLanes(lanes)).toEqual([
      ...['chapters', 'slides', 'messages', 'questions', 'answers', 'speech', 'pauses', 'signals'],
    ]);
    expect(shownLanes({ ...lanes, minutes: [{ ...quiet, time: 0 }], pauses: [], signals: [] })).toEqual([
      'chapters',
      'slides',
    ]);
  });

  it('are drawn against their highest column', () => {
    expect(tallest(lanes, ({ messages }) => messages)).toBe(5);
    expect(tallest({ ...lanes, minutes: [] }, ({ messages }) => messages)).toBe(1);
  });
});
