/**
 * Reads a session's chat in pieces, so that whoever waits for the process gets a turn and a cancelled reading ends. Each
 * piece is read with the minutes before it: what a line means depends on what was asked just then.
 */
import type { ChatReading, SessionChatContext, SessionMessage } from '../../../contract/chat-analysis.ts';
import { isoTime } from '../../base/clock.ts';
import type { SessionFacts } from '../../db/session-facts.ts';
import { itemsOf } from './pupil-figures.ts';

/** ChatAnalyzer.readSession. */
export type ReadSession = (
  messages: readonly SessionMessage[],
  context: SessionChatContext,
) => readonly ChatReading[];

/** Some 2 s of work: shorter pieces would spend half of it on reading what comes before them once more. */
const usualPiece = 4000;
/** As far as anything in the context of a line reaches back (ms). */
const contextMs = 90_000;
/** An item is taken to be open from this long before its first answer … (ms) */
const quizOpensMs = 60_000;

/** @returns one per message, in their order */
export async function readChat(
  facts: Pick<SessionFacts, 'chat' | 'quiz'>,
  readSession: ReadSession,
  breathe: () => Promise<void> = async () => undefined,
  pieceLength = usualPiece,
): Promise<ChatReading[]> {
  const messages = facts.chat.map(({ senderId, role, text, atMs }) => ({
    sender_id: senderId,
    sender_role: role,
    text,
    sent_at: isoTime(atMs),
  }));
  const context = { quizzes: openQuizzes(facts) };
  const readings: ChatReading[] = [];
  let before = 0;
  for (let from = 0; from < messages.length; from += pieceLength) {
    const sinceMs = (facts.chat[from]?.atMs ?? 0) - contextMs;
    while ((facts.chat[before]?.atMs ?? 0) < sinceMs) before += 1;
    // Of a flood a piece of its own length is enough to know it by.
    const start = Math.max(before, from - pieceLength);
    const piece = readSession(messages.slice(start, from + pieceLength), context);
    for (const reading of piece.slice(from - start)) readings.push(reading);
    await breathe();
  }
  return readings;
}

/** … to its last first answer. */
function openQuizzes({ quiz }: Pick<SessionFacts, 'quiz'>): NonNullable<SessionChatContext['quizzes']> {
  const responses = quiz.map((response) => Object.assign({ place: undefined }, response));
  return itemsOf(responses).map(({ responses: all }) => {
    const times = all.map(
      ({ atMs, responseMs }) => [atMs - Math.max(responseMs, quizOpensMs), atMs] as const,
    );
    return {
      from: isoTime(Math.min(...times.map(([from]) => from))),
      to: isoTime(Math.max(...times.map(([, to]) => to))),
    };
  });
}
