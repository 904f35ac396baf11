/**
 * Words of the page. Korean decides which keys there are; English must have the same. In a text `{name}` stands for a
 * value, and `{count|lesson|lessons}` for the first or the second word as the language counts.
 */
import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import english from './en.json';
import { fill } from './fill.ts';
import korean from './ko.json';

export type TextKey = keyof typeof korean;
export type Language = 'ko' | 'en';
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const texts: Record<Language, Record<TextKey, string>> = { ko: korean, en: english };
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(korean, key);
}

const storageKey = 'airclass.language';

const LanguageContext = createContext<{
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
}>({ language: 'ko', setLanguage: () => undefined, t: (key) => korean[key] });

export function useLanguage() {
  return useContext(LanguageContext);
}

function translateTo(language: Language): Translate {
  return (key, values = {}) => fill(texts[language][key], values, language);
}

/** A part of the page in another language than the rest, for somebody else to read; `lang` is for the part to set. */
export function InLanguage({ language, children }: { language: Language; children: ReactNode }) {
  const { setLanguage } = useLanguage();
  const value = useMemo(() => ({ language, setLanguage, t: translateTo(language) }), [language, setLanguage]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(storageKey) === 'en' ? 'en' : 'ko',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(storageKey, language);
  }, [language]);
  const value = useMemo(() => ({ language, setLanguage, t: translateTo(language) }), [language]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}
