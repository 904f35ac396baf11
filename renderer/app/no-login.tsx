/** Shown to a browser that has not opened the start-up link yet. */
import { useLanguage } from '../i18n/language.tsx';
import { Icon } from '../ui/icon.tsx';

export function NoLogin() {
  const { t, language, setLanguage } = useLanguage();
  return (
    <main className="alone">
      <Icon name="brand" />
      <h1>{t('login.title')}</h1>
      <p>{t('login.what_to_do')}</p>
      <p>
        <code>http://127.0.0.1:8765/?token=…</code>
      </p>
      <p className="faint">{t('login.why')}</p>
      <button type="button" className="quiet" onClick={() => setLanguage(language === 'ko' ? 'en' : 'ko')}>
        {language === 'ko' ? 'English' : '한국어'}
      </button>
    </main>
  );
}
