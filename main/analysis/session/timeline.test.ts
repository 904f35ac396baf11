import { describe, expect, it } from 'vitest';
import { at, lessonId, smallSession, startMs, timelineOf } from '../../testing/session-facts.ts';
import { endMs, evidenceAt, placeAt, wallMs } from './recording-clock.ts';
import { joinTimeline, shownAt } from './timeline.ts';

/** Paused from minute 10 to 15 by the clock, and gone for one minute at minute 20. */
const gaps = [
  { start_time: 600, end_time: 900, position: 600 },
  { start_time: 1200, end_time: 1260, position: 900 },
];
const clock = { recordingId: lessonId, startedMs: startMs, durationSec: 1800, gaps };

describe('between the wall clock and a recording', () => {
  it('pauses are no part of the positions', () => {
    expect(placeAt([clock], at(5))).toEqual({ recordingId: lessonId, timeSec: 300 });
    expect(placeAt([clock], at(16))).toEqual({ recordingId: lessonId, timeSec: 660 });
    expect(placeAt([clock], at(22))).toEqual({ recordingId: lessonId, timeSec: 960 });
  });

  it('what was written in a pause is at its edge', () => {
    expect(placeAt([clock], at(12))?.timeSec).toBe(600);
  });

  it('the lesson ends later on the wall than on the time line', () => {
    expect(endMs(clock)).toBe(startMs + (1800 + 360) * 1000);
    expect(placeAt([clock], at(37))).toEqual({ recordingId: lessonId, timeSec: 1800 });
    expect(placeAt([clock], at(38))).toBeUndefined();
    expect(placeAt([clock], at(-1))).toBeUndefined();
  });

  it('positions know their wall clock; at the edge of a pause it is the one after it', () => {
    expect(wallMs(clock, 599)).toBe(startMs + 599_000);
    expect(wallMs(clock, 600)).toBe(at(15));
    expect(wallMs(clock, 900)).toBe(at(21));
    expect(wallMs({ ...clock, startedMs: null }, 5)).toBeNull();
  });

  it('evidence outside of every recording has the wall clock alone', () => {
    expect(evidenceAt([clock], at(90), { source: 'chat', ref: 'm-1' })).toEqual({
      recording_id: null,
      time: null,
      end_time: null,
      at: '2026-03-02T01:30:00.000Z',
      source: 'chat',
      ref: 'm-1',
    });
  });
});

describe('the time line', () => {
  it('knows who wrote, answered or came beside the roster', () => {
    const timeline = timelineOf({
      students: ['p-2'],
      said: [
        { who: 'p-1', minute: 1 },
        { who: 't-1', minute: 2, isTeacher: true },
      ],
      answered: [{ who: 'p-3', minute: 3 }],
      attended: [['p-4', 0]],
    });
    expect(timeline.pupils.map(({ studentId }) => studentId)).toEqual(['p-1', 'p-2', 'p-3', 'p-4']);
  });

  it('says nothing about who was there when attendance names only a few', () => {
    const some = timelineOf({ students: ['p-1', 'p-2', 'p-3'], attended: [['p-1', 0, 40]] });
    expect(some.pupils.map(({ present }) => present)).toEqual([null, null, null]);
    const most = timelineOf({
      students: ['p-1', 'p-2', 'p-3'],
      attended: [
        ['p-1', -5, 10],
        ['p-1', 8, 20],
        ['p-2', 30],
      ],
    });
    expect(most.pupils.map(({ present }) => present)).toEqual([
      [{ fromMs: at(0), toMs: at(20) }],
      [{ fromMs: at(30), toMs: at(40) }],
      [],
    ]);
  });

  it('lasts as long as the recordings, or as what is known without one', () => {
    expect(timelineOf({}).span).toEqual({ fromMs: at(0), toMs: at(40) });
    const said = [
      { who: 'p-1', minute: 3 },
      { who: 'p-1', minute: 9 },
    ];
    expect(timelineOf({ recording: null, said }).span).toEqual({ fromMs: at(3), toMs: at(9) });
    expect(timelineOf({ recording: null }).span).toBeUndefined();
  });

  it('leaves out the chat and the signals where they are not wanted', () => {
    const signals = { duration: 60, skipped: null, samples: [], moments: [] };
    const { facts, readings } = smallSession({ said: [{ who: 'p-1', minute: 1 }], recording: { signals } });
    const without = joinTimeline(facts, readings, { includeChat: false, includeSignals: false });
    expect(without).toMatchObject({ messages: [], pupils: [], recordings: [{ signals: null }] });
    const both = joinTimeline(facts, readings, { includeChat: true, includeSignals: true });
    expect(both).toMatchObject({ messages: [{ id: 'm-1' }], recordings: [{ signals }] });
  });

  it('knows what stood on the screen', () => {
    const timeline = timelineOf({
      recording: {
        slides: [{ seq: 1, startSec: 0, endSec: 100, heading: '통분', text: '' }],
        chapters: [{ chapterId: 'c', startSec: 50, title: '분수' }],
      },
    });
    const shown = (timeSec: number) => shownAt(timeline.recordings, { recordingId: lessonId, timeSec });
    expect(shown(10)).toMatchObject({ slide: { heading: '통분' } });
    expect(shown(10).chapter).toBeUndefined();
    expect(shown(100)).toMatchObject({ slide: undefined, chapter: { title: '분수' } });
  });
});
