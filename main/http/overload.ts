/**
 * Refuses part of the reading while the core cannot keep up, so that whoever is served is served soon, nobody waits
 * without end, and a recording is never behind it. Recording, ingest and health are always let in; what is kept
 * (kept-replies.ts) is still given, since that costs next to nothing.
 */
import type { FastifyInstance } from 'fastify';
import { AppError } from '../base/app-error.ts';

/**
 * How much later than asked for a timer comes that is aimed at while there is too much to do (ms): so long a request
 * lies there before it is read. JSON is to answer in 50.
 */
const aimMs = 50;
/** A turn of the event loop that takes longer is seen (ms). */
const probeMs = 50;
/** Of the share, per second, at twice the delay that is aimed at, or more: within two seconds nearly all are refused. */
const mostMore = 0.6;
/** Of the share, per second, when there is no delay at all: those who were refused come back. */
const mostLess = 0.2;
const mostRefused = 0.95;
/** Where fewer ask, something else keeps this computer busy, and refusing them would not help (requests a second). */
const fewPerSec = 30;
/** Requests are counted over about this time (s). */
const countedSec = 2;
/** Spread, so that those who were refused do not come back together (s). */
const retryAfterSec = { from: 1, to: 5 };

/** Reading that a lesson being recorded, or whoever sees to trouble, depends on. */
const vital = [
  '/api/recording',
  '/api/events',
  '/api/system',
  '/api/settings',
  '/api/sources',
  '/api/watches',
  '/api/jobs',
];

/** Trouble within this time of the last counts as the same (ms). */
const sameTroubleMs = 4000;
/** One large piece of work makes one sample look bad; only what goes on beyond that is too much to do (ms). */
const lastingMs = 1500;

/** Must be added behind the hook that answers from what is kept. */
export function refuseWhenOverloaded(app: FastifyInstance, random: () => number = Math.random): void {
  const admission = createAdmission();
  const stop = watchDelay((delayMs) => admission.seen(delayMs));
  app.addHook('onClose', async () => stop());
  app.addHook('onRequest', (request, reply, goOn) => {
    admission.asked();
    const share = admission.refused;
    if (share === 0 || random() >= share || !mayBeRefused(request.method, request.routeOptions.url)) {
      goOn();
      return;
    }
    const waitSec = comeBackSec(random);
    void reply.header('retry-after', String(waitSec));
    goOn(new AppError('overloaded', `ask again in ${waitSec} seconds`));
  });
}

/** After how many seconds somebody who was refused may ask again. */
export function comeBackSec(random: () => number = Math.random): number {
  const { from, to } = retryAfterSec;
  return from + Math.floor(random() * (to - from + 1));
}

/**
 * Not by the histogram of node:perf_hooks: after each reset it leaves the next turn out, so that it sees nothing at all
 * of turns that are longer than the time between two looks.
 */
function watchDelay(seen: (delayMs: number) => void): () => void {
  let setAt = performance.now();
  const probe = setTimeout(() => {
    const now = performance.now();
    seen(Math.max(0, now - setAt - probeMs));
    setAt = now;
    probe.refresh();
  }, probeMs).unref();
  return () => clearTimeout(probe);
}

/**
 * How much is refused follows what came of it: more as long as the event loop is later than is aimed at, less when it is
 * not. A share that only grew with the delay let a school of 2,500 wait 25 s.
 */
export function createAdmission(now: () => number = () => performance.now()): {
  /** To be told of each request that is not answered from what is kept. */
  asked(): void;
  /** To be told of each delay as it is seen. */
  seen(delayMs: number): void;
  /** Share of what may be refused. */
  readonly refused: number;
} {
  const isLasting = createLasting(now);
  let refused = 0;
  let lastAt = now();
  let came = 0;
  /** Fades, so that what came long ago no longer counts. */
  let asks = 0;
  return {
    asked: () => {
      came += 1;
    },
    get refused() {
      return refused;
    },
    seen: (delayMs) => {
      const at = now();
      const elapsedSec = (at - lastAt) / 1000;
      lastAt = at;
      asks = asks * Math.exp(-elapsedSec / countedSec) + came;
      came = 0;
      const doFewAsk = asks < fewPerSec * countedSec;
      const isLate = delayMs > aimMs && !doFewAsk;
      if (isLate && !isLasting() && refused === 0) return;
      const off = doFewAsk ? -1 : Math.min(1, (delayMs - aimMs) / aimMs);
      const next = refused + off * (isLate ? mostMore : mostLess) * elapsedSec;
      refused = Math.min(mostRefused, Math.max(0, next));
    },
  };
}

/** @returns tells, each time there is trouble, whether it has been going on */
export function createLasting(now: () => number = () => performance.now()): () => boolean {
  let beganAt = 0;
  let seenAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - seenAt > sameTroubleMs) beganAt = now();
    seenAt = now();
    return seenAt - beganAt >= lastingMs;
  };
}

/** @param route pattern; undefined: no route */
export function mayBeRefused(method: string, route: string | undefined): boolean {
  if (route?.startsWith('/api/') !== true) return false;
  if (vital.some((known) => route === known || route.startsWith(`${known}/`))) return false;
  return method === 'GET' || method === 'HEAD' || route.startsWith('/api/ai/');
}
