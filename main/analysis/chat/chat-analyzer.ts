/**
 * Reads chat lines: mood, intent, topics, spam and abuse. It owns no data and keeps nothing of what it was given; the
 * models are our own (models/cards/chat.md), small enough to run where they are called. One line takes about a tenth of
 * a millisecond; whoever reads thousands does so in pieces. It refuses to judge people: every answer is about a line.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type ChatAnalysis,
  type ChatContext,
  type ChatGlossary,
  type ChatReading,
  type IntentReading,
  type SentimentReading,
  type SessionChatContext,
  type SessionMessage,
  type SpamReading,
  intentLabels,
  sentimentLabels,
} from '../../../contract/chat-analysis.ts';
import { packageRoot } from '../../base/package-info.ts';
import { type ChatModel, type ChatScores, createChatModel } from './chat-model.ts';
import { intentInContext } from './context.ts';
import { feedbackSentence } from './feedback-sentence.ts';
import { type KeywordOptions, type KeywordReader, createKeywordReader } from './keywords.ts';
import { languageOf } from './language.ts';
import { contextsOf } from './session-context.ts';
import { spamReading } from './spam.ts';
import { readWeights } from './weights.ts';

/** Name in models/manifest.json. */
export const chatModelName = 'chat';

const emptyGlossary: ChatGlossary = { terms: [], never_keywords: [], allowed_words: [] };

/** What can be said of a text without its moment. */
type Line = { scores: ChatScores; keywords: () => string[] };
const noKeywords = (): string[] => [];

export type ChatAnalyzerOptions = {
  /** Folder with the model's files; default: where the build puts it, else where it is kept with the code. */
  folder?: string;
  /** Asked for every line, so that a change counts at once. */
  glossary?: () => ChatGlossary;
  /** Of the sentence about a line that has none itself; default: Korean. */
  language?: () => 'ko' | 'en';
};

export class ChatAnalyzer {
  readonly #model: ChatModel;
  readonly #keywords: KeywordReader;
  readonly #glossary: () => ChatGlossary;
  readonly #language: () => 'ko' | 'en';

  private constructor(
    model: ChatModel,
    keywords: KeywordReader,
    { glossary = () => emptyGlossary, language = () => 'ko' }: ChatAnalyzerOptions,
  ) {
    this.#model = model;
    this.#keywords = keywords;
    this.#glossary = glossary;
    this.#language = language;
  }

  /** Reads the models (some megabytes, once). @throws Error when they are not there or not whole */
  static load(options: ChatAnalyzerOptions = {}): ChatAnalyzer {
    const folder = options.folder ?? defaultFolder();
    const weights = readWeights(readFileSync(path.join(folder, 'chat.bin')));
    const terms = readFileSync(path.join(folder, 'terms.txt'), 'utf8');
    return new ChatAnalyzer(
      createChatModel(weights),
      createKeywordReader(weights, terms.split('\n')),
      options,
    );
  }

  get version(): string {
    return this.#model.version;
  }

  sentimentAnalysis(text: string, _context?: ChatContext): SentimentReading {
    return this.#sentiment(this.#score(text));
  }

  intentDetection(text: string, context?: ChatContext): IntentReading {
    return this.#intent(this.#score(text), text, context);
  }

  /** Learning topics in dictionary form, in the order of the line, each once. */
  keywordExtraction(text: string, options: KeywordOptions = {}): string[] {
    return this.#keywords.read(text, { glossary: this.#glossary(), ...options });
  }

  spamDetection(text: string, context?: ChatContext): SpamReading {
    return this.#spam(this.#score(text), text, context);
  }

  /** @param options.keywords `false` leaves them empty, which saves half of the time */
  analyze(text: string, context?: ChatContext, options: { keywords?: boolean } = {}): ChatReading {
    const keywords = options.keywords === false ? noKeywords : () => this.keywordExtraction(text);
    return this.#reading(text, { scores: this.#score(text), keywords }, context);
  }

  /** One line with nothing known about its moment, and a sentence for the teacher. */
  analyzeLine(text: string, lang?: 'ko' | 'en'): ChatAnalysis {
    const reading = this.analyze(text);
    const language = lang ?? (reading.language === 'other' ? this.#language() : reading.language);
    return {
      ...reading,
      feedback: feedbackSentence(reading, language),
      context: 'none',
      model: { name: chatModelName, version: this.version },
    };
  }

  /**
   * Lines that are written over and over are looked at once; what they mean at their moment is told apart.
   * @param messages by time. @returns one reading per message, in their order
   */
  readSession(messages: readonly SessionMessage[], context: SessionChatContext = {}): ChatReading[] {
    const known = new Map<string, Line>();
    const lineOf = (text: string): Line => {
      const line = known.get(text) ?? this.#line(text);
      known.set(text, line);
      return line;
    };
    const contexts = contextsOf(
      messages,
      context,
      (text) => this.#intent(lineOf(text).scores, text, { senderRole: 'teacher' }).label === 'question',
    );
    return messages.map(({ text }, index) => this.#reading(text, lineOf(text), contexts[index]));
  }

  /** What the text says by itself; topics are looked for when they are first asked for. */
  #line(text: string): Line {
    let keywords: string[] | undefined;
    return {
      scores: this.#score(text),
      keywords: () => {
        keywords ??= this.keywordExtraction(text);
        return [...keywords];
      },
    };
  }

  #reading(text: string, { scores, keywords }: Line, context: ChatContext | undefined): ChatReading {
    const spam = this.#spam(scores, text, context);
    const isUnwanted = spam.is_spam || spam.is_abusive;
    return {
      sentiment: this.#sentiment(scores),
      intent: this.#intent(scores, text, context),
      keywords: isUnwanted ? [] : keywords(),
      spam,
      language: languageOf(text),
    };
  }

  #score(text: string): ChatScores {
    return this.#model.score(text, this.#glossary().allowed_words);
  }

  #sentiment({ sentiment }: ChatScores): SentimentReading {
    const { index, confidence } = mostLikely(sentiment);
    const unsure = confidence < this.#model.number('unsure.sentiment');
    return { label: unsure ? 'neutral' : (sentimentLabels[index] ?? 'neutral'), confidence, unsure };
  }

  #intent({ intent }: ChatScores, text: string, context: ChatContext | undefined): IntentReading {
    const { index, confidence } = mostLikely(intentInContext(intent, text, context));
    const unsure = confidence < this.#model.number('unsure.intent');
    return { label: unsure ? 'other' : (intentLabels[index] ?? 'other'), confidence, unsure };
  }

  #spam(scores: ChatScores, text: string, context: ChatContext | undefined): SpamReading {
    const thresholds = {
      spam: this.#model.number('threshold.spam'),
      abuse: this.#model.number('threshold.abuse'),
      spamWithWord: this.#model.number('threshold.spam_with_word'),
      abuseWithWord: this.#model.number('threshold.abuse_with_word'),
    };
    return spamReading(text, scores, thresholds, context);
  }
}

function mostLikely(probabilities: readonly number[]): { index: number; confidence: number } {
  const confidence = Math.max(...probabilities);
  return { index: probabilities.indexOf(confidence), confidence };
}

function defaultFolder(): string {
  const built = path.join(packageRoot, 'dist', 'models', 'chat');
  return existsSync(path.join(built, 'chat.bin'))
    ? built
    : path.join(packageRoot, 'models', 'chat', 'weights');
}
