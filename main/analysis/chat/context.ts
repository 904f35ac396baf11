/**
 * What the moment says about a line's intent, as evidence added to the text's own: the log of how much likelier an
 * intent is then. Short lines are moved more, since their text says less: after a question '3' is an answer.
 */
import { type ChatContext, intentLabels } from '../../../contract/chat-analysis.ts';

/** Natural logarithms; set by hand, moderate on purpose: a line that says plainly what it is stays what it is. */
const evidence = { openQuestion: 1.1, quizOpen: 0.9, isReply: 0.7, teacherAsks: 0.5 } as const;
/** A line of up to this many signs counts fully as short, one of thrice that not at all. */
const shortLength = 12;

/** @param probabilities in the order of `intentLabels` */
export function intentInContext(
  probabilities: readonly number[],
  text: string,
  context: ChatContext | undefined,
): number[] {
  if (context === undefined) return [...probabilities];
  const shift: Partial<Record<(typeof intentLabels)[number], number>> = {};
  if (context.senderRole === 'teacher') {
    // A teacher who asks the class asks; one who answers a pupil replies.
    if (context.isReply === true) shift.answer = evidence.isReply;
    else shift.question = evidence.teacherAsks;
  } else {
    const brevity = 1 + Math.min(1, Math.max(0, (3 * shortLength - text.length) / (2 * shortLength)));
    let answer = 0;
    if (context.openQuestion === true) answer += evidence.openQuestion;
    if (context.quizOpen === true) answer += evidence.quizOpen;
    if (context.isReply === true) answer += evidence.isReply;
    if (answer > 0) shift.answer = Math.min(answer, 1.6) * brevity;
  }
  const shifted = probabilities.map(
    (probability, index) => probability * Math.exp(shift[intentLabels[index] ?? 'other'] ?? 0),
  );
  const sum = shifted.reduce((total, value) => total + value, 0);
  return sum > 0 ? shifted.map((value) => value / sum) : [...probabilities];
}
