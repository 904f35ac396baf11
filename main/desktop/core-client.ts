/** Talks to the core as any other client does: HTTP with the token, and its event stream. */
import { openAsBlob } from 'node:fs';
import type { z } from 'zod';
import { problemSchema } from '../../contract/errors.ts';
import { importReplySchema } from '../../contract/vod.ts';
import { AppError, isAppError } from '../base/app-error.ts';
import { type CoreAnnouncement, parseEvents } from './event-stream.ts';

/** A core that has not answered a question by then hangs (ms). */
const answerMs = 10_000;
/** What is asked for may take its time: a lesson is closed before its stop is answered (ms). */
const actionMs = 60_000;

type CoreRequest = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

export type CoreClient = ReturnType<typeof createCoreClient>;

/** @param link what the core printed: its address with the token */
export function createCoreClient(link: string) {
  const { origin, searchParams } = new URL(link);
  const authorization = `Bearer ${searchParams.get('token') ?? ''}`;

  /** @throws AppError with the core's code, or not_ready when it cannot be reached */
  async function request(route: string, init: CoreRequest = {}): Promise<Response> {
    const url = new URL(route, origin);
    if (url.origin !== origin) throw new AppError('bad_request', 'only the core is asked');
    let response: Response;
    try {
      response = await fetch(url, {
        ...init,
        headers: { ...init.headers, authorization },
        redirect: 'error',
      });
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      throw new AppError('not_ready', undefined, { cause: error });
    }
    if (response.ok) return response;
    const problem = problemSchema.safeParse(await response.json().catch(() => undefined));
    if (!problem.success) throw new AppError('internal', `the core answered ${response.status}`);
    throw new AppError(problem.data.code, problem.data.detail);
  }

  /** The reply is read within `limitMs`. @throws as `request` */
  async function ask<S extends z.ZodType>(
    schema: S,
    route: string,
    { limitMs, ...init }: CoreRequest & { limitMs: number },
  ): Promise<z.output<S>> {
    const signal = AbortSignal.timeout(limitMs);
    try {
      const response = await request(route, { ...init, signal });
      return schema.parse(await response.json());
    } catch (error) {
      if (!signal.aborted || isAppError(error)) throw error;
      throw new AppError('not_ready', undefined, { cause: error });
    }
  }

  return {
    origin,
    request,
    get: async <S extends z.ZodType>(schema: S, route: string): Promise<z.output<S>> =>
      ask(schema, route, { limitMs: answerMs }),
    post: async <S extends z.ZodType>(schema: S, route: string, body: unknown): Promise<z.output<S>> =>
      ask(schema, route, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        limitMs: actionMs,
      }),
    /** Sends a file of this PC; it is read as it is sent. */
    importVideo: async (file: string, name: string, fields: Readonly<Record<string, unknown>>) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(fields)) {
        if (typeof value === 'string') form.append(field, value);
        else if (value !== undefined && value !== null) form.append(field, JSON.stringify(value));
      }
      form.append('file', await openAsBlob(file), name);
      const response = await request('/api/vod/import', { method: 'POST', body: form });
      return importReplySchema.parse(await response.json());
    },
    /** Every announcement until the signal fires; connects again by itself. */
    listen: async (signal: AbortSignal, onEvent: (event: CoreAnnouncement) => void): Promise<void> => {
      let lastId: string | undefined;
      while (!signal.aborted) {
        try {
          const { body } = await request('/api/events', {
            signal,
            ...(lastId === undefined ? {} : { headers: { 'last-event-id': lastId } }),
          });
          let unread = '';
          const decoder = new TextDecoder();
          for await (const chunk of body ?? []) {
            const parsed = parseEvents(unread + decoder.decode(chunk, { stream: true }));
            unread = parsed.rest;
            lastId = parsed.lastId ?? lastId;
            for (const event of parsed.events) onEvent(event);
          }
        } catch {
          // Gone, or not there yet: the supervisor knows whether it comes back.
        }
        await pause(1000, signal);
      }
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
