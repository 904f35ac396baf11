/** Quiz items that most got wrong, and where their matter was taught. Pure. */
import { evidenceAt } from '../recording-clock.ts';
import type { ClassFigures, QuizItem } from '../pupil-figures.ts';
import { rounded, shrunkShare } from '../robust.ts';
import { type TeachingIndex, whereTaught } from '../taught.ts';
import type { RecordingFacts } from '../../../db/session-facts.ts';
import type { InsightOf } from './insight.ts';

const fewestAnswers = 3;
const fewestWrong = 2;
/** Part that has to be wrong, after shrinking towards the lesson's own part by so many answers. */
const hardShare = 0.45;
const usualWeight = 3;
const mostItems = 3;

/** The hardest first. */
export function hardItems(items: readonly QuizItem[]): (QuizItem & { shrunk: number })[] {
  const answered = items.reduce((sum, { responses }) => sum + responses.length, 0);
  const wrong = items.reduce((sum, item) => sum + wrongOf(item), 0);
  if (answered === 0) return [];
  return items
    .map((item) =>
      Object.assign(
        { shrunk: shrunkShare(wrongOf(item), item.responses.length, wrong / answered, usualWeight) },
        item,
      ),
    )
    .filter(
      (item) =>
        item.responses.length >= fewestAnswers && wrongOf(item) >= fewestWrong && item.shrunk >= hardShare,
    )
    .toSorted((one, other) => other.shrunk - one.shrunk || one.askedMs - other.askedMs)
    .slice(0, mostItems);
}

export function hardItemInsights(
  { items }: ClassFigures,
  recordings: readonly RecordingFacts[],
  index: TeachingIndex,
): InsightOf<'hard_quiz_item'>[] {
  return hardItems(items).map((item) => {
    const taught = whereTaught(index, item.question, item.askedMs);
    const asked = evidenceAt(recordings, item.askedMs, { source: 'quiz', ref: item.quizId });
    return {
      kind: 'hard_quiz_item',
      question: item.question,
      wrong: wrongOf(item),
      answered: item.responses.length,
      taughtAt: taught === undefined ? null : taught.heading,
      // The moment to watch again first: that is what 'show me' opens.
      evidence: taught === undefined ? [asked] : [taught.evidence, asked],
      confidence: rounded(item.shrunk * (1 - 0.5 ** (item.responses.length / 2))),
    };
  });
}

function wrongOf({ responses }: QuizItem): number {
  return responses.filter(({ isCorrect }) => !isCorrect).length;
}
