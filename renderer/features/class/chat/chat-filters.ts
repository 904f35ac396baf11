/** Which messages are shown: what the address says, and whether a message fits. Pure. */
import {
  type IntentLabel,
  type SentimentLabel,
  intentLabels,
  sentimentLabels,
} from '../../../../contract/chat-analysis.ts';
import type { ReadMessage } from '../../../api/use-chat-readings.ts';
import { containsAll } from '../../lesson/panels/search-words.ts';

export const moodChoices = [...sentimentLabels.toReversed(), 'unsure'] as const;
export const intentChoices = [...intentLabels, 'unsure'] as const;

export type ChatFilters = {
  /** Only spam and abuse; the core's to answer. */
  isFlagged: boolean;
  mood: SentimentLabel | 'unsure' | undefined;
  intent: IntentLabel | 'unsure' | undefined;
  /** Words that must all stand in the text or in the name; initials too. */
  words: string;
};

export const noFilters: ChatFilters = { isFlagged: false, mood: undefined, intent: undefined, words: '' };

/** @param search parameters of the address */
export function filtersIn(search: URLSearchParams): ChatFilters {
  return {
    isFlagged: search.get('show') === 'flagged',
    mood: moodChoices.find((mood) => mood === search.get('mood')),
    intent: intentChoices.find((intent) => intent === search.get('intent')),
    words: search.get('q') ?? '',
  };
}

/** The address with these filters; what else it says stays. */
export function withFilters(search: URLSearchParams, filters: ChatFilters): URLSearchParams {
  const next = new URLSearchParams(search);
  const values = {
    show: filters.isFlagged ? 'flagged' : undefined,
    mood: filters.mood,
    intent: filters.intent,
    q: filters.words === '' ? undefined : filters.words,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** Whether some messages of those that were read are left out. */
export function isNarrowed({ mood, intent, words }: ChatFilters): boolean {
  return mood !== undefined || intent !== undefined || words.trim() !== '';
}

/** A message that was not read fits no mood and no intent. */
export function fits(message: ReadMessage, filters: ChatFilters): boolean {
  const { mood, intent, words } = filters;
  const { reading } = message;
  if (mood !== undefined && (reading === null || labelOf(reading.sentiment) !== mood)) return false;
  if (intent !== undefined && (reading === null || labelOf(reading.intent) !== intent)) return false;
  return words.trim() === '' || containsAll(`${message.sender_name}\n${message.text}`, words);
}

function labelOf<Label extends string>(read: { label: Label; unsure: boolean }): Label | 'unsure' {
  return read.unsure ? 'unsure' : read.label;
}
