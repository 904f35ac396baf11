/**
 * A thread that searches while many do, so that playing never waits for it and a second processor core has something to
 * do. It is started when searches come often, ends when none came for a while, and is only ever a help: while it is not
 * there, cannot start or has died, the caller searches by itself.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { SearchQuery } from '../../contract/search.ts';
import { AppError } from '../base/app-error.ts';
import type { Logger } from '../base/logger.ts';
import type { SlowQuery } from '../db/slow-query-log.ts';
import type { FoundLessons } from './library-search.ts';
import type { FromSearchThread, ReadyReply, ToSearchThread } from './search-messages.ts';

export type SearchThreadLimits = {
  /** It is started when so many were asked for … */
  searches: number;
  /** … within this time (ms): four a second are more than one person types. */
  withinMs: number;
  /** It takes some 70 MB; without a search it ends after this time (ms). */
  idleMs: number;
  /** A search takes 10 ms; an answer that does not come in this time never will (ms). */
  silentMs: number;
  /** After it could not start, or died, it is not started again for this long (ms). */
  pauseMs: number;
  /** Who would have to wait behind so many is told to come back later. */
  mostWaiting: number;
};

const defaultLimits: SearchThreadLimits = {
  ...{ searches: 20, withinMs: 5000, idleMs: 30_000, silentMs: 15_000, pauseMs: 60_000 },
  mostWaiting: 64,
};
/**
 * A search leaves a megabyte of garbage and needs a few at a time. Without limits V8 let it come to 100 MB before it looked.
 */
const resourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 8 };
/** What it is about to end is given so long to close the library by itself (ms). */
const endMs = 3000;

export type SearchThread = {
  /**
   * @returns undefined when the caller has to search
   * @throws AppError validation_failed, overloaded
   */
  find(query: SearchQuery): Promise<FoundLessons | undefined>;
  readonly state: 'none' | 'starting' | 'running' | 'ending';
  /** Who waits is answered by others; the library's file is closed when it resolves. */
  stop(): Promise<void>;
};

type Waiting = PromiseWithResolvers<FoundLessons | undefined>;

export function createSearchThread(options: {
  /** The library. */
  file: string;
  log: Logger;
  /** Told of each query that took too long. */
  slow: (query: SlowQuery) => void;
  limits?: Partial<SearchThreadLimits>;
  /** Script of the thread. */
  entry?: URL;
  now?: () => number;
}): SearchThread {
  const { file, log, slow, entry = ownEntry(), now = () => performance.now() } = options;
  const limits = { ...defaultLimits, ...options.limits };
  /** When the last searches were asked for. */
  const asked: number[] = [];
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let gone: Promise<void> = Promise.resolve();
  let state: SearchThread['state'] = 'none';
  let isStopped = false;
  let restAfter = Number.NEGATIVE_INFINITY;
  let nextId = 1;
  let idle: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;

  function isWanted(): boolean {
    const at = now();
    asked.push(at);
    if (asked.length > limits.searches) asked.shift();
    if (isStopped || state !== 'none' || at < restAfter) return false;
    return asked.length === limits.searches && at - (asked[0] ?? at) <= limits.withinMs;
  }

  function start(): void {
    state = 'starting';
    let started: Worker;
    try {
      started = new Worker(entry, { name: 'search', workerData: { file }, resourceLimits });
    } catch (error) {
      failed(error);
      return;
    }
    worker = started;
    // It must not keep the program from ending.
    started.unref();
    started.on('message', hear);
    started.on('error', failed);
    gone = new Promise((resolve) => {
      started.once('exit', (code) => {
        if (state !== 'ending') failed(new Error(`it ended with ${code}`));
        left();
        resolve();
      });
    });
  }

  function say(message: ToSearchThread): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window: a message port
    worker?.postMessage(message);
  }

  function hear(message: FromSearchThread): void {
    if (message.kind === 'slow') {
      slow(message.slow);
      return;
    }
    if (message.kind === 'ready') {
      if (state !== 'starting') return;
      state = 'running';
      log.debug({}, 'a thread of its own searches from here on');
      idle = setTimeout(() => void end(), limits.idleMs).unref();
      return;
    }
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    watchSilence();
    if (message.kind === 'found') asker?.resolve(whole(message.found));
    else if (message.kind === 'refused') asker?.reject(new AppError(message.code, message.detail));
    else {
      if (asker === undefined) return;
      log.warn({ error: message.detail }, 'the search thread could not answer');
      asker.resolve(undefined);
    }
  }

  /** An answer has come, or the first is waited for. */
  function watchSilence(): void {
    clearTimeout(silence);
    silence = undefined;
    if (waiting.size === 0) return;
    silence = setTimeout(() => {
      failed(new Error('it no longer answers'));
      void worker?.terminate();
    }, limits.silentMs).unref();
  }

  function failed(error: unknown): void {
    if (state === 'none' || state === 'ending') return;
    restAfter = now() + limits.pauseMs;
    log.warn({ err: error }, 'the search thread is not there; the core searches by itself');
    state = worker === undefined ? 'none' : 'ending';
    release();
  }

  /** They search by themselves. */
  function release(): void {
    clearTimeout(idle);
    clearTimeout(silence);
    for (const asker of waiting.values()) asker.resolve(undefined);
    waiting.clear();
  }

  function left(): void {
    release();
    worker = undefined;
    state = 'none';
  }

  async function end(): Promise<void> {
    // From here on somebody waits for it.
    worker?.ref();
    if (state === 'running' || state === 'starting') {
      state = 'ending';
      release();
      say({ kind: 'end' });
    }
    const late = setTimeout(() => void worker?.terminate(), endMs).unref();
    await gone;
    clearTimeout(late);
  }

  return {
    get state() {
      return state;
    },
    find: async (query) => {
      if (isWanted()) start();
      if (state !== 'running') return undefined;
      if (waiting.size >= limits.mostWaiting) throw new AppError('overloaded');
      idle?.refresh();
      const id = nextId;
      nextId += 1;
      const asker: Waiting = Promise.withResolvers();
      waiting.set(id, asker);
      if (waiting.size === 1) watchSilence();
      say({ kind: 'find', id, query });
      return asker.promise;
    },
    stop: async () => {
      isStopped = true;
      await end();
    },
  };
}

function whole({ bytes, ...found }: ReadyReply): FoundLessons {
  return { ...found, reply: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** The sources run from TypeScript, the build from JavaScript. */
function ownEntry(): URL {
  const extension = path.extname(fileURLToPath(import.meta.url));
  return new URL(`search-worker${extension}`, import.meta.url);
}
