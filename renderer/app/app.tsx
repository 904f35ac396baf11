/** Frame of the page: title bar, what is being recorded, and the screen the address names. */
import { useEffect } from 'react';
import { LessonPage } from '../features/lesson/lesson-page.tsx';
import { LibraryPage } from '../features/library/library-page.tsx';
import { TrashPage } from '../features/library/trash-page.tsx';
import { RecordPage } from '../features/record/record-page.tsx';
import { useActiveRecordings } from '../features/record/use-active-recordings.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Icon } from '../ui/icon.tsx';
import { Link } from './link.tsx';
import { NoLogin } from './no-login.tsx';
import { NoticeProvider } from './notice.tsx';
import { type Route, useRoute } from './route.ts';

export function App() {
  const route = useRoute();
  const { t, language, setLanguage } = useLanguage();
  const active = useActiveRecordings();
  const isRecording = active.items.length > 0;

  useEffect(() => {
    document.title = isRecording ? `● ${t('status.recording')} · AIRClass Recorder` : 'AIRClass Recorder';
  }, [isRecording, t]);

  if (active.failure?.code === 'unauthorized') return <NoLogin />;
  return (
    <NoticeProvider>
      <a className="skip" href="#content">
        {t('nav.skip')}
      </a>
      <header className="bar">
        <Link to={{ screen: 'library', q: '' }} className="brand" isCurrent={route.screen === 'library'}>
          <Icon name="brand" />
          <span>AIRClass Recorder</span>
        </Link>
        <div className="bar-end">
          {active.failure?.code === 'unreachable' && (
            <span className="attention" role="status">
              {t('nav.unreachable')}
            </span>
          )}
          <Link
            to={{ screen: 'record' }}
            className={isRecording ? 'button recording' : 'button'}
            isCurrent={route.screen === 'record'}
          >
            <span className="dot" aria-hidden="true" />
            {isRecording ? t('nav.recording_now', { count: active.items.length }) : t('nav.record')}
          </Link>
          <button
            type="button"
            className="quiet"
            lang={language === 'ko' ? 'en' : 'ko'}
            onClick={() => setLanguage(language === 'ko' ? 'en' : 'ko')}
          >
            {language === 'ko' ? 'English' : '한국어'}
          </button>
        </div>
      </header>
      <main id="content">
        <Screen route={route} active={active.items} />
      </main>
    </NoticeProvider>
  );
}

function Screen({
  route,
  active,
}: {
  route: Route;
  active: ReturnType<typeof useActiveRecordings>['items'];
}) {
  switch (route.screen) {
    case 'library':
      return <LibraryPage q={route.q} />;
    case 'record':
      return <RecordPage active={active} />;
    case 'trash':
      return <TrashPage />;
    case 'lesson':
      return <LessonPage key={route.recordingId} recordingId={route.recordingId} atSec={route.atSec} />;
    default:
      return route satisfies never;
  }
}
