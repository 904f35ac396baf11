/**
 * What the health of the recorder means in words: one sentence that a teacher understands, and what to do. The page and
 * the report that is saved say the same. Pure.
 */
import type { HealthCode, HealthPart } from './health.ts';
import { healthWordsEn } from './health-words-en.ts';
import { healthWordsKo } from './health-words-ko.ts';
import type { HealthWords, Said } from './health-words.ts';

export type HealthLanguage = 'ko' | 'en';

const languages: Record<HealthLanguage, HealthWords> = { ko: healthWordsKo, en: healthWordsEn };

export function healthWords(language: HealthLanguage): HealthWords {
  return languages[language];
}

/** A core that is newer than this page may have codes it does not know: its state is still said. */
export function sayPart({ part, code, state, facts }: HealthPart, language: HealthLanguage): Said {
  const words = languages[language];
  const say = (words.say[part] as Partial<Record<HealthCode, (facts: unknown) => Said>>)[code];
  return say?.(facts) ?? { text: words.states[state] };
}
