/**
 * Questions of pupils that nobody answered in the chat. What the teacher said aloud is not known, so a question during
 * speech is less surely unanswered. Pure.
 */
import { evidenceAt } from '../recording-clock.ts';
import { rounded } from '../robust.ts';
import { type SessionTimeline, type TimelineMessage, isAnswer, isQuestion } from '../timeline.ts';
import type { InsightOf } from './insight.ts';

/** A teacher's message, or another pupil's answer, within this is taken for the answer (ms). */
export const answerWithinMs = 180_000;
const mostShown = 10;
const confidenceInSilence = 0.8;
const confidenceDuringSpeech = 0.4;

/** By time. */
export function unansweredQuestions(timeline: Pick<SessionTimeline, 'messages'>): TimelineMessage[] {
  const { messages } = timeline;
  return messages.filter((question, at) => {
    if (question.role !== 'student' || !isQuestion(question)) return false;
    for (let next = at + 1; next < messages.length; next += 1) {
      const reply = messages[next];
      if (reply === undefined || reply.atMs - question.atMs > answerWithinMs) break;
      if (reply.role === 'teacher') return false;
      if (reply.senderId !== question.senderId && isAnswer(reply)) return false;
    }
    return true;
  });
}

export function unansweredInsight(
  timeline: SessionTimeline,
  unanswered: readonly TimelineMessage[],
): InsightOf<'unanswered_question'>[] {
  if (unanswered.length === 0) return [];
  const questions = timeline.messages.filter((message) => message.role === 'student' && isQuestion(message));
  const sure = unanswered.map(
    (question) =>
      (wasSpeech(timeline, question) ? confidenceDuringSpeech : confidenceInSilence) *
      question.reading.intent.confidence,
  );
  return [
    {
      kind: 'unanswered_question',
      count: unanswered.length,
      questions: questions.length,
      withinSec: answerWithinMs / 1000,
      evidence: unanswered
        .slice(0, mostShown)
        .map(({ atMs, id }) => evidenceAt(timeline.recordings, atMs, { source: 'chat', ref: id })),
      confidence: rounded(sure.reduce((sum, one) => sum + one, 0) / sure.length),
    },
  ];
}

/** Without sound nobody knows: then it is as if somebody spoke. */
function wasSpeech({ recordings }: SessionTimeline, { place }: TimelineMessage): boolean {
  const recording = recordings.find(({ recordingId }) => recordingId === place?.recordingId);
  if (recording?.speech === undefined || recording.speech === null || place === undefined) return true;
  const [from, to] = [place.timeSec, place.timeSec + answerWithinMs / 1000];
  return recording.speech.spans.some((span) => span.end_time > from && span.start_time < to);
}
