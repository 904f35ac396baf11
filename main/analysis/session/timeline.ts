/**
 * Everything that happened in a session on one axis: chat with its readings, quiz answers, who was there, screens,
 * chapters, speech and (where the school wants them) classroom signals, each at its moment by the clock and at its place
 * in a recording. Pure.
 */
import type { ChatReading } from '../../../contract/chat-analysis.ts';
import type { ChatFact, QuizFact, RecordingFacts, SessionFacts } from '../../db/session-facts.ts';
import { type Place, endMs, placeAt } from './recording-clock.ts';

/** ms of the clock on the wall. */
export type WallSpan = { fromMs: number; toMs: number };

export type TimelineMessage = ChatFact & { reading: ChatReading; place: Place | undefined };
export type TimelineResponse = QuizFact & { place: Place | undefined };

export type Pupil = {
  studentId: string;
  name: string;
  /** When they were there, apart and by time, within the lesson; null when nobody's attendance is known. */
  present: WallSpan[] | null;
};

export type SessionTimeline = {
  /** From the first to the last thing that is known; undefined when nothing is. */
  span: WallSpan | undefined;
  /** Roster, and whoever wrote, answered or came without being on it, by id. */
  pupils: Pupil[];
  /** By time. */
  messages: TimelineMessage[];
  /** By time. */
  responses: TimelineResponse[];
  recordings: RecordingFacts[];
};

export type TimelineOptions = {
  includeChat: boolean;
  /** Asked for, and switched on by the school. */
  includeSignals: boolean;
};

/** Attendance says something about those it does not name only when it names this share of the class. */
const knownAttendanceShare = 0.5;

/** @param readings one per message of `facts.chat`, in its order */
export function joinTimeline(
  facts: SessionFacts,
  readings: readonly ChatReading[],
  options: TimelineOptions,
): SessionTimeline {
  const recordings = options.includeSignals
    ? facts.recordings
    : facts.recordings.map((recording) => ({ ...recording, signals: null }));
  const chat = options.includeChat ? facts.chat : [];
  const messages = chat.flatMap((message, at) => {
    const reading = readings[at];
    return reading === undefined
      ? []
      : [Object.assign({ reading, place: placeAt(recordings, message.atMs) }, message)];
  });
  const responses = facts.quiz.map((response) =>
    Object.assign({ place: placeAt(recordings, response.atMs) }, response),
  );
  const span = spanOf({ recordings, messages, responses, attendance: facts.attendance });
  return { span, pupils: pupilsOf(facts, options, span), messages, responses, recordings };
}

/** The recordings say when the lesson was; without one what happened does. */
function spanOf(all: {
  recordings: readonly RecordingFacts[];
  messages: readonly { atMs: number }[];
  responses: readonly { atMs: number }[];
  attendance: SessionFacts['attendance'];
}): WallSpan | undefined {
  const recorded = all.recordings.flatMap((recording) => {
    const end = endMs(recording);
    return recording.startedMs === null || end === null || recording.durationSec <= 0
      ? []
      : [recording.startedMs, end];
  });
  const moments =
    recorded.length > 0
      ? recorded
      : [
          ...[...all.messages, ...all.responses].map(({ atMs }) => atMs),
          ...all.attendance.flatMap(({ joinedMs, leftMs }) => [joinedMs, leftMs ?? joinedMs]),
        ];
  if (moments.length === 0) return undefined;
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const moment of moments) {
    fromMs = Math.min(fromMs, moment);
    toMs = Math.max(toMs, moment);
  }
  return { fromMs, toMs };
}

function pupilsOf(facts: SessionFacts, options: TimelineOptions, span: WallSpan | undefined): Pupil[] {
  const names = new Map<string, string>();
  const meet = (studentId: string): void => {
    if (!names.has(studentId)) names.set(studentId, '');
  };
  if (options.includeChat) {
    for (const message of facts.chat) if (message.role === 'student') meet(message.senderId);
  }
  for (const { studentId } of facts.quiz) meet(studentId);
  for (const { studentId } of facts.attendance) meet(studentId);
  for (const { studentId, name } of facts.students) names.set(studentId, name);
  const came = new Map<string, WallSpan[]>();
  for (const { studentId, joinedMs, leftMs } of facts.attendance) {
    if (span === undefined) continue;
    const visit = { fromMs: Math.max(joinedMs, span.fromMs), toMs: Math.min(leftMs ?? span.toMs, span.toMs) };
    came.set(studentId, [...(came.get(studentId) ?? []), visit]);
  }
  const isKnown = came.size > 0 && came.size >= names.size * knownAttendanceShare;
  return [...names]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([studentId, name]) => ({
      studentId,
      name,
      present: isKnown ? united(came.get(studentId) ?? []) : null,
    }));
}

/** Spans that overlap or touch become one; empty ones go. */
function united(spans: readonly WallSpan[]): WallSpan[] {
  const result: WallSpan[] = [];
  for (const span of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    if (span.toMs <= span.fromMs) continue;
    const last = result.at(-1);
    if (last !== undefined && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else result.push({ ...span });
  }
  return result;
}

/** ms of `spans` that lie within `within`. */
export function overlapMs(spans: readonly WallSpan[], within: WallSpan): number {
  return spans.reduce(
    (sum, { fromMs, toMs }) =>
      sum + Math.max(0, Math.min(toMs, within.toMs) - Math.max(fromMs, within.fromMs)),
    0,
  );
}

/** What stood on the screen, and which chapter it was; empty where nothing is known. */
export function shownAt(
  recordings: readonly RecordingFacts[],
  place: Place | undefined,
): {
  slide: RecordingFacts['slides'][number] | undefined;
  chapter: RecordingFacts['chapters'][number] | undefined;
} {
  const recording = recordings.find(({ recordingId }) => recordingId === place?.recordingId);
  if (recording === undefined || place === undefined) return { slide: undefined, chapter: undefined };
  return {
    slide: recording.slides.findLast(
      ({ startSec, endSec }) => startSec <= place.timeSec && place.timeSec < endSec,
    ),
    chapter: recording.chapters.findLast(({ startSec }) => startSec <= place.timeSec),
  };
}

/** Neither spam nor abuse: what counts as taking part. */
export function isClean({ reading }: Pick<TimelineMessage, 'reading'>): boolean {
  return !reading.spam.is_spam && !reading.spam.is_abusive;
}

/** A mood that could be told, and was bad: confusion, difficulty, technical trouble, tiredness. */
export function isNegative(message: Pick<TimelineMessage, 'reading'>): boolean {
  const { sentiment } = message.reading;
  return isClean(message) && sentiment.label === 'negative' && !sentiment.unsure;
}

export function isQuestion(message: Pick<TimelineMessage, 'reading'>): boolean {
  const { intent } = message.reading;
  return isClean(message) && intent.label === 'question' && !intent.unsure;
}

export function isAnswer(message: Pick<TimelineMessage, 'reading'>): boolean {
  const { intent } = message.reading;
  return isClean(message) && intent.label === 'answer' && !intent.unsure;
}
