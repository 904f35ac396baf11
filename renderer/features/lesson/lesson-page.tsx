/** One lesson: the picture, its time line, what was said and noted beside it, and what it is. */
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMovieOff, IconTrash } from '@tabler/icons-react';
import { MediaProvider } from 'media-chrome/react/media-store';
import { type ReactNode, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch, useSearchParams } from 'wouter';
import type { RecordingStatusReply } from '../../../contract/recording.ts';
import type { LessonInfo } from '../../../contract/vod.ts';
import { failureOf } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { restoreRecording } from '../../api/recording.ts';
import { paths, positionIn } from '../../app/paths.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import { statusMeaning } from '../../ui/lesson-status.ts';
import type { ClipRange } from './clip/clip-range.ts';
import { LessonDetails } from './details/lesson-details.tsx';
import { type Lesson, LessonContext, type PanelName, panelNames, useLesson } from './lesson-context.ts';
import { useInfo, useRecordingStatus } from './lesson-data.ts';
import { LessonHeader } from './lesson-header.tsx';
import { LessonSkeleton } from './lesson-skeleton.tsx';
import { LessonState } from './lesson-state.tsx';
import classes from './lesson-page.module.css';
import { PanelButtons, PanelDrawer, SidePanel } from './panels/side-panel.tsx';
import { Player } from './player/player.tsx';
import { resumePosition } from './player/resume-store.ts';
import { useLessonKeys } from './player/use-lesson-keys.ts';
import { Timeline } from './timeline/timeline.tsx';

/** Where the panels fit beside the picture; as in the style sheet. */
const wide = '(min-width: 60em)';

export function LessonPage({ recordingId }: { recordingId: string }) {
  const info = useInfo(recordingId);
  const recording = useRecordingStatus(recordingId);
  // What is kept of a lesson says nothing any more once it was thrown away.
  if (typeof recording.data?.deleted_at === 'string') return <InTrash recording={recording.data} />;
  const isGone = info.error !== null && failureOf(info.error).code === 'recording_not_found';
  if (info.data !== undefined && !recording.isPending && !isGone) {
    return (
      <MediaProvider>
        <LessonProvider info={info.data} recording={recording.data}>
          <LessonScreen />
        </LessonProvider>
      </MediaProvider>
    );
  }
  if (info.error === null || recording.isPending) return <LessonSkeleton />;
  return <NoLesson failure={info.error} onRetry={() => void info.refetch()} />;
}

function LessonProvider(props: {
  info: LessonInfo;
  recording: RecordingStatusReply | undefined;
  children: ReactNode;
}) {
  const { info, recording, children } = props;
  const video = useRef<HTMLVideoElement>(null);
  const [parameters, setParameters] = useSearchParams();
  const [range, setRange] = useState<ClipRange>();
  const [isLooping, setLooping] = useState(false);
  const [renaming, setRenaming] = useState<string>();
  const [noteAtSec, startNote] = useState<number>();
  const isWide = useMediaQuery(wide, true, { getInitialValueInEffect: false });
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);

  const wanted = parameters.get('panel');
  const panel = panelNames.find((name) => name === wanted) ?? 'chapters';
  const openPanel = useCallback(
    (name: PanelName) => {
      setIsDrawerOpen(true);
      setParameters(
        (now) => {
          const next = new URLSearchParams(now);
          next.set('panel', name);
          return next;
        },
        { replace: true },
      );
    },
    [setParameters],
  );
  const seek = useCallback((seconds: number) => {
    if (video.current !== null) video.current.currentTime = seconds;
  }, []);
  const nowSec = useCallback(() => video.current?.currentTime ?? 0, []);
  const isLive = statusMeaning[recording?.status ?? info.status].isActive;
  const durationSec = Math.max(info.duration, recording?.duration_seconds ?? 0);
  const lesson = useMemo<Lesson>(
    () => ({
      id: info.recording_id,
      info,
      recording,
      durationSec,
      isLive,
      video,
      nowSec,
      seek,
      panel,
      openPanel,
      renameChapter: (chapterId) => {
        setRenaming(chapterId);
        openPanel('chapters');
      },
      renaming,
      doneRenaming: () => setRenaming(undefined),
      noteAtSec,
      startNote,
      clip: { range, setRange, isLooping, setLooping },
    }),
    [
      info,
      recording,
      durationSec,
      isLive,
      nowSec,
      seek,
      panel,
      openPanel,
      renaming,
      noteAtSec,
      range,
      isLooping,
    ],
  );
  return (
    <LessonContext value={lesson}>
      {children}
      {!isWide && <PanelDrawer isOpen={isDrawerOpen} onClose={() => setIsDrawerOpen(false)} />}
    </LessonContext>
  );
}

