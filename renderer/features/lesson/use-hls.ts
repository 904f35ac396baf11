/** A video element fed by hls.js, as state: which qualities there are, which one is shown, whether it failed. */
import { type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type HlsSession, type Quality, startHls } from './hls-session.ts';

/** A lesson that just began may have no playable part yet: asked again so often, so many times. */
const retryMs = 1000;
const maxRetries = 30;

type Playing = {
  /** Empty where the browser plays HLS by itself. */
  qualities: Quality[];
  /** Level; −1: automatic. */
  chosen: number;
  /** Level that is shown now; −1 before the first picture. */
  shown: number;
};
const nothingYet: Playing = { qualities: [], chosen: -1, shown: -1 };

export function useHls(
  video: RefObject<HTMLVideoElement | null>,
  options: { src: string; revision: number; isLive: boolean; startAtSec: number | undefined },
) {
  const { src, revision, isLive, startAtSec } = options;
  const session = useRef<HlsSession | undefined>(undefined);
  /** Where the session before this one was: ending it takes the element back to 0. */
  const leftAt = useRef(0);
  const [playing, setPlaying] = useState(nothingYet);
  const [attempt, setAttempt] = useState({ number: 0, hasFailed: false });

  const startPosition = useEffectEvent((leftAtSec: number) =>
    leftAtSec > 0 ? leftAtSec : (startAtSec ?? -1),
  );
  const mayRetry = useEffectEvent((retries: number) => isLive && retries < maxRetries);

  // A new revision means new qualities: the playlist is read anew, at the same position.
  const life = `${src} ${revision} ${attempt.number}`;
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const [address = '', , number = '0'] = life.split(' ');
    const started = startHls(element, {
      src: address,
      startPosition: startPosition(leftAt.current),
      onQualities: (qualities) => setPlaying({ ...nothingYet, qualities }),
      onShown: (shown) => setPlaying((last) => ({ ...last, shown })),
      onFailure: () => {
        const next = Number(number) + 1;
        if (mayRetry(next)) retry = setTimeout(() => setAttempt({ number: next, hasFailed: false }), retryMs);
        else setAttempt((last) => ({ ...last, hasFailed: true }));
      },
    });
    session.current = started;
    return () => {
      clearTimeout(retry);
      leftAt.current = element.currentTime;
      started.end();
      session.current = undefined;
    };
  }, [video, life]);

  const choose = useCallback((level: number) => {
    session.current?.choose(level);
    setPlaying((last) => ({ ...last, chosen: level }));
  }, []);
  const tryAgain = useCallback(
    () => setAttempt((last) => ({ number: last.number + 1, hasFailed: false })),
    [],
  );
  return { ...playing, hasFailed: attempt.hasFailed, choose, tryAgain };
}
