/**
 * What a lesson's own traces say about how it was taught: speech, questions, time to think, words on the screen, mood of
 * the chat. Spoken questions are not recognised; time to answer is measured after typed ones and in quizzes. Pure.
 */
import type { Evidence, TeacherMeasureName } from '../../../contract/session-analysis.ts';
import { wordsPerMinute } from './insights/pace.ts';
import { type ClassFigures, blockMs } from './pupil-figures.ts';
import { evidenceAt, evidenceIn } from './recording-clock.ts';
import { median, rounded } from './robust.ts';
import { type SessionTimeline, type TimelineMessage, isClean, isQuestion } from './timeline.ts';

export type Measure = { value: number | null; count: number; evidence: Evidence[] };
export type TeacherFigures = {
  measures: Record<TeacherMeasureName, Measure>;
  /** Questions typed by the teacher that no pupil reacted to in time. */
  unanswered: { count: number; asked: number; evidence: Evidence[] };
  sentiment: { evidence: Evidence; positive: number; neutral: number; negative: number }[];
};

/** After this nobody answers any more: they have gone on (ms). */
export const reactWithinMs = 120_000;
/** Shares and medians of fewer are not worth saying. */
const fewestQuestions = 3;
const fewestMessages = 10;
const mostEvidence = 6;
const none: Measure = { value: null, count: 0, evidence: [] };

export function teacherFigures(timeline: SessionTimeline, figures: ClassFigures): TeacherFigures {
  const asked = timeline.messages.filter((message) => message.role === 'teacher' && isQuestion(message));
  const waits = waitsAfter(timeline.messages, asked);
  const answered = waits.flatMap(({ question, waitMs }) => (waitMs === null ? [] : [{ question, waitMs }]));
  const silent = waits.filter(({ waitMs }) => waitMs === null).map(({ question }) => question);
  const of = (messages: readonly TimelineMessage[]): Evidence[] =>
    messages
      .slice(0, mostEvidence)
      .map(({ atMs, id }) => evidenceAt(timeline.recordings, atMs, { source: 'chat', ref: id }));
  const minutes = lengthMin(timeline);
  return {
    measures: {
      ...speechMeasures(timeline),
      wait_time:
        answered.length < fewestQuestions
          ? { ...none, count: answered.length }
          : {
              value: rounded(median(answered.map(({ waitMs }) => waitMs)) / 1000),
              count: answered.length,
              evidence: of(answered.map(({ question }) => question)),
            },
      thinking_time: thinkingTime(timeline, figures),
      questions_per_ten_minutes:
        minutes === null || timeline.messages.length === 0
          ? none
          : { value: rounded((asked.length * 10) / minutes), count: asked.length, evidence: of(asked) },
      pupil_question_share: pupilQuestionShare(timeline, of),
      words_per_minute: paceMeasure(timeline),
    },
    unanswered: { count: silent.length, asked: asked.length, evidence: of(silent) },
    sentiment: sentimentOverTime(timeline),
  };
}

function lengthMin({ span }: SessionTimeline): number | null {
  return span === undefined || span.toMs <= span.fromMs ? null : (span.toMs - span.fromMs) / 60_000;
}

function waitsAfter(messages: readonly TimelineMessage[], asked: readonly TimelineMessage[]) {
  const places = new Map(messages.map((message, at) => [message, at]));
  return asked.map((question) => {
    for (let at = (places.get(question) ?? 0) + 1; at < messages.length; at += 1) {
      const reply = messages[at];
      if (reply === undefined || reply.atMs - question.atMs > reactWithinMs) break;
      // Somebody who asks back has not answered.
      if (reply.role === 'student' && isClean(reply) && !isQuestion(reply)) {
        return { question, waitMs: reply.atMs - question.atMs };
      }
    }
    return { question, waitMs: null };
  });
}

function speechMeasures({ recordings }: SessionTimeline) {
  const heard = recordings.filter(({ speech }) => (speech?.speech_share ?? null) !== null);
  const seconds = heard.reduce((sum, { durationSec }) => sum + durationSec, 0);
  if (seconds === 0) return { talk_share: none, pauses_per_ten_minutes: none };
  const talk = heard.reduce(
    (sum, { speech, durationSec }) => sum + (speech?.speech_share ?? 0) * durationSec,
    0,
  );
  const pauses = heard.flatMap((recording) =>
    (recording.speech?.pauses ?? []).map(({ start_time, end_time }) => ({ recording, start_time, end_time })),
  );
  const longest = pauses
    .toSorted((one, other) => other.end_time - other.start_time - (one.end_time - one.start_time))
    .slice(0, mostEvidence);
  return {
    talk_share: { value: rounded(talk / seconds), count: heard.length, evidence: [] },
    pauses_per_ten_minutes: {
      value: rounded((pauses.length * 600) / seconds),
      count: pauses.length,
      evidence: longest.map(({ recording, start_time, end_time }) =>
        evidenceIn(recording, { startSec: start_time, endSec: end_time }, { source: 'speech' }),
      ),
    },
  };
}

function thinkingTime(timeline: SessionTimeline, { items }: ClassFigures): Measure {
  const times = items.flatMap(({ responses }) =>
    responses.flatMap(({ responseMs }) => (responseMs > 0 ? [responseMs] : [])),
  );
  if (times.length < fewestQuestions) return { ...none, count: times.length };
  return {
    value: rounded(median(times) / 1000),
    count: times.length,
    evidence: items
      .slice(0, mostEvidence)
      .map(({ askedMs, quizId }) =>
        evidenceAt(timeline.recordings, askedMs, { source: 'quiz', ref: quizId }),
      ),
  };
}

function pupilQuestionShare(
  { messages }: SessionTimeline,
  of: (messages: readonly TimelineMessage[]) => Evidence[],
): Measure {
  const own = messages.filter((message) => message.role === 'student' && isClean(message));
  const questions = own.filter(isQuestion);
  if (own.length < fewestMessages) return { ...none, count: own.length };
  return { value: rounded(questions.length / own.length), count: own.length, evidence: of(questions) };
}

function paceMeasure({ recordings }: SessionTimeline): Measure {
  const value = wordsPerMinute(recordings);
  const count = recordings.reduce((sum, { slides }) => sum + slides.length, 0);
  return value === null ? none : { value: rounded(value), count, evidence: [] };
}

/** Five minutes at a time; parts without a message are left out. */
function sentimentOverTime({ span, messages, recordings }: SessionTimeline): TeacherFigures['sentiment'] {
  if (span === undefined) return [];
  const parts = new Map<number, { positive: number; neutral: number; negative: number }>();
  for (const message of messages) {
    const { sentiment } = message.reading;
    if (message.role !== 'student' || !isClean(message) || sentiment.unsure) continue;
    const at = Math.max(0, Math.floor((message.atMs - span.fromMs) / blockMs));
    const counts = parts.get(at) ?? { positive: 0, neutral: 0, negative: 0 };
    counts[sentiment.label] += 1;
    parts.set(at, counts);
  }
  return [...parts]
    .toSorted(([one], [other]) => one - other)
    .map(([at, counts]) =>
      Object.assign(
        { evidence: evidenceAt(recordings, span.fromMs + at * blockMs, { source: 'chat' }) },
        counts,
      ),
    );
}
