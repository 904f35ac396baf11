/** A video element that follows a running lesson, with the way back and forth. */
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import {
  type LiveClock,
  type LiveMode,
  jumpOf,
  livePosition,
  modeAfterSeek,
  replayOf,
} from './live-position.ts';

const lookMs = 250;
/** Until the player has shown how near it gets. */
const usualLagSec = 6;

export function useLivePlayer(video: RefObject<HTMLVideoElement | null>) {
  const [mode, setMode] = useState<LiveMode>({ kind: 'live' });
  const [clock, setClock] = useState<LiveClock>({ positionSec: 0, edgeSec: 0, lagSec: usualLagSec });
  const lag = useRef<number>(undefined);

  const clockOf = (element: HTMLVideoElement): LiveClock => {
    const { seekable } = element;
    const edgeSec = seekable.length === 0 ? 0 : seekable.end(seekable.length - 1);
    return {
      positionSec: element.currentTime,
      edgeSec: Number.isFinite(edgeSec) ? edgeSec : 0,
      lagSec: lag.current ?? usualLagSec,
    };
  };
  const moveTo = (element: HTMLVideoElement, toSec: number, next: LiveMode) => {
    element.currentTime = toSec;
    // Refused where the browser wants a click first; the picture stands there then.
    element.play().catch(() => undefined);
    setMode(next);
    setClock({ ...clockOf(element), positionSec: toSec });
  };

  const look = useEffectEvent(() => {
    const element = video.current;
    if (element === null || element.readyState === 0) return;
    const now = clockOf(element);
    if (lag.current === undefined && element.currentTime > 0 && !element.paused) {
      lag.current = Math.min(15, Math.max(1.5, now.edgeSec - now.positionSec));
    }
    setClock((last) => (last.positionSec === now.positionSec && last.edgeSec === now.edgeSec ? last : now));
    const to = element.seeking ? undefined : jumpOf(mode, now);
    if (to !== undefined) moveTo(element, to, { kind: 'live' });
  });
  useEffect(() => {
    const timer = setInterval(() => look(), lookMs);
    return () => clearInterval(timer);
  }, []);

  return {
    mode,
    clock,
    goLive: () => {
      const element = video.current;
      if (element !== null) moveTo(element, livePosition(clockOf(element)), { kind: 'live' });
    },
    replay: () => {
      const element = video.current;
      if (element === null) return;
      const { fromSec, mode: next } = replayOf(clockOf(element));
      moveTo(element, fromSec, next);
    },
    seek: (toSec: number) => {
      const element = video.current;
      if (element !== null) moveTo(element, toSec, modeAfterSeek(toSec, clockOf(element)));
    },
  };
}
