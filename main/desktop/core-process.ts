/**
 * The core as a utility process, kept running. Edge of core-supervisor.ts: forks, listens, waits, asks to stop.
 * It is asked by a message, since Windows has no signals and Electron's kill() allows two seconds: closing a lesson may
 * take longer.
 */
import { EventEmitter } from 'node:events';
import { createWriteStream, mkdirSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { Logger } from '../base/logger.ts';
import { redactText } from '../base/redact.ts';
import { RingBuffer } from '../base/ring-buffer.ts';
import { type CoreEffect, type CoreEvent, type CoreState, step } from './core-supervisor.ts';

export type CoreProcessOptions = {
  /** The very file that `npm run serve` runs, or a newer version's (updates/). Asked at each start. */
  entry: () => string;
  env: Record<string, string>;
  /** Tried first; another one is taken when it is in use. 0: any. */
  port: number;
  /** Undefined: the core's own default. Asked at each start. */
  dataDir: () => string | undefined;
  logFile: string;
  log: Logger;
};

/** How long the core may take to finish recordings before it is ended by force (ms). */
const stopLimitMs = 60_000;
const tailBytes = 32 * 1024;

type Events = { change: [state: CoreState, before: CoreState] };

export class CoreProcess extends EventEmitter<Events> {
  readonly #options: CoreProcessOptions;
  #state: CoreState = { phase: 'idle' };
  #child: UtilityProcess | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #tail = new RingBuffer(tailBytes);
  #port: number;
  #stopLimitMs = stopLimitMs;

  constructor(options: CoreProcessOptions) {
    super();
    this.#options = options;
    this.#port = options.port;
    startNewLog(options.logFile);
  }

  get state(): CoreState {
    return this.#state;
  }

  /** The last it wrote, without credentials. */
  get logTail(): string {
    return redactText(this.#tail.toBuffer().toString('utf8'));
  }

  start(): void {
    this.#handle({ kind: 'start', atMs: performance.now() });
  }

  /** Starts it anew, with the data folder that is set now. */
  restart(): void {
    this.#handle({ kind: 'restart', atMs: performance.now() });
  }

  /** Resolves when it has finished its recordings and ended. @param limitMs then it is ended by force */
  async stop(limitMs = stopLimitMs): Promise<void> {
    this.#stopLimitMs = limitMs;
    this.#handle({ kind: 'stop' });
    while (this.#state.phase !== 'idle') {
      await new Promise<void>((resolve) => {
        this.once('change', () => resolve());
      });
    }
  }

  #handle(event: CoreEvent): void {
    const before = this.#state;
    const { state, effects } = step(before, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (state !== before) this.emit('change', state, before);
  }

  #perform(effect: CoreEffect): void {
    switch (effect.kind) {
      case 'launch':
        void this.#launch();
        return;
      case 'wait':
        this.#waiting = setTimeout(
          () => this.#handle({ kind: 'wait-over', atMs: performance.now() }),
          effect.ms,
        );
        return;
      case 'end-wait':
        clearTimeout(this.#waiting);
        return;
      case 'ask-to-stop':
        this.#askToStop();
        return;
      default:
        effect satisfies never;
    }
  }

  async #launch(): Promise<void> {
    const { env, log } = this.#options;
    const port = (await isPortFree(this.#port)) ? this.#port : 0;
    // It may have been told to stop in that moment.
    if (this.#state.phase !== 'starting') {
      this.#handle({ kind: 'exited', atMs: performance.now() });
      return;
    }
    const dataDir = this.#options.dataDir();
    const args = ['--port', String(port), ...(dataDir === undefined ? [] : ['--data-dir', dataDir])];
    const child = utilityProcess.fork(this.#options.entry(), args, {
      env,
      stdio: 'pipe',
      serviceName: 'AIRClass Recorder core',
    });
    this.#child = child;
    this.#keepOutput(child);
    child.once('exit', (code) => {
      if (this.#child === child) this.#child = undefined;
      log.info({ code }, 'core ended');
      this.#handle({ kind: 'exited', atMs: performance.now() });
    });
  }

  #keepOutput(child: UtilityProcess): void {
    const file = createWriteStream(this.#options.logFile, { flags: 'a', mode: 0o600 });
    // A full disk must not end the shell; the tail is kept in memory too.
    file.on('error', () => undefined);
    const keep = (chunk: Buffer) => {
      this.#tail.push(chunk);
      file.write(chunk);
    };
    const decoder = new StringDecoder('utf8');
    let unread = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      unread += decoder.write(chunk);
      const lines = unread.split('\n');
      unread = lines.pop() ?? '';
      for (const line of lines) {
        const link = /listening on (http\S+)/.exec(line)?.[1];
        if (link === undefined) {
          keep(Buffer.from(`${line}\n`));
          continue;
        }
        // The same address after a restart: the open page finds the core again by itself. The line holds the token.
        this.#port = Number(new URL(link).port);
        keep(Buffer.from(`listening on port ${this.#port}\n`));
        this.#handle({ kind: 'listening', link, atMs: performance.now() });
      }
    });
    child.stderr?.on('data', keep);
    child.once('exit', () => file.end());
  }

  #askToStop(): void {
    const child = this.#child;
    if (child === undefined) return;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window: a message port
    child.postMessage({ type: 'stop' });
    const limit = setTimeout(() => {
      this.#options.log.error({}, 'the core did not stop in time');
      child.kill();
    }, this.#stopLimitMs);
    child.once('exit', () => clearTimeout(limit));
  }
}

function startNewLog(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    renameSync(file, file.replace(/\.log$/, '.old.log'));
  } catch {
    // The first start has none.
  }
}

async function isPortFree(port: number): Promise<boolean> {
  if (port === 0) return true;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
