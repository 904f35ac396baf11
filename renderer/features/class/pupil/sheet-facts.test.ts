import { describe, expect, it } from 'vitest';
import type { Evidence, StudentFeedback } from '../../../../contract/session-analysis.ts';
import { lessonLine, partsOf, sheetTitle } from './sheet-facts.ts';

const moment = (time: number, recordingId = 'one'): Evidence => ({
  ...{ recording_id: recordingId, time, end_time: null, at: null, source: 'quiz', ref: null },
});
const feedback = (change: Partial<StudentFeedback>): StudentFeedback => ({
  ...{ strengths: [], improvements: [], resources: [], note: null, language: 'ko' },
  ...change,
});

describe('a pupil’s sheet', () => {
  it('has only parts that say something', () => {
    expect(partsOf(feedback({}), ['one'])).toEqual([]);
    const said = feedback({ strengths: [{ text: '꾸준히 참여했어요.', evidence: [] }] });
    expect(partsOf(said, ['one'])).toEqual([
      {
        part: 'strengths',
        items: [{ text: '꾸준히 참여했어요.', kind: undefined, moments: [], recording: undefined }],
      },
    ]);
  });

  it('names a few moments, and none that cannot be watched', () => {
    const unrecorded = { ...moment(0), recording_id: null, time: null, at: '2026-03-02T01:00:00.000Z' };
    const evidence = [unrecorded, moment(10), moment(20), moment(30), moment(40)];
    const [part] = partsOf(feedback({ improvements: [{ text: '다시 풀어 보세요.', evidence }] }), ['one']);
    expect(part?.items[0]?.moments.map(({ time }) => time)).toEqual([10, 20, 30]);
  });

  it('says the time of something to watch once, from where to where', () => {
    const resource = {
      ...{ kind: 'moment' as const, recording_id: 'two', start_time: 760, end_time: 900 },
      ...{ text: '12:40 · ‘통분’ 다시 보기', evidence: [moment(760, 'two')] },
    };
    const [part] = partsOf(feedback({ resources: [resource] }), ['one', 'two']);
    expect(part?.items[0]).toMatchObject({
      ...{ text: '‘통분’ 다시 보기', kind: 'moment', recording: 2 },
      moments: [{ time: 760, end_time: 900 }],
    });
  });

  it('says which recording only where there are several, and never of another lesson', () => {
    const lesson = {
      ...{ kind: 'lesson' as const, recording_id: 'other', start_time: 0, end_time: null },
      ...{ text: '다른 수업', evidence: [] },
    };
    const said = feedback({ resources: [lesson], improvements: [{ text: '…', evidence: [moment(1)] }] });
    const numbers = (recordings: string[]) =>
      partsOf(said, recordings).flatMap(({ items }) => items.map(({ recording }) => recording));
    expect(numbers(['one'])).toEqual([undefined, undefined]);
    expect(numbers(['one', 'other'])).toEqual([1, undefined]);
  });

  it('is headed by what is known of the lesson, with the year', () => {
    const session = { subject: '수학', class_name: '', session_date: '2026-03-02' };
    expect(lessonLine(session, 'ko')).toBe('수학 · 2026년 3월 2일');
    expect(lessonLine({ ...session, class_name: '5-2' }, 'en')).toBe('수학 · 5-2 · March 2, 2026');
  });

  it('is a file that every system can save', () => {
    expect(sheetTitle('분수: 1/2', '김민준')).toBe('분수 1 2 - 김민준');
  });
});
