/** One life of hls.js on a video element: loads the playlist, tells what it finds, recovers where it can. */
import type Hls from 'hls.js/light';
import type { Level } from 'hls.js/light';
import { loadLittleWhileSeeking } from './load-while-seeking.ts';

/** Sound and picture end apart by less; the parts of a playlist are longer. */
const endToleranceSec = 0.25;

/**
 * Ahead of the position (s). More is no help beside a recorder in the same house, and every jump throws away what was
 * loaded of it: hls.js would go on to 60 MB, nearly two minutes of 1080p.
 */
const bufferAheadSec = 30;

export type Quality = { level: number; name: string };

export type HlsSession = {
  /** @param level of a Quality; −1: automatic */
  choose(level: number): void;
  end(): void;
};

export function startHls(
  element: HTMLVideoElement,
  options: {
    src: string;
    /** Seconds; −1: the start, or while live the newest part. */
    startPosition: number;
    /** Best first. */
    onQualities: (qualities: Quality[]) => void;
    onShown: (level: number) => void;
    /** Cannot go on; the session is of no more use. */
    onFailure: () => void;
  },
): HlsSession {
  let isOver = false;
  const listening = new AbortController();
  let hls: Hls | undefined;
  /** Level whose picture a paused video is yet to show. */
  let awaited: number | undefined;

  const load = async () => {
    // Fetched when a lesson is opened: the library shows without it.
    const { default: HlsPlayer, ErrorTypes, Events } = await import('hls.js/light');
    if (isOver) return;
    if (!HlsPlayer.isSupported()) {
      // Browsers without Media Source Extensions (iPhones) play HLS themselves.
      if (element.canPlayType('application/vnd.apple.mpegurl') === '') options.onFailure();
      else element.src = options.src;
      return;
    }
    const player = new HlsPlayer({
      startPosition: options.startPosition,
      backBufferLength: 120,
      maxBufferLength: bufferAheadSec,
      maxBufferSize: 0,
    });
    hls = player;
    let recoveries = 0;
    player.on(Events.MANIFEST_PARSED, (_name, { levels }) => options.onQualities(qualitiesOf(levels)));
    player.on(Events.LEVEL_SWITCHED, (_name, { level }) => options.onShown(level));
    player.on(Events.FRAG_BUFFERED, (_name, { frag }) => {
      const atSec = element.currentTime;
      if (frag.level !== awaited || atSec < frag.start || atSec > frag.end) return;
      awaited = undefined;
      // A paused video keeps the old picture until it is told to look again.
      if (element.paused) element.currentTime = atSec;
    });
    player.on(Events.ERROR, (_name, { fatal, type }) => {
      if (!fatal) return;
      if (type === ErrorTypes.MEDIA_ERROR && recoveries < 2) {
        recoveries += 1;
        player.recoverMediaError();
      } else options.onFailure();
    });
    // hls.js 1.7.4 never ends a stream in which a gap of less than maxBufferHole was bridged, as after a reconnect
    // (its _streamEnded takes what follows the gap for a part still to come): said here when the last part ran dry.
    element.addEventListener(
      'waiting',
      () => {
        const isLive = player.levels[Math.max(0, player.currentLevel)]?.details?.live ?? true;
        const leftSec = element.duration - element.currentTime;
        if (isLive || element.seeking || leftSec >= endToleranceSec) return;
        for (const type of ['audiovideo', 'video', 'audio'] as const)
          player.trigger(Events.BUFFER_EOS, { type });
      },
      { signal: listening.signal },
    );
    // Before hls.js is attached, so that it finds the limit set when it hears of a jump itself.
    loadLittleWhileSeeking(element, player.config, listening.signal);
    player.loadSource(options.src);
    player.attachMedia(element);
  };
  load().catch(() => {
    if (!isOver) options.onFailure();
  });

  return {
    choose: (level) => {
      if (hls === undefined) return;
      // Who chose a quality wants to see it now; automatic may wait for the next part.
      if (level === -1) hls.nextLevel = level;
      else {
        awaited = level;
        hls.currentLevel = level;
      }
    },
    end: () => {
      isOver = true;
      listening.abort();
      hls?.destroy();
    },
  };
}

/** hls.js orders levels by bitrate; people by the size of the picture. */
function qualitiesOf(levels: readonly Level[]): Quality[] {
  return levels
    .map(({ name, height }, level) => ({ level, name: name ?? `${height}p`, height }))
    .toSorted((left, right) => right.height - left.height)
    .map(({ level, name }) => ({ level, name }));
}
