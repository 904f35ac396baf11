/** The playhead, for what moves with it: each frame while the video plays, and after each seek. */
import { type RefObject, useEffect, useEffectEvent } from 'react';

export function usePosition(
  video: RefObject<HTMLVideoElement | null>,
  draw: (atSec: number, isPlaying: boolean) => void,
): void {
  const drawNow = useEffectEvent((element: HTMLVideoElement) => draw(element.currentTime, !element.paused));
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    let frame = 0;
    const step = () => {
      cancelAnimationFrame(frame);
      drawNow(element);
      if (!element.paused && !element.ended) frame = requestAnimationFrame(step);
    };
    const listening = new AbortController();
    for (const name of ['play', 'playing', 'pause', 'seeking', 'seeked', 'timeupdate', 'durationchange']) {
      element.addEventListener(name, step, { signal: listening.signal });
    }
    step();
    return () => {
      cancelAnimationFrame(frame);
      listening.abort();
    };
  }, [video]);
}
