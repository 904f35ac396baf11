/** Words of the page. Korean decides which keys there are; English must have the same. */
import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import english from './en.json';
import korean from './ko.json';

export type TextKey = keyof typeof korean;
export type Language = 'ko' | 'en';
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const texts: Record<Language, Record<TextKey, string>> = { ko: korean, en: english };
const storageKey = 'airclass.language';

const LanguageContext = createContext<{
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
}>({ language: 'ko', setLanguage: () => undefined, t: (key) => korean[key] });

export function useLanguage() {
  return useContext(LanguageContext);
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(storageKey) === 'en' ? 'en' : 'ko',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(storageKey, language);
  }, [language]);
  const value = useMemo(
    () => ({
      language,
      setLanguage,
      t: (key: TextKey, values: Record<string, string | number> = {}) => fill(texts[language][key], values),
    }),
    [language],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

/** `{name}` in a text is replaced by the value of that name. */
function fill(text: string, values: Record<string, string | number>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
