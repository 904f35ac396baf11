/** Reads a session's chat and studies it, in the analysis host: seconds of work that the core has better use for. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChatGlossary, ChatReading } from '../../../contract/chat-analysis.ts';
import { AppError } from '../../base/app-error.ts';
import type { SessionFacts } from '../../db/session-facts.ts';
import { ChatAnalyzer } from '../chat/chat-analyzer.ts';
import type { Operation } from '../host/operation.ts';
import { readChat } from './read-chat.ts';
import { type SessionStudy, studySession } from './study.ts';
import type { TimelineOptions } from './timeline.ts';

export type StudyArgs = { facts: SessionFacts; glossary: ChatGlossary; options: TimelineOptions };
export type StudyAnswer = {
  study: SessionStudy;
  /** One per message of the facts, in their order; empty when chat was left out. */
  readings: ChatReading[];
};

let glossary: ChatGlossary = { terms: [], never_keywords: [], allowed_words: [] };
let analyzer: ChatAnalyzer | undefined;

/** @throws AppError job_cancelled */
export const studyInHost: Operation<StudyArgs, StudyAnswer> = async (_context, args, signal) => {
  const breathe = async (): Promise<void> => {
    await nextTurn();
    if (signal.aborted) throw new AppError('job_cancelled');
  };
  const { facts, options } = args;
  glossary = args.glossary;
  // Some megabytes that nothing else in the host needs.
  analyzer ??= ChatAnalyzer.load({ glossary: () => glossary });
  const chat = analyzer;
  const read = chat.readSession.bind(chat);
  const readings = options.includeChat ? await readChat(facts, read, breathe) : [];
  return { study: await studySession(facts, readings, options, breathe), readings };
};
