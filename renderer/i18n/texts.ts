/** The words of each language, fetched when they are first needed: most people read one. */
import { keptPromises } from './kept-promises.ts';
import type korean from './ko.json';

export type TextKey = keyof typeof korean;
export type Language = 'ko' | 'en';
export type Texts = Record<TextKey, string>;

const sources: Record<Language, () => Promise<{ default: Texts }>> = {
  ko: () => import('./ko.json'),
  en: () => import('./en.json'),
};
const loaded = new Map<Language, Texts>();

const loading = keptPromises(async (language: Language): Promise<Texts> => {
  const { default: texts } = await sources[language]();
  loaded.set(language, texts);
  return texts;
});

/** The same promise every time, also when it has failed. */
export function loadTexts(language: Language): Promise<Texts> {
  return loading.get(language);
}

/** Somebody wants to try again. */
export function forgetFailedTexts(): void {
  loading.forgetFailed();
}

export function hasTexts(language: Language): boolean {
  return loaded.has(language);
}

/** What has been loaded. @throws Error before that */
export function textsOf(language: Language): Texts {
  const texts = loaded.get(language);
  if (texts === undefined) throw new Error(`the words of ${language} were not loaded`);
  return texts;
}

/** Languages have the same keys. */
export function isTextKey(key: string): key is TextKey {
  return [...loaded.values()].some((texts) => Object.hasOwn(texts, key));
}
