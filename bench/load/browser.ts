/**
 * One person's browser: up to six connections, which are kept open as browsers do, and a cache that asks again with the
 * tag of what it has. Bodies are kept once per process, whoever read them.
 */
import { type Answer, Connections, type Place, openStream } from './connections.ts';
import type { Figures } from './figures.ts';
import type { Headers } from './response-reader.ts';

export type Reply = { status: number; text: string; headers: Headers };
type Cached = { etag: string | undefined; freshUntilMs: number };

export type Ask = {
  /** Name under which it is counted. */
  route: string;
  method?: 'GET' | 'POST';
  body?: unknown;
  range?: { start: number; end: number };
  /** When it should have been sent (performance.now()): waiting for a turn counts. Default: now. */
  intendedMs?: number;
};

/** As a browser asks for a picture; the same for all that is asked for, since only pictures come in several formats. */
const pictureAccept = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
const timeoutMs = 30_000;
/** As the core asks for it. */
const reconnectMs = 2000;

export class Browser {
  readonly #connections: Connections;
  readonly #cache = new Map<string, Cached>();
  readonly #place: Place;
  /** Header lines that all requests have. */
  readonly #always: string;
  readonly #figures: Figures;

  /** @param options.from address of this machine, 127.0.0.x: one alone has ports for some thousands of people */
  constructor(options: { url: string; cookie: string; figures: Figures; from: string }) {
    const url = new URL(options.url);
    this.#place = { host: url.hostname, port: Number(url.port), from: options.from };
    this.#connections = new Connections(this.#place);
    this.#always =
      `host: ${url.host}\r\nconnection: keep-alive\r\ncookie: ${options.cookie}\r\n` +
      `accept: ${pictureAccept}\r\nuser-agent: AIRClass load\r\n`;
    this.#figures = options.figures;
  }

  /** @returns undefined when the answer is no success; that is counted, and the person goes on */
  async ask(path: string, ask: Ask): Promise<Reply | undefined> {
    const startMs = ask.intendedMs ?? performance.now();
    const key = ask.range === undefined ? path : `${path} ${ask.range.start}`;
    const isRead = ask.method !== 'POST';
    const cached = isRead ? this.#cache.get(key) : undefined;
    if (cached !== undefined && cached.freshUntilMs > performance.now()) {
      this.#figures.browserHits += 1;
      return { status: 200, text: bodies.get(path) ?? '', headers: {} };
    }
    const reply = await this.#send(path, ask, cached?.etag);
    const { outcome, bytes } = reply;
    this.#figures.record(ask.route, outcome, { ms: performance.now() - startMs, bytes });
    if (typeof outcome !== 'number') return undefined;
    if (outcome === 503) {
      const waitSec = Number(reply.headers['retry-after'] ?? 1);
      this.retryAfterMs = performance.now() + waitSec * 1000;
    }
    if (outcome >= 400) return undefined;
    if (isRead) this.#remember(key, reply.headers, cached);
    if (outcome === 304) return { status: 304, text: bodies.get(path) ?? '', headers: reply.headers };
    if (isRead && reply.text !== '') keepBody(path, reply.text);
    return { status: outcome, text: reply.text, headers: reply.headers };
  }

  /** The server asked not to be asked before (performance.now()). */
  retryAfterMs = 0;

  /**
   * Server-sent events, as every open page listens to them; one that is cut off connects again.
   * @returns a function that ends it
   */
  listen(onEvent: (name: string, data: string) => void): () => void {
    const route = 'GET /api/events';
    let isOver = false;
    let cut: () => void;
    let waiting: NodeJS.Timeout | undefined;
    const open = (): void => {
      const startMs = performance.now();
      let isAnswered = false;
      cut = openStream(this.#place, this.#request('GET', '/api/events'), {
        began: (status) => {
          isAnswered = true;
          this.#figures.record(route, status, { ms: performance.now() - startMs, bytes: 0 });
        },
        text: eventReader(onEvent),
        closed: () => {
          if (isOver) return;
          this.#figures.record(route, isAnswered ? 'incomplete' : 'connection', { ms: 0, bytes: 0 });
          waiting = setTimeout(open, reconnectMs);
        },
      });
    };
    open();
    return () => {
      isOver = true;
      clearTimeout(waiting);
      cut();
    };
  }

  close(): void {
    this.#connections.close();
  }

  async #send(path: string, ask: Ask, etag: string | undefined): Promise<Answer> {
    const body = ask.body === undefined ? '' : JSON.stringify(ask.body);
    let lines = '';
    if (ask.range !== undefined) lines += `range: bytes=${ask.range.start}-${ask.range.end}\r\n`;
    if (etag !== undefined) lines += `if-none-match: ${etag}\r\n`;
    if (body !== '') {
      lines += `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    }
    return this.#connections.ask(this.#request(ask.method ?? 'GET', path, lines, body), {
      timeoutMs,
      // A waveform is drawn, which nobody does here.
      isText: path.endsWith('waveform.json') ? () => false : isText,
    });
  }

  #request(method: string, path: string, lines = '', body = ''): string {
    return `${method} ${path} HTTP/1.1\r\n${this.#always}${lines}\r\n${body}`;
  }

  #remember(key: string, headers: Headers, before: Cached | undefined): void {
    const control = headers['cache-control'] ?? '';
    const freshSec = Number(/max-age=(\d+)/.exec(control)?.[1] ?? 0);
    const etag = headers['etag'] ?? before?.etag;
    if (control.includes('no-store') || (freshSec === 0 && etag === undefined)) return;
    this.#cache.set(key, { etag, freshUntilMs: performance.now() + freshSec * 1000 });
  }
}

const isText = (headers: Headers): boolean => /json|mpegurl|text\//.test(headers['content-type'] ?? '');

type StreamEvent = { name: string; data: string };

/** The same is told to everybody who listens, one after the other. */
let lastTold: { text: string; events: readonly StreamEvent[] } = { text: '', events: [] };

/** @returns to be told of the stream's text as it comes */
function eventReader(onEvent: (name: string, data: string) => void): (text: string) => void {
  let begun = '';
  return (text) => {
    const whole = begun + text;
    const end = whole.lastIndexOf('\n\n') + 2;
    begun = end === 1 ? whole : whole.slice(end);
    if (end === 1) return;
    const told = whole.slice(0, end);
    if (told !== lastTold.text) lastTold = { text: told, events: eventsOf(told) };
    for (const { name, data } of lastTold.events) onEvent(name, data);
  };
}

function eventsOf(text: string): StreamEvent[] {
  return text.split('\n\n').flatMap((part) => {
    const name = /^event: (.+)$/m.exec(part)?.[1];
    return name === undefined ? [] : [{ name, data: /^data: (.+)$/m.exec(part)?.[1] ?? '' }];
  });
}

/** Text by address: what another person's browser has read is the same, or is read anew. */
const bodies = new Map<string, string>();
const mostBodies = 2000;

function keepBody(path: string, text: string): void {
  bodies.delete(path);
  bodies.set(path, text);
  const oldest = bodies.keys().next();
  if (bodies.size > mostBodies && oldest.done !== true) bodies.delete(oldest.value);
}
