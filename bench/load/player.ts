/**
 * A player as the page's: reads master and media playlist, fills a buffer as fast as it gets it, then fetches a segment
 * whenever one has been played. Now and then somebody seeks, with the small pictures in sight.
 */
import type { Browser } from './browser.ts';
import { exponential } from './chance.ts';
import { type MediaPlaylist, chooseVariant, parseMaster, parseMedia, segmentAt } from './playlist.ts';
import { pause } from './pause.ts';

export type Watch = { path: string; playlist: MediaPlaylist; positionSec: number };

/** As much as the page's player has ahead (s). */
const bufferSec = 30;
/** Somebody who watches goes elsewhere in the lesson so often (s). */
const seekEverySec = 40;
const parsed = new Map<string, { length: number; playlist: MediaPlaylist }>();

/** @returns undefined when a playlist did not come */
export async function readStream(
  browser: Browser,
  path: string,
  intendedMs: number,
  bitsPerSecond: number,
): Promise<Watch | undefined> {
  const master = await browser.ask(`${path}/stream`, {
    route: 'GET /api/vod/:id/stream (master)',
    intendedMs,
  });
  if (master === undefined) return undefined;
  const variant = chooseVariant(parseMaster(master.text), bitsPerSecond);
  if (variant === undefined) return undefined;
  const address = `${path}/${variant.uri}`;
  const media = await browser.ask(address, { route: 'GET /api/vod/:id/stream (media)' });
  if (media === undefined) return undefined;
  // Thousands of lines that are the same for everybody: what the players cost is not asked here.
  const known = parsed.get(address);
  const playlist = known?.length === media.text.length ? known.playlist : parseMedia(media.text);
  parsed.set(address, { length: media.text.length, playlist });
  return playlist.segments.length === 0 ? undefined : { path, playlist, positionSec: 0 };
}

export async function watch(
  browser: Browser,
  session: Watch,
  options: { intendedMs: number; seconds: number; random: () => number; signal: AbortSignal },
): Promise<void> {
  const { random, signal } = options;
  const { segments, init } = session.playlist;
  const lengthSec = segments.reduce((sum, { durationSec }) => sum + durationSec, 0);
  if (init !== undefined) await fetchRange(browser, session.path, init, options.intendedMs);
  const endMs = options.intendedMs + options.seconds * 1000;
  let place = segmentAt(session.playlist, session.positionSec);
  let playedMs = performance.now();
  let bufferedMs = playedMs;
  // Also in a short look somebody goes elsewhere.
  const seekSec = Math.min(seekEverySec, options.seconds);
  let seekAtMs = playedMs + exponential(random, seekSec) * 1000;
  while (!signal.aborted) {
    const now = performance.now();
    if (now >= endMs) break;
    if (now >= seekAtMs) {
      seekAtMs = now + exponential(random, seekSec) * 1000;
      session.positionSec = random() * lengthSec;
      place = segmentAt(session.playlist, session.positionSec);
      bufferedMs = now;
      playedMs = now;
      await browser.ask(`${session.path}/trickplay/1.jpg`, { route: 'GET /api/vod/:id/trickplay/:sheet' });
      continue;
    }
    const segment = segments[place];
    // The end of the lesson.
    if (segment === undefined) break;
    // A full buffer waits until there is room for the next; then its time has come, whatever keeps it.
    const dueMs = bufferedMs + segment.durationSec * 1000 - bufferSec * 1000;
    if (dueMs > now) {
      await pause(Math.min(dueMs, endMs, seekAtMs) - now, signal);
      if (performance.now() < dueMs) continue;
    }
    const isWhole = await fetchRange(browser, session.path, segment, Math.max(dueMs, playedMs));
    playedMs = performance.now();
    // It stalled: what is shown goes on from here.
    bufferedMs = Math.max(bufferedMs, playedMs) + segment.durationSec * 1000;
    if (isWhole) place += 1;
    else await pause(Math.max(1000, browser.retryAfterMs - performance.now()), signal);
  }
  session.positionSec = segments[place]?.startSec ?? 0;
}

/** Latency counts from when the segment was due, or from the end of the one before while the buffer is being filled. */
async function fetchRange(
  browser: Browser,
  path: string,
  range: { uri: string; start: number; end: number },
  intendedMs: number,
): Promise<boolean> {
  const { uri, start, end } = range;
  const reply = await browser.ask(`${path}/${uri}`, {
    ...{ route: 'GET /api/vod/:id/media/:rendition/:file', range: { start, end }, intendedMs },
  });
  return reply !== undefined;
}
