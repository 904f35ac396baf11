/** The picture with its controls below; in full screen they lie on it. Everything about playing stays in here. */
import { Button, CloseButton, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { MediaActionTypes, useMediaDispatch, useMediaSelector } from 'media-chrome/react/media-store';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useConnection } from '../../../api/events.ts';
import { keys } from '../../../api/keys.ts';
import { streamFailure, streamUrl, thumbnailUrl } from '../../../api/vod.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { useLesson } from '../lesson-context.ts';
import { useHls } from '../use-hls.ts';
import { PlayerControls } from './controls.tsx';
import { applySpeed, rememberedSpeed } from './playback-speed.ts';
import classes from './player.module.css';
import { rememberPosition } from './resume-store.ts';
import { usePlayerCommands } from './use-player-commands.ts';
import { usePosition } from './use-position.ts';
import { useSilenceJumps } from './use-skip-silence.ts';

/** Shorter waits are not worth a word. */
const patienceMs = 300;
const rememberEveryMs = 4000;
/** Who plays on so long has decided. */
const resumeShownMs = 8000;

export function Player(props: {
  /** Where to begin, seconds; undefined: the start, or while live the newest moment. */
  startAtSec: number | undefined;
  /** It begins there because it was left there. */
  isResumed: boolean;
}) {
  const { startAtSec, isResumed } = props;
  const { id, info, isLive, durationSec, video, clip } = useLesson();
  const { t } = useLanguage();
  const dispatch = useMediaDispatch();
  const frame = useRef<HTMLDivElement>(null);
  const revision = useRevision(info.resolutions.length, video);
  const player = useHls(video, { src: streamUrl(id), revision, isLive, startAtSec });
  useRetryWhenBack(player);
  useSilenceJumps();
  useRemembered();

  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    applySpeed(element, rememberedSpeed(localStorage));
    dispatch({ type: MediaActionTypes.MEDIA_ELEMENT_CHANGE_REQUEST, detail: element });
    dispatch({ type: MediaActionTypes.FULLSCREEN_ELEMENT_CHANGE_REQUEST, detail: frame.current });
    return () => dispatch({ type: MediaActionTypes.MEDIA_ELEMENT_CHANGE_REQUEST, detail: undefined });
    // The store's dispatch is a new function each time and does the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [video]);

  usePosition(video, (atSec, isPlaying) => {
    const { range, isLooping } = clip;
    if (!isPlaying || !isLooping || range === undefined || video.current === null) return;
    if (atSec >= range.endSec || atSec < range.startSec - 0.25) video.current.currentTime = range.startSec;
  });

  const ratio = info.width === null || info.height === null ? 16 / 9 : info.width / info.height;
  return (
    <div ref={frame} className={classes.player} style={{ '--ratio': ratio.toFixed(4) }} data-testid="player">
      <div className={classes.stage}>
        {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- nothing of a lesson has been transcribed */}
        <video
          ref={video}
          playsInline
          preload="auto"
          aria-label={info.title === '' ? t('library.untitled') : info.title}
          poster={
            isLive
              ? undefined
              : thumbnailUrl(
                  id,
                  startAtSec === undefined ? { width: 1280 } : { width: 1280, time: startAtSec },
                )
          }
        />
        <StageOverlay
          hasFailed={player.hasFailed}
          onRetry={player.tryAgain}
          resumedSec={isResumed ? startAtSec : undefined}
        />
      </div>
      <PlayerControls quality={player} durationSec={durationSec} />
    </div>
  );
}

