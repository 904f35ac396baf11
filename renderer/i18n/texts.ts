/** The words of each language, fetched when they are first needed: most people read one. */
import type korean from './ko.json';

export type TextKey = keyof typeof korean;
export type Language = 'ko' | 'en';
export type Texts = Record<TextKey, string>;

const sources: Record<Language, () => Promise<{ default: Texts }>> = {
  ko: () => import('./ko.json'),
  en: () => import('./en.json'),
};
const loading = new Map<Language, Promise<Texts>>();
const loaded = new Map<Language, Texts>();

/** The same promise every time, until it fails. */
export function loadTexts(language: Language): Promise<Texts> {
  const known = loading.get(language);
  if (known !== undefined) return known;
  const texts = load(language);
  loading.set(language, texts);
  return texts;
}

async function load(language: Language): Promise<Texts> {
  try {
    const { default: texts } = await sources[language]();
    loaded.set(language, texts);
    return texts;
  } catch (error) {
    loading.delete(language);
    throw error;
  }
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
