/** Reads a session's chat and studies it, in the analysis host: seconds of work that the core has better use for. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChatGlossary, ChatReading } from '../../../contract/chat-analysis.ts';
import { AppError } from '../../base/app-error.ts';
import type { SessionFacts } from '../../db/session-facts.ts';
import { ChatAnalyzer } from '../chat/chat-analyzer.ts';
import type { ChatUpgrade } from '../chat/chat-model.ts';
import type { Operation } from '../host/operation.ts';
import { readChat } from './read-chat.ts';
import { type SessionStudy, studySession } from './study.ts';
import type { TimelineOptions } from './timeline.ts';

/** Between processes and into the database as JSON: copying 20,000 objects would keep the core busy for half a second. */
export type StudyArgs = {
  /** SessionFacts. */
  facts: string;
  glossary: ChatGlossary;
  options: TimelineOptions;
  /** What a pack says of the texts; without it the built-in models read alone. */
  upgrade?: ChatUpgrade | undefined;
};
export type StudyAnswer = {
  /** SessionStudy. */
  study: string;
  /** ChatReading each, one per message of the facts, in their order; empty when chat was left out. */
  readings: string[];
  /** Which of them are spam or abuse, by their place. */
  flagged: number[];
};

let glossary: ChatGlossary = { terms: [], never_keywords: [], allowed_words: [] };
let analyzer: ChatAnalyzer | undefined;

/** @throws AppError job_cancelled */
export const studyInHost: Operation<StudyArgs, StudyAnswer> = async (_context, args, signal) => {
  const breathe = async (): Promise<void> => {
    await nextTurn();
    if (signal.aborted) throw new AppError('job_cancelled');
  };
  const { options } = args;
  const facts = JSON.parse(args.facts) as SessionFacts;
  glossary = args.glossary;
  // Some megabytes that nothing else in the host needs.
  analyzer ??= ChatAnalyzer.load({ glossary: () => glossary });
  const chat = args.upgrade === undefined ? analyzer : analyzer.upgraded(args.upgrade);
  const read = chat.readSession.bind(chat);
  const readings = options.includeChat ? await readChat(facts, read, breathe) : [];
  return toAnswer(await studySession(facts, readings, options, breathe), readings);
};

export function toAnswer(study: SessionStudy, readings: readonly ChatReading[]): StudyAnswer {
  return {
    study: JSON.stringify(study),
    readings: readings.map((reading) => JSON.stringify(reading)),
    flagged: readings.flatMap(({ spam }, at) => (spam.is_spam || spam.is_abusive ? [at] : [])),
  };
}
