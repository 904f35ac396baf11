/** Small sessions for tests: what happened is said minute by minute from the beginning of the lesson. */
import type { ChatReading } from '../../contract/chat-analysis.ts';
import { studySession } from '../analysis/session/study.ts';
import { type SessionTimeline, joinTimeline } from '../analysis/session/timeline.ts';
import type { RecordingFacts, SessionFacts } from '../db/session-facts.ts';
import { makeReading } from './classroom.ts';

export const startMs = Date.parse('2026-03-02T00:00:00.000Z');
export const lessonId = '0190f3a0-0000-7000-8000-0000000000aa';

type Said = {
  who: string;
  minute: number;
  text?: string;
  reading?: Parameters<typeof makeReading>[0];
  isTeacher?: boolean;
};
type Answered = {
  who: string;
  minute: number;
  item?: string;
  question?: string;
  right?: boolean;
  seconds?: number;
};

export type SmallSession = {
  students?: string[];
  minutes?: number;
  said?: Said[];
  answered?: Answered[];
  /** From, to in minutes; `to` undefined: nobody noted that they left. */
  attended?: [who: string, from: number, to?: number][];
  recording?: Partial<RecordingFacts> | null;
};

export function at(minute: number): number {
  return startMs + Math.round(minute * 60_000);
}

export function smallSession(session: SmallSession): { facts: SessionFacts; readings: ChatReading[] } {
  const { minutes = 40, said = [], answered = [], attended = [], recording = {} } = session;
  const inOrder = said.toSorted((one, other) => one.minute - other.minute);
  const facts: SessionFacts = {
    sessionId: 'math-1',
    teacherId: 't-1',
    subject: '수학',
    className: '5-2',
    sessionDate: '2026-03-02',
    students: (session.students ?? []).map((studentId) => ({ studentId, name: `이름 ${studentId}` })),
    recordings: recording === null ? [] : [lessonOf(minutes, recording)],
    chat: inOrder.map(({ who, minute, text = '네', isTeacher }, number) => ({
      id: `m-${number + 1}`,
      senderId: who,
      role: isTeacher === true ? 'teacher' : 'student',
      text,
      atMs: at(minute),
    })),
    quiz: answered
      .toSorted((one, other) => one.minute - other.minute)
      .map(({ who, minute, item = 'q-1', question, right = true, seconds = 10 }, number) => ({
        id: `r-${number + 1}`,
        quizId: item,
        question: question ?? `문제 ${item}`,
        studentId: who,
        isCorrect: right,
        responseMs: seconds * 1000,
        atMs: at(minute),
      })),
    attendance: attended.map(([studentId, from, to]) => ({
      studentId,
      joinedMs: at(from),
      leftMs: to === undefined ? null : at(to),
    })),
  };
  return { facts, readings: inOrder.map(({ reading }) => makeReading(reading)) };
}

export function timelineOf(session: SmallSession): SessionTimeline {
  const { facts, readings } = smallSession(session);
  return joinTimeline(facts, readings, { includeChat: true, includeSignals: true });
}

export async function studyOf(session: SmallSession) {
  const { facts, readings } = smallSession(session);
  return studySession(facts, readings, { includeChat: true, includeSignals: false });
}

/** Screens of ten minutes each. */
export function slides(...headings: string[]): RecordingFacts['slides'] {
  return headings.map((heading, number) => ({
    seq: number + 1,
    startSec: number * 600,
    endSec: (number + 1) * 600,
    heading,
    text: heading,
  }));
}

export function speech(
  durationSec: number,
  pauses: readonly (readonly [number, number])[],
): NonNullable<RecordingFacts['speech']> {
  const edges = [...pauses, [durationSec, durationSec] as const];
  let from = 0;
  const spans = edges.map(([start, end]) => {
    const span = { start_time: from, end_time: start };
    from = end;
    return span;
  });
  const silent = pauses.reduce((sum, [start, end]) => sum + end - start, 0);
  return {
    duration: durationSec,
    spans,
    pauses: pauses.map(([start_time, end_time]) => ({ start_time, end_time })),
    speech_share: 1 - silent / durationSec,
    level: null,
    clipped: [],
  };
}

function lessonOf(minutes: number, changes: Partial<RecordingFacts>): RecordingFacts {
  return {
    recordingId: lessonId,
    title: '분수',
    startedMs: startMs,
    durationSec: minutes * 60,
    gaps: [],
    slides: [],
    chapters: [],
    speech: null,
    signals: null,
    ...changes,
  };
}
