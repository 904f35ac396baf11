/** Frame of the page: the rail, what is being recorded, and the screen the address names. */
import { Suspense, lazy, useMemo, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { useActiveRecordings } from '../api/active-recordings.ts';
import { LibraryPage } from '../features/library/library-page.tsx';
import { RecordingStrip } from '../features/record/recording-strip.tsx';
import { useSetupRedirect } from '../features/setup/use-setup-redirect.ts';
import { useLanguage } from '../i18n/language.tsx';
import { leadingStatus } from '../ui/lesson-status.ts';
import { ScrollAreaContext } from '../ui/scroll-area.ts';
import { useAppShortcuts } from './app-shortcuts.ts';
import classes from './app.module.css';
import { ConnectionBanner } from './connection-banner.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NoLogin } from './no-login.tsx';
import { NotFound } from './not-found.tsx';
import { classPattern, lessonPattern, paths, pupilPattern, settingsPattern } from './paths.ts';
import { Rail } from './rail.tsx';
import { ScreenSkeleton } from './screen-skeleton.tsx';
import { useFollowSettings } from './use-follow-settings.ts';
import { useOpenRequests } from './use-open-requests.ts';
import { useRecordingTitle } from './use-recording-title.ts';

// What only one screen needs is fetched when it is opened: the library shows without it.
const ActivityPage = lazy(async () => ({
  default: (await import('../features/activity/activity-page.tsx')).ActivityPage,
}));
const HandedFilePage = lazy(async () => ({
  default: (await import('../features/library/handed-file-page.tsx')).HandedFilePage,
}));
const TrashPage = lazy(async () => ({
  default: (await import('../features/library/trash-page.tsx')).TrashPage,
}));
const RecordPage = lazy(async () => ({
  default: (await import('../features/record/record-page.tsx')).RecordPage,
}));
const LessonPage = lazy(async () => ({
  default: (await import('../features/lesson/lesson-page.tsx')).LessonPage,
}));
const ClassPage = lazy(async () => ({
  default: (await import('../features/class/class-page.tsx')).ClassPage,
}));
const PupilPage = lazy(async () => ({
  default: (await import('../features/class/pupil/pupil-page.tsx')).PupilPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import('../features/settings/settings-page.tsx')).SettingsPage,
}));
const ScreenshotPage = lazy(async () => ({
  default: (await import('../features/screenshot/screenshot-page.tsx')).ScreenshotPage,
}));
const SystemPage = lazy(async () => ({
  default: (await import('../features/system/system-page.tsx')).SystemPage,
}));
const SetupPage = lazy(async () => ({
  default: (await import('../features/setup/setup-page.tsx')).SetupPage,
}));

export function App() {
  const { t } = useLanguage();
  const [location] = useLocation();
  const active = useActiveRecordings();
  const [main, setMain] = useState<HTMLElement | null>(null);
  const scrollArea = useMemo(() => ({ current: main }), [main]);
  const status = leadingStatus(active.items);
  useRecordingTitle(status);
  useAppShortcuts();
  useSetupRedirect();
  useFollowSettings();
  useOpenRequests();

  if (active.failure?.code === 'unauthorized') return <NoLogin />;
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#content">
        {t('nav.skip')}
      </a>
      <Rail status={status} />
      <div className={classes.column}>
        <ConnectionBanner isRecording={active.items.length > 0} />
        <RecordingStrip active={active.items} />
        <main id="content" ref={setMain} tabIndex={-1} className={classes.main}>
          {/* Lists measure what they scroll in when they are first drawn: it has to be there. */}
          {main !== null && (
            <ScrollAreaContext value={scrollArea}>
              <ErrorBoundary resetKey={location}>
                <Suspense fallback={<ScreenSkeleton />}>
                  <Switch>
                    <Route path={paths.library} component={LibraryPage} />
                    <Route path={paths.trash} component={TrashPage} />
                    <Route path={paths.record}>
                      <RecordPage active={active.items} />
                    </Route>
                    <Route path={lessonPattern}>
                      {({ recordingId }) => <LessonPage key={recordingId} recordingId={recordingId} />}
                    </Route>
                    <Route path={pupilPattern}>
                      {({ sessionId, studentId }) => (
                        <PupilPage sessionId={sessionId} studentId={studentId} />
                      )}
                    </Route>
                    <Route path={classPattern}>
                      {({ sessionId, tab }) => <ClassPage key={sessionId} sessionId={sessionId} tab={tab} />}
                    </Route>
                    <Route path={paths.activity} component={ActivityPage} />
                    <Route path={settingsPattern}>
                      {({ section }) => <SettingsPage section={section} />}
                    </Route>
                    <Route path={paths.system} component={SystemPage} />
                    <Route path={paths.screenshot} component={ScreenshotPage} />
                    <Route path={paths.importFile} component={HandedFilePage} />
                    <Route path={paths.setup} component={SetupPage} />
                    <Route component={NotFound} />
                  </Switch>
                </Suspense>
              </ErrorBoundary>
            </ScrollAreaContext>
          )}
        </main>
      </div>
    </div>
  );
}
