/**
 * Words of the page. Korean decides which keys there are; English must have the same. In a text `{name}` stands for a
 * value, and `{count|lesson|lessons}` for the first or the second word as the language counts.
 */
import {
  type ReactNode,
  Suspense,
  createContext,
  use,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { fill } from './fill.ts';
import { keepStartLanguage, startLanguage } from './start-language.ts';
import { type Language, type TextKey, forgetFailedTexts, hasTexts, loadTexts, textsOf } from './texts.ts';

export type { Language, TextKey } from './texts.ts';
export { isTextKey } from './texts.ts';
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const LanguageContext = createContext<{
  language: Language;
  /** @returns false when its words cannot be had now: the page stays in the language it is in */
  setLanguage: (language: Language) => Promise<boolean>;
  t: Translate;
}>({ language: 'ko', setLanguage: async () => true, t: (key) => key });

export function useLanguage() {
  return useContext(LanguageContext);
}

/** Its words are loaded. */
function translateTo(language: Language): Translate {
  return (key, values = {}) => fill(textsOf(language)[key], values, language);
}

/** A part of the page in another language than the rest, for somebody else to read; `lang` is for the part to set. */
export function InLanguage({ language, children }: { language: Language; children: ReactNode }) {
  return (
    <Suspense>
      <InLoadedLanguage language={language}>{children}</InLoadedLanguage>
    </Suspense>
  );
}

function InLoadedLanguage({ language, children }: { language: Language; children: ReactNode }) {
  const { setLanguage } = useLanguage();
  use(loadTexts(language));
  const value = useMemo(() => ({ language, setLanguage, t: translateTo(language) }), [language, setLanguage]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setShown] = useState<Language>(startLanguage);
  const wanted = useRef(language);
  const shown = useRef(language);
  const setLanguage = useCallback(async (next: Language): Promise<boolean> => {
    wanted.current = next;
    // At once: a page that is left or read anew before the words are there begins with them.
    keepStartLanguage(next);
    forgetFailedTexts();
    await loadTexts(next).catch(() => undefined);
    // What shows stays until the words are there, and for good when they cannot be had.
    if (wanted.current !== next) return true;
    if (!hasTexts(next)) {
      keepStartLanguage(shown.current);
      return false;
    }
    setShown(next);
    return true;
  }, []);
  useEffect(() => {
    shown.current = language;
    document.documentElement.lang = language;
    keepStartLanguage(language);
  }, [language]);
  const value = useMemo(() => ({ language, setLanguage, t: translateTo(language) }), [language, setLanguage]);
  return <LanguageContext value={value}>{children}</LanguageContext>;
}
