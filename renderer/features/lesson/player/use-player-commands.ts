/** What one can ask of the player, from its buttons and from the keyboard. */
import { MediaActionTypes, useMediaDispatch, useMediaStore } from 'media-chrome/react/media-store';
import { useMemo } from 'react';
import { useLesson } from '../lesson-context.ts';
import { applySpeed, nextSpeed, rememberSpeed } from './playback-speed.ts';

/** Lessons come at 24–30 frames a second. */
const frameSec = 1 / 30;

export function usePlayerCommands() {
  const { video, durationSec, seek } = useLesson();
  const store = useMediaStore();
  const dispatch = useMediaDispatch();
  return useMemo(() => {
    const lengthSec = () => {
      const known = video.current?.duration ?? Number.NaN;
      return Number.isFinite(known) ? known : durationSec;
    };
    const seekBy = (seconds: number) =>
      seek(Math.min(lengthSec(), Math.max(0, (video.current?.currentTime ?? 0) + seconds)));
    const setSpeed = (speed: number) => {
      if (video.current !== null) applySpeed(video.current, speed);
      rememberSpeed(localStorage, speed);
    };
    return {
      toggle: () => {
        const isPaused = video.current?.paused ?? true;
        dispatch({
          type: isPaused ? MediaActionTypes.MEDIA_PLAY_REQUEST : MediaActionTypes.MEDIA_PAUSE_REQUEST,
        });
      },
      seekBy,
      seekToShare: (share: number) => seek(lengthSec() * share),
      step: (frames: number) => {
        video.current?.pause();
        seekBy(frames * frameSec);
      },
      setSpeed,
      changeSpeed: (step: number) => setSpeed(nextSpeed(video.current?.playbackRate ?? 1, step)),
      toggleMuted: () => {
        const isMuted = store.getState().mediaMuted === true;
        dispatch({
          type: isMuted ? MediaActionTypes.MEDIA_UNMUTE_REQUEST : MediaActionTypes.MEDIA_MUTE_REQUEST,
        });
      },
      setVolume: (volume: number) =>
        dispatch({ type: MediaActionTypes.MEDIA_VOLUME_REQUEST, detail: volume }),
      toggleFullscreen: () => {
        const isFull = store.getState().mediaIsFullscreen === true;
        dispatch({
          type: isFull
            ? MediaActionTypes.MEDIA_EXIT_FULLSCREEN_REQUEST
            : MediaActionTypes.MEDIA_ENTER_FULLSCREEN_REQUEST,
        });
      },
      togglePip: () => {
        const isPip = store.getState().mediaIsPip === true;
        dispatch({
          type: isPip ? MediaActionTypes.MEDIA_EXIT_PIP_REQUEST : MediaActionTypes.MEDIA_ENTER_PIP_REQUEST,
        });
      },
      toggleCaptions: () => dispatch({ type: MediaActionTypes.MEDIA_TOGGLE_SUBTITLES_REQUEST }),
      toLive: () => {
        const element = video.current;
        if (element === null || element.seekable.length === 0) return;
        seek(Math.max(0, element.seekable.end(element.seekable.length - 1) - 2));
        dispatch({ type: MediaActionTypes.MEDIA_PLAY_REQUEST });
      },
    };
  }, [dispatch, durationSec, seek, store, video]);
}
