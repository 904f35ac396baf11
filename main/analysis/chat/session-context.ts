/** The moment of each message of a session: open questions, quizzes, rates, repeats. Messages come by time. */
import type { ChatContext, SessionChatContext, SessionMessage } from '../../../contract/chat-analysis.ts';

/** So long after the teacher asked, a short line is likely an answer (ms). */
const openQuestionMs = 90_000;
const minuteMs = 60_000;

/**
 * @param read.fold as `foldText` does. @param read.asks whether a line of the teacher's is a question
 * @returns one per message, in their order
 */
export function contextsOf(
  messages: readonly SessionMessage[],
  session: SessionChatContext,
  read: { fold: (text: string) => string; asks: (text: string) => boolean },
): ChatContext[] {
  const quizzes = (session.quizzes ?? []).map(({ from, to }) => [Date.parse(from), Date.parse(to)] as const);
  const asked = (session.spokenQuestionsAt ?? []).map((time) => Date.parse(time)).toSorted((a, b) => a - b);
  let nextAsked = 0;
  let lastAskedMs = Number.NEGATIVE_INFINITY;
  const recent = new Map<string, { atMs: number; folded: string }[]>();
  return messages.map(({ sender_id: sender, sender_role: senderRole, text, sent_at: sentAt }) => {
    const atMs = Date.parse(sentAt);
    for (let time = asked[nextAsked]; time !== undefined && time <= atMs; time = asked[nextAsked]) {
      lastAskedMs = Math.max(lastAskedMs, time);
      nextAsked += 1;
    }
    const folded = read.fold(text);
    const before = (recent.get(sender) ?? []).filter((each) => atMs - each.atMs < minuteMs);
    const context: ChatContext = {
      senderRole,
      openQuestion: senderRole === 'student' && atMs - lastAskedMs <= openQuestionMs,
      quizOpen: quizzes.some(([from, to]) => from <= atMs && atMs <= to),
      isReply: /^(?:@\S|↪|>>|re:)/iu.test(text.trim()),
      senderRatePerMin: before.length + 1,
      repeated: before.some((each) => each.folded === folded),
    };
    recent.set(sender, [...before, { atMs, folded }]);
    if (senderRole === 'teacher' && read.asks(text)) lastAskedMs = atMs;
    return context;
  });
}