/** What lies on the picture: a click plays, and words when it does not. */
function StageOverlay(props: { hasFailed: boolean; onRetry: () => void; resumedSec: number | undefined }) {
  const { hasFailed, onRetry, resumedSec } = props;
  const { t } = useLanguage();
  const { seek } = useLesson();
  const commands = usePlayerCommands();
  const hasPlayed = useMediaSelector<boolean>((state) => state.mediaHasPlayed === true);
  const isPaused = useMediaSelector<boolean>((state) => state.mediaPaused !== false);
  const isWaiting = useWaiting();
  const [isResumeShown, setIsResumeShown] = useState(resumedSec !== undefined);
  useEffect(() => {
    if (isPaused) return undefined;
    const timer = setTimeout(() => setIsResumeShown(false), resumeShownMs);
    return () => clearTimeout(timer);
  }, [isPaused]);
  if (hasFailed) return <Failure onRetry={onRetry} />;
  return (
    <>
      {/* For the mouse; the keyboard and screen readers have the play button below. */}
      <div
        className={classes.surface}
        onClick={commands.toggle}
        onDoubleClick={commands.toggleFullscreen}
        aria-hidden="true"
      >
        {isPaused && !hasPlayed && (
          <span className={classes.bigPlay}>
            <IconPlayerPlayFilled />
          </span>
        )}
      </div>
      <div className={classes.waiting} role="status">
        {isWaiting && (
          <span>
            <Loader size="xs" color="white" type="dots" aria-hidden="true" />
            {t('player.buffering')}
          </span>
        )}
      </div>
      {isResumeShown && resumedSec !== undefined && (
        <div className={classes.resume} role="status">
          <span>{t('player.resumed', { time: clockText(resumedSec) })}</span>
          <Button
            size="compact-sm"
            variant="white"
            color="dark"
            onClick={() => {
              seek(0);
              setIsResumeShown(false);
            }}
          >
            {t('player.from_start')}
          </Button>
          <CloseButton
            size="sm"
            variant="transparent"
            className={classes.resumeClose ?? ''}
            aria-label={t('common.close')}
            onClick={() => setIsResumeShown(false)}
          />
        </div>
      )}
    </>
  );
}

/** In the core's words where it knows why: a file that is gone, a recorder that is away. */
function Failure({ onRetry }: { onRetry: () => void }) {
  const { t } = useLanguage();
  const { id } = useLesson();
  const why = useQuery({
    queryKey: keys.streamFailure(id),
    queryFn: ({ signal }) => streamFailure(id, signal),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <div className={classes.failure} role="alert">
      {!why.isPending && <p>{t(why.data ? `error.${why.data}` : 'lesson.not_playable')}</p>}
      <Button variant="white" color="dark" onClick={onRetry}>
        {t('lesson.retry')}
      </Button>
    </div>
  );
}

/** True once somebody has waited long enough to wonder. */
function useWaiting(): boolean {
  const isWaiting = useMediaSelector<boolean>(
    (state) => state.mediaLoading === true && state.mediaPaused === false,
  );
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => setIsLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isWaiting]);
  return isLong;
}

/** A player that gave up because the recorder was away goes on when it is back. */
function useRetryWhenBack({ hasFailed, tryAgain }: { hasFailed: boolean; tryAgain: () => void }): void {
  const connection = useConnection();
  const wasLost = useRef(false);
  useEffect(() => {
    if (connection === 'lost') wasLost.current = true;
    if (connection !== 'open' || !wasLost.current) return;
    wasLost.current = false;
    if (hasFailed) tryAgain();
  }, [connection, hasFailed, tryAgain]);
}

function useRemembered(): void {
  const { id, isLive, durationSec, video } = useLesson();
  useEffect(() => {
    const element = video.current;
    if (element === null || isLive) return undefined;
    let lastMs = 0;
    const remember = () => {
      // A player that has not begun knows nothing better than what is kept.
      if (element.readyState === 0 || element.played.length === 0) return;
      lastMs = Date.now();
      rememberPosition(localStorage, {
        recordingId: id,
        atSec: element.currentTime,
        durationSec: Number.isFinite(element.duration) ? element.duration : durationSec,
        nowMs: lastMs,
      });
    };
    const now = () => Date.now() - lastMs > rememberEveryMs && remember();
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener('timeupdate', now, { signal });
    element.addEventListener('pause', remember, { signal });
    element.addEventListener('ended', remember, { signal });
    window.addEventListener('pagehide', remember, { signal });
    return () => {
      remember();
      listening.abort();
    };
  }, [durationSec, id, isLive, video]);
}

/** Counts changes of `value`, holding them back while the video plays: nobody's lesson stutters for a new quality. */
function useRevision(value: number, videoRef: RefObject<HTMLVideoElement | null>): number {
  const [revision, setRevision] = useState(0);
  const applied = useRef(value);
  useEffect(() => {
    const video = videoRef.current;
    if (value === applied.current || video === null) return undefined;
    const apply = () => {
      applied.current = value;
      setRevision((last) => last + 1);
    };
    if (video.paused) {
      apply();
      return undefined;
    }
    const waiting = new AbortController();
    const { signal } = waiting;
    // At the end 'pause' comes before 'ended', which would be lost with the session.
    video.addEventListener('pause', () => !video.ended && apply(), { signal });
    video.addEventListener('ended', apply, { signal });
    return () => waiting.abort();
  }, [value, videoRef]);
  return revision;
}
