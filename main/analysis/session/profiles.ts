/** A pupil's profile: only what they typed, answered and attended, each sign with its moment. Pure. */
import type { StudentProfile } from '../../../contract/session-analysis.ts';
import type { RecordingFacts } from '../../db/session-facts.ts';
import { pupilEngagement } from './engagement.ts';
import { type ClassFigures, type PupilFigures, itemKey } from './pupil-figures.ts';
import { evidenceAt } from './recording-clock.ts';
import { rounded } from './robust.ts';

/** Without the teacher's note, which is added when it is shown. */
export type Profile = Omit<StudentProfile, 'note'>;

/** Slower than this many times the item's median is a sign; most are within a factor of two of each other. */
const slowFactor = 2;
/** … unless the item was answered by hardly anybody. */
const fewestTimes = 4;
/** A profile is read by people: the newest signs beyond this are left out. */
const mostSignals = 60;

export function profilesOf(figures: ClassFigures, recordings: readonly RecordingFacts[]): Profile[] {
  const engagement = pupilEngagement(figures);
  return figures.pupils.map((pupil) => ({
    student_id: pupil.studentId,
    name: pupil.name,
    engagement: engagement.get(pupil.studentId) ?? null,
    participation: pupil.blocks.there === 0 ? null : rounded(pupil.blocks.active / pupil.blocks.there),
    quiz_accuracy:
      pupil.responses.length === 0
        ? null
        : rounded(pupil.responses.filter(({ isCorrect }) => isCorrect).length / pupil.responses.length),
    sentiment: sentimentOf(pupil),
    questions: pupil.questions.length,
    messages: pupil.messages.length,
    answers: pupil.responses.length,
    presence: pupil.presence === null ? null : rounded(pupil.presence),
    signals: signalsOf(pupil, figures, recordings),
  }));
}

function sentimentOf({ messages }: PupilFigures): Profile['sentiment'] {
  const counts = { positive: 0, neutral: 0, negative: 0 };
  for (const { reading } of messages) if (!reading.sentiment.unsure) counts[reading.sentiment.label] += 1;
  return counts.positive + counts.neutral + counts.negative === 0 ? null : counts;
}

type Signal = Profile['signals'][number];

function signalsOf(
  pupil: PupilFigures,
  { items }: ClassFigures,
  recordings: readonly RecordingFacts[],
): Signal[] {
  const said = (kind: Signal['kind'], messages: PupilFigures['messages']) =>
    messages.map(({ atMs, id }) => ({
      atMs,
      signal: { kind, evidence: evidenceAt(recordings, atMs, { source: 'chat', ref: id }) },
    }));
  const byKey = new Map(items.map((item) => [itemKey(item), item]));
  const answered = pupil.responses.flatMap((response) => {
    const { atMs, quizId, isCorrect, responseMs } = response;
    const evidence = evidenceAt(recordings, atMs, { source: 'quiz', ref: quizId });
    const item = byKey.get(itemKey(response));
    const isSlow =
      item !== undefined &&
      item.responses.length >= fewestTimes &&
      item.medianResponseMs > 0 &&
      responseMs > slowFactor * item.medianResponseMs;
    return [
      ...(isCorrect ? [] : [{ atMs, signal: { kind: 'wrong_answer' as const, evidence } }]),
      ...(isSlow ? [{ atMs, signal: { kind: 'slow_answer' as const, evidence } }] : []),
    ];
  });
  return [
    ...said('asked_question', pupil.questions),
    ...said('negative_message', pupil.negative),
    ...said('answered_in_chat', pupil.answersInChat),
    ...answered,
  ]
    .toSorted((one, other) => one.atMs - other.atMs)
    .slice(-mostSignals)
    .map(({ signal }) => signal);
}
