/** The language of the last visit; its words must be there before the page is drawn. */
import type { Language } from './texts.ts';

const storageKey = 'airclass.language';

export function startLanguage(): Language {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'ko';
}

export function keepStartLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
}
