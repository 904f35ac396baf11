/**
 * Reads chat lines: mood, intent, topics, spam and abuse. It owns no data and keeps nothing of what it was given but,
 * in memory, what some words mean; the models are our own (models/cards/chat.md), small enough to run where they are
 * called. One line takes about a tenth of a millisecond; whoever reads thousands does so in pieces. It refuses to judge people: every answer is about a line.
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
import { type ChatModel, type ChatScores, type ChatUpgrade, createChatModel } from './chat-model.ts';
import { intentInContext } from './context.ts';
import { feedbackSentence } from './feedback-sentence.ts';
import { type Spellings, spellingsOf } from './fold.ts';
import { type KeywordOptions, type KeywordReader, createKeywordReader } from './keywords.ts';
import { languageOf } from './language.ts';
import { contextsOf } from './session-context.ts';
import { spamReading } from './spam.ts';
import { readTerms } from './terms.ts';
import { readWeights } from './weights.ts';

/** Name in models/manifest.json. */
export const chatModelName = 'chat';

const emptyGlossary: ChatGlossary = { terms: [], never_keywords: [], allowed_words: [] };

/** What can be said of a text without its moment. */
type Line = { spellings: Spellings; scores: ChatScores; keywords: () => string[] };
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
  readonly #name: string;

  private constructor(
    model: ChatModel,
    keywords: KeywordReader,
    { glossary = () => emptyGlossary, language = () => 'ko' }: ChatAnalyzerOptions,
    name: string = chatModelName,
  ) {
    this.#model = model;
    this.#keywords = keywords;
    this.#glossary = glossary;
    this.#language = language;
    this.#name = name;
  }

  /** Reads the models (some megabytes, once). @throws Error when they are not there or not whole */
  static load(options: ChatAnalyzerOptions = {}): ChatAnalyzer {
    const folder = options.folder ?? defaultFolder();
    const weights = readWeights(readFileSync(path.join(folder, 'chat.bin')));
    const terms = readFileSync(path.join(folder, 'terms.txt'), 'utf8');
    return new ChatAnalyzer(
      createChatModel(weights),
      createKeywordReader(weights, readTerms(terms)),
      options,
    );
  }

  /** Reads as this one does, with what a pack says of the lines it was asked about; topics stay as they are. */
  upgraded(upgrade: ChatUpgrade): ChatAnalyzer {
    const options = { glossary: this.#glossary, language: this.#language };
    return new ChatAnalyzer(this.#model.upgraded(upgrade), this.#keywords, options, upgrade.name);
  }

  get version(): string {
    return this.#model.version;
  }

  sentimentAnalysis(text: string, _context?: ChatContext): SentimentReading {
    return this.#sentiment(this.#score(spellingsOf(text)));
  }

  intentDetection(text: string, context?: ChatContext): IntentReading {
    return this.#intent(this.#score(spellingsOf(text)), text, context);
  }

  /** Learning topics in dictionary form, in the order of the line, each once. */
  keywordExtraction(text: string, options: KeywordOptions = {}): string[] {
    return this.#keywords.read(text, { glossary: this.#glossary(), ...options });
  }

  spamDetection(text: string, context?: ChatContext): SpamReading {
    const spellings = spellingsOf(text);
    return this.#spam(this.#score(spellings), spellings, context);
  }

  /** @param options.keywords `false` leaves them empty, which saves half of the time */
  analyze(text: string, context?: ChatContext, options: { keywords?: boolean } = {}): ChatReading {
    const keywords = options.keywords === false ? noKeywords : () => this.keywordExtraction(text);
    const spellings = spellingsOf(text);
    return this.#reading({ spellings, scores: this.#score(spellings), keywords }, context);
  }

  /** One line with nothing known about its moment, and a sentence for the teacher. */
  analyzeLine(text: string, lang?: 'ko' | 'en'): ChatAnalysis {
    const reading = this.analyze(text);
    const language = lang ?? (reading.language === 'other' ? this.#language() : reading.language);
    return {
      ...reading,
      feedback: feedbackSentence(reading, language),
      context: 'none',
      model: { name: this.#name, version: this.version },
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
    const contexts = contextsOf(messages, context, {
      fold: (text) => lineOf(text).spellings.folded,
      asks: (text) => this.#intent(lineOf(text).scores, text, { senderRole: 'teacher' }).label === 'question',
    });
    return messages.map(({ text }, index) => this.#reading(lineOf(text), contexts[index]));
  }

  /** What the text says by itself; topics are looked for when they are first asked for. */
  #line(text: string): Line {
    const spellings = spellingsOf(text);
    let keywords: string[] | undefined;
    return {
      spellings,
      scores: this.#score(spellings),
      keywords: () => {
        keywords ??= this.keywordExtraction(text);
        return [...keywords];
      },
    };
  }

  #reading({ spellings, scores, keywords }: Line, context: ChatContext | undefined): ChatReading {
    const spam = this.#spam(scores, spellings, context);
    const isUnwanted = spam.is_spam || spam.is_abusive;
    return {
      sentiment: this.#sentiment(scores),
      intent: this.#intent(scores, spellings.text, context),
      keywords: isUnwanted ? [] : keywords(),
      spam,
      language: languageOf(spellings.clean),
    };
  }

  #score(line: Spellings): ChatScores {
    return this.#model.score(line, this.#glossary().allowed_words);
  }

  #sentiment({ sentiment, number }: ChatScores): SentimentReading {
    const { index, confidence } = mostLikely(sentiment);
    const unsure = confidence < number('unsure.sentiment');
    return { label: unsure ? 'neutral' : (sentimentLabels[index] ?? 'neutral'), confidence, unsure };
  }

  #intent({ intent, number }: ChatScores, text: string, context: ChatContext | undefined): IntentReading {
    const { index, confidence } = mostLikely(intentInContext(intent, text, context));
    const unsure = confidence < number('unsure.intent');
    return { label: unsure ? 'other' : (intentLabels[index] ?? 'other'), confidence, unsure };
  }

  #spam(scores: ChatScores, line: Spellings, context: ChatContext | undefined): SpamReading {
    const { number } = scores;
    const thresholds = {
      spam: number('threshold.spam'),
      abuse: number('threshold.abuse'),
      spamWithWord: number('threshold.spam_with_word'),
      abuseWithWord: number('threshold.abuse_with_word'),
    };
    return spamReading(line, scores, thresholds, context);
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
