/** What single chat lines say, and the school's own words that decide about it. */
import type { z } from 'zod';
import type { ChatAnalysis, glossaryReplySchema, putGlossarySchema } from '../../contract/chat-analysis.ts';
import type { Language } from '../i18n/language.tsx';
import { call } from './client.ts';

export type Glossary = z.infer<typeof glossaryReplySchema>;

/** Nothing of it is kept. @throws ApiFailure */
export function analyzeChat(text: string, language: Language, signal?: AbortSignal): Promise<ChatAnalysis> {
  return call('POST', `/api/ai/analyze-chat?lang=${language}`, { body: { text }, signal });
}

export function glossary(signal?: AbortSignal): Promise<Glossary> {
  return call('GET', '/api/glossary', { signal });
}

/** Lists that are left out stay as they are. */
export function putGlossary(change: z.input<typeof putGlossarySchema>): Promise<Glossary> {
  return call('PUT', '/api/glossary', { body: change });
}