function LessonScreen() {
  const { id, info, durationSec, isLive, openPanel, seek } = useLesson();
  const isWide = useMediaQuery(wide, true, { getInitialValueInEffect: false });
  const search = useSearch();
  // Asked once: where to begin is no longer a question when it plays.
  const [start] = useState(() => startOf(search, id, isLive ? undefined : durationSec));
  const asked = positionIn(search);
  const lastAsked = useRef(asked);
  const seekToAsked = useEffectEvent((atSec: number) => seek(atSec));
  useEffect(() => {
    // Another moment of the lesson that is open; the first one is where the player begins.
    if (asked !== undefined && asked !== lastAsked.current) seekToAsked(asked);
    lastAsked.current = asked;
  }, [asked]);
  useEffect(() => {
    // The same moment once more changes nothing in the address, and is meant all the same.
    const { pathname } = location;
    const askAgain = () => {
      const again = location.pathname === pathname ? positionIn(location.search) : undefined;
      if (again !== undefined && again === lastAsked.current) seekToAsked(again);
    };
    window.addEventListener('pushState', askAgain);
    return () => window.removeEventListener('pushState', askAgain);
  }, []);
  useLessonKeys();
  const isPlayable = durationSec > 0 && info.width !== null;
  return (
    <div className={classes.page} data-fills="true">
      <div className={classes.left}>
        <LessonHeader />
        {isPlayable ? (
          <>
            <Player startAtSec={start.atSec} isResumed={start.isResumed} />
            <div className={classes.under}>
              <Timeline />
              <LessonState />
              {!isWide && <PanelButtons onOpen={openPanel} />}
            </div>
          </>
        ) : (
          <NoPicture />
        )}
        <LessonDetails />
      </div>
      {isWide && (
        <aside className={classes.side}>
          <SidePanel />
        </aside>
      )}
    </div>
  );
}

/** The address wins over where it was left. */
function startOf(search: string, id: string, durationSec: number | undefined) {
  const asked = positionIn(search);
  if (asked !== undefined) return { atSec: asked, isResumed: false };
  const left = durationSec === undefined ? undefined : resumePosition(localStorage, id, durationSec);
  return { atSec: left, isResumed: left !== undefined };
}

/** Nothing to play: still coming, or never came, or gone. */
function NoPicture() {
  const { t } = useLanguage();
  const { isLive, recording } = useLesson();
  return (
    <div className={classes.noPicture}>
      <IconMovieOff size="2rem" stroke={1.5} aria-hidden="true" />
      <p>{t(isLive ? 'record.waiting' : `error.${recording?.error?.code ?? 'media_empty'}`)}</p>
    </div>
  );
}

function InTrash({ recording }: { recording: RecordingStatusReply }) {
  const { t } = useLanguage();
  const cache = useQueryClient();
  const restoring = useMutation({
    mutationFn: () => restoreRecording(recording.recording_id),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.lesson(recording.recording_id) }),
  });
  return (
    <EmptyState
      icon={<IconTrash size="2rem" stroke={1.5} />}
      title={t('lesson.in_trash', {
        title: recording.title === '' ? t('library.untitled') : recording.title,
      })}
      hint={t('lesson.in_trash_hint')}
      action={
        <>
          <Button loading={restoring.isPending} onClick={() => restoring.mutate()}>
            {t('trash.restore')}
          </Button>
          <Button variant="default" component={Link} href={paths.library}>
            {t('nav.to_library')}
          </Button>
          {restoring.error !== null && <FailureText failure={restoring.error} />}
        </>
      }
    />
  );
}

function NoLesson({ failure, onRetry }: { failure: Error; onRetry: () => void }) {
  const { t } = useLanguage();
  if (failureOf(failure).code !== 'recording_not_found' && failureOf(failure).code !== 'validation_failed') {
    return <FailureText failure={failure} onRetry={onRetry} />;
  }
  return (
    <EmptyState
      icon={<IconMovieOff size="2rem" stroke={1.5} />}
      title={t('lesson.not_found')}
      hint={t('lesson.not_found_hint')}
      action={
        <Button component={Link} href={paths.library}>
          {t('nav.to_library')}
        </Button>
      }
    />
  );
}
