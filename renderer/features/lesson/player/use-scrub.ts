/** Dragging along a time line: the picture follows the pointer, and lands exactly where it is let go. */
import { type PointerEvent, useRef } from 'react';

/** Decoding a picture takes about this long; more seeks than that would only queue. */
const everyMs = 120;

export function useScrub(options: {
  secondsAt: (clientX: number) => number;
  seek: (seconds: number) => void;
  onEnd?: () => void;
}) {
  const { secondsAt, seek, onEnd } = options;
  const drag = useRef<{ lastMs: number } | undefined>(undefined);
  const end = (event: PointerEvent<HTMLElement>, isDone: boolean) => {
    if (drag.current === undefined) return;
    drag.current = undefined;
    if (isDone) seek(secondsAt(event.clientX));
    onEnd?.();
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { lastMs: event.timeStamp };
      seek(secondsAt(event.clientX));
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag.current === undefined || event.timeStamp - drag.current.lastMs < everyMs) return;
      drag.current.lastMs = event.timeStamp;
      seek(secondsAt(event.clientX));
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => end(event, true),
    onPointerCancel: (event: PointerEvent<HTMLElement>) => end(event, false),
  };
}
