/** A video element fed by hls.js: playlist in, qualities and failures out. */
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type Hls from 'hls.js/light';

export type Quality = { level: number; name: string };
export type HlsState = {
  /** Best first; empty where the browser plays HLS by itself. */
  qualities: Quality[];
  /** −1: automatic. */
  chosen: number;
  /** Level that is shown now. */
  shown: number;
  hasFailed: boolean;
};

const nothing: HlsState = { qualities: [], chosen: -1, shown: -1, hasFailed: false };
/** A lesson that just began may have no playable part yet: asked again so often, so many times. */
const retryMs = 1000;
const maxRetries = 30;

export function useHls(
  video: RefObject<HTMLVideoElement | null>,
  options: {
    src: string;
    /** Grows when the lesson got new qualities: read anew, at the same position, as soon as nothing is playing. */
    revision: number;
    isLive: boolean;
    startAtSec: number | undefined;
  },
) {
  const { src, revision, isLive } = options;
  const hlsRef = useRef<Hls | undefined>(undefined);
  const [state, setState] = useState<HlsState>(nothing);
  const [round, setRound] = useState(0);
  const retries = useRef(0);
  const startPosition = useEffectEvent(() => {
    const at = video.current?.currentTime ?? 0;
    return at > 0 ? at : (options.startAtSec ?? -1);
  });
  const isStillLive = useEffectEvent(() => isLive);

  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let isOver = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let hls: Hls | undefined;

    const fail = () => {
      if (isStillLive() && retries.current < maxRetries) {
        retries.current += 1;
        retry = setTimeout(() => setRound((value) => value + 1), retryMs);
      } else setState((last) => ({ ...last, hasFailed: true }));
    };

    const load = async () => {
      const { default: HlsPlayer, ErrorTypes, Events } = await import('hls.js/light');
      if (isOver) return;
      if (!HlsPlayer.isSupported()) {
        if (element.canPlayType('application/vnd.apple.mpegurl') === '') fail();
        else element.src = src;
        return;
      }
      hls = new HlsPlayer({ startPosition: startPosition(), backBufferLength: 120 });
      hlsRef.current = hls;
      let recoveries = 0;
      hls.on(Events.MANIFEST_PARSED, (_name, { levels }) => {
        retries.current = 0;
        const qualities = levels
          .map(({ name, height, attrs }, level) => ({
            level,
            name: name ?? attrs['NAME'] ?? `${height}p`,
            height,
          }))
          .toSorted((left, right) => right.height - left.height)
          .map(({ level, name }) => ({ level, name }));
        setState({ qualities, chosen: -1, shown: -1, hasFailed: false });
      });
      hls.on(Events.LEVEL_SWITCHED, (_name, { level }) => setState((last) => ({ ...last, shown: level })));
      hls.on(Events.ERROR, (_name, { fatal, type }) => {
        if (!fatal) return;
        if (type === ErrorTypes.MEDIA_ERROR && recoveries < 2) {
          recoveries += 1;
          hls?.recoverMediaError();
        } else fail();
      });
      hls.loadSource(src);
      hls.attachMedia(element);
    };
    void load();
    return () => {
      isOver = true;
      clearTimeout(retry);
      hls?.destroy();
      hlsRef.current = undefined;
    };
  }, [video, src, revision, round]);

  const choose = useCallback((level: number) => {
    if (hlsRef.current === undefined) return;
    hlsRef.current.nextLevel = level;
    setState((last) => ({ ...last, chosen: level }));
  }, []);
  const tryAgain = useCallback(() => {
    retries.current = 0;
    setState(nothing);
    setRound((value) => value + 1);
  }, []);
  return { ...state, choose, tryAgain };
}
