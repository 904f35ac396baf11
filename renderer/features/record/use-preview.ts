/** What a source shows and sounds like before class, as state. One preview at a time, and only while somebody looks. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { PreviewEnd } from '../../../contract/recording.ts';
import { type FailureCode, failureOf } from '../../api/client.ts';
import { useConnection } from '../../api/events.ts';
import { type Meter, nextMeter, stillMeter } from './level.ts';
import { brightnessOf } from './picture-brightness.ts';
import { watchPreview } from './preview-stream.ts';

export type Preview = {
  state: 'off' | 'connecting' | 'showing' | 'over';
  /** `data:` address of the newest picture. */
  picture: string | undefined;
  size: { width: number; height: number } | undefined;
  /** Has been nearly black for a while. */
  isBlack: boolean;
  meter: Meter;
  hasSound: boolean;
  /** Seconds since the first sign of the source. */
  shownSec: number;
  problem: FailureCode | undefined;
  endedBy: PreviewEnd | undefined;
};

const nothing: Preview = {
  state: 'off',
  picture: undefined,
  size: undefined,
  isBlack: false,
  meter: stillMeter,
  hasSound: false,
  shownSec: 0,
  problem: undefined,
  endedBy: undefined,
};
const connecting: Preview = { ...nothing, state: 'connecting' };
/** Somebody who types or compares sources does not want a connection for each. */
const settleMs = 600;
/** The preview or the recording before this one may still hold the device. */
const held: ReadonlySet<FailureCode> = new Set(['source_device_busy', 'source_in_use', 'preview_limit']);
const busyRetryMs = 1500;
const busyRetries = 3;
/** A black moment between two slides is not worth a word. */
const blackAfterMs = 3000;
/** 0–255; a picture of a covered camera has some noise. */
const blackBelow = 14;

/** @param address undefined: nothing is shown */
export function usePreview(address: string | undefined): Preview & { tryAgain: () => void } {
  const [seen, setSeen] = useState({ life: '', preview: nothing });
  const [attempt, setAttempt] = useState(0);
  const isVisible = useIsVisible();
  const isLost = useConnection() === 'lost';
  const wanted = isVisible && !isLost ? address : undefined;

  // One preview's life: another address, or another attempt, is another one.
  const life = wanted === undefined ? undefined : `${attempt} ${wanted}`;
  useEffect(() => {
    if (life === undefined) return undefined;
    const looking = new AbortController();
    const set: SetPreview = (change) => {
      if (looking.signal.aborted) return;
      setSeen((last) => ({ life, preview: change(last.life === life ? last.preview : connecting) }));
    };
    const timer = setTimeout(() => {
      void look(life.slice(life.indexOf(' ') + 1), set, looking.signal);
    }, settleMs);
    return () => {
      clearTimeout(timer);
      looking.abort();
    };
  }, [life]);

  const preview = life === undefined ? nothing : seen.life === life ? seen.preview : connecting;
  return { ...preview, tryAgain: () => setAttempt((last) => last + 1) };
}

type SetPreview = (change: (last: Preview) => Preview) => void;

async function look(address: string, set: SetPreview, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      const endedBy = await watchPreview(address, listener(set), signal);
      set((last) => ({ ...last, state: 'over', endedBy, meter: stillMeter }));
      return;
    } catch (error) {
      if (signal.aborted) return;
      const { code } = failureOf(error);
      const isPassing = held.has(code);
      if (isPassing && tries < busyRetries) {
        await new Promise((resolve) => setTimeout(resolve, busyRetryMs));
        if (signal.aborted) return;
        continue;
      }
      set(() => ({ ...nothing, state: 'over', problem: code }));
      return;
    }
  }
}

function listener(set: SetPreview): Parameters<typeof watchPreview>[1] {
  let firstMs: number | undefined;
  let blackSinceMs: number | undefined;
  const shownSec = () => {
    firstMs ??= performance.now();
    return (performance.now() - firstMs) / 1000;
  };
  return {
    picture: ({ jpeg_base64: jpeg }) => {
      const picture = `data:image/jpeg;base64,${jpeg}`;
      set((last) => ({ ...last, state: 'showing', picture, shownSec: shownSec() }));
      brightnessOf(picture).then(({ brightness, width, height }) => {
        const now = performance.now();
        blackSinceMs = brightness < blackBelow ? (blackSinceMs ?? now) : undefined;
        const isBlack = blackSinceMs !== undefined && now - blackSinceMs >= blackAfterMs;
        set((last) =>
          last.isBlack === isBlack && last.size?.width === width && last.size.height === height
            ? last
            : { ...last, isBlack, size: { width, height } },
        );
      }, ignoreUnreadable);
    },
    level: ({ rms_db: rmsDb, peak_db: peakDb }) =>
      set((last) => ({
        ...last,
        state: 'showing',
        hasSound: true,
        shownSec: shownSec(),
        meter: nextMeter(last.meter, { rmsDb, peakDb }, performance.now()),
      })),
    problem: ({ code }) => set((last) => ({ ...last, problem: code, picture: undefined })),
  };
}

/** A picture that the browser cannot read says nothing about the source. */
function ignoreUnreadable(): void {}

function useIsVisible(): boolean {
  return useSyncExternalStore(
    (tell) => {
      document.addEventListener('visibilitychange', tell);
      return () => document.removeEventListener('visibilitychange', tell);
    },
    () => document.visibilityState === 'visible',
  );
}
