/** In full screen the controls leave the picture alone while the hand rests and the lesson plays. */
import { useEffect } from 'react';
import { useLesson } from '../lesson-context.ts';

const restMs = 2500;

export function useIdle(): void {
  const { video } = useLesson();
  useEffect(() => {
    const element = video.current;
    const player = element?.closest<HTMLElement>('[data-testid="player"]');
    if (!element || !player) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wake = () => {
      player.dataset['isIdle'] = 'false';
      clearTimeout(timer);
      timer = setTimeout(() => {
        player.dataset['isIdle'] = String(!element.paused);
      }, restMs);
    };
    const listening = new AbortController();
    const { signal } = listening;
    for (const name of ['pointermove', 'pointerdown', 'keydown', 'focusin', 'fullscreenchange']) {
      player.addEventListener(name, wake, { signal });
    }
    element.addEventListener('pause', wake, { signal });
    return () => {
      clearTimeout(timer);
      listening.abort();
    };
  }, [video]);
}
