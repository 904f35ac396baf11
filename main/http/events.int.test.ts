import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordingId } from '../testing/http-replies.ts';
import { type TestServer, startTestServer, token } from '../testing/http-server.ts';
import { type EventHub, createEventHub } from './events.ts';

let folder: string;
let server: TestServer;
let hub: EventHub;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  hub = createEventHub({ keep: 3, heartbeatMs: 20, maxBacklogBytes: 200_000 });
  server = await startTestServer({ uploadDir: folder, events: hub, limits: { closeGraceMs: 500 } });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const announce = (freeMinutes: number) =>
  hub.announce('disk.low', { free_minutes: freeMinutes, free_bytes: 1 });

/** Follows the stream; `until` resolves with all text so far once it matches. */
async function follow(lastEventId?: string) {
  const abort = new AbortController();
  const reply = await server.call('/api/events', {
    signal: abort.signal,
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });
  let seen = '';
  const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    reply,
    until: async (pattern: RegExp) => {
      while (!pattern.test(seen)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`the stream ended after ${seen}`);
        seen += value;
      }
      return seen;
    },
    end: async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return seen;
        seen += value;
      }
    },
    leave: () => abort.abort(),
  };
}

const idsIn = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map((match) => match[1] ?? '');
const minutesIn = (text: string) =>
  [...text.matchAll(/"free_minutes":(\d+)/g)].map((match) => Number(match[1]));

describe('GET /api/events', () => {
  test('announces what happens, with ids, a retry time and a heartbeat', async () => {
    const client = await follow();
    expect(client.reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(client.reply.headers.get('cache-control')).toBe('no-store');
    expect(client.reply.headers.get('x-content-type-options')).toBe('nosniff');
    await client.until(/event: hello/);
    hub.announce('library.changed', { recording_id: recordingId, session_id: 's\n\ndata: x' });
    const text = await client.until(/: still here/);
    expect(text).toMatch(/^retry: \d+$/m);
    const all = await client.until(/event: library\.changed\ndata: .*\n\n/);
    expect(all).toContain(String.raw`"session_id":"s\n\ndata: x"`);
    client.leave();
    await expect.poll(() => hub.clients).toBe(0);
  });

  test('goes on after the last event the client has seen', async () => {
    const first = await follow();
    await first.until(/hello/);
    announce(1);
    announce(2);
    const [, one = ''] = idsIn(await first.until(/"free_minutes":2/));
    first.leave();
    announce(3);
    const second = await follow(one);
    expect(minutesIn(await second.until(/"free_minutes":3/))).toEqual([2, 3]);
    second.leave();
  });

  test('resumes from a stream on which nothing had happened yet', async () => {
    const first = await follow();
    const [start = ''] = idsIn(await first.until(/hello/));
    first.leave();
    announce(1);
    const second = await follow(start);
    expect(minutesIn(await second.until(/"free_minutes":1/))).toEqual([1]);
    second.leave();
  });

  test('tells a client to read everything anew when what it missed is gone or unknown', async () => {
    const first = await follow();
    const [start = ''] = idsIn(await first.until(/hello/));
    first.leave();
    for (let minute = 1; minute <= 4; minute += 1) announce(minute);
    const future = start.replace(/\d+$/, '999');
    for (const stale of [start, future, 'ffffffffffff.2', 'nonsense', '-1']) {
      const client = await follow(stale);
      const text = await client.until(/event: (?:reset|disk\.low)/);
      expect(text).toContain('event: reset');
      // The id of the reset is a place to resume from.
      const [now = ''] = idsIn(text);
      announce(9);
      await client.until(/"free_minutes":9/);
      client.leave();
      const next = await follow(now);
      expect(minutesIn(await next.until(/disk\.low/))).toEqual([9]);
      next.leave();
    }
  });

  test('cuts off a client that does not read, and keeps the others', async () => {
    const slow = connect(server.port, '127.0.0.1');
    slow.write(`GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await once(slow, 'readable');
    slow.pause();
    const reader = await follow();
    await reader.until(/hello/);
    expect(hub.clients).toBe(2);
    const big = 'x'.repeat(100_000);
    for (let sent = 0; hub.clients > 1; sent += 1) {
      if (sent > 2000) throw new Error('the slow client is still there');
      hub.announce('library.changed', { recording_id: null, session_id: `${sent} ${big}` });
      await reader.until(new RegExp(`"session_id":"${sent} `));
      await delay(0);
    }
    slow.destroy();
    announce(7);
    await reader.until(/"free_minutes":7/);
    reader.leave();
  });

  test('ends when the server stops, which does not wait for clients', async () => {
    const client = await follow();
    await client.until(/hello/);
    const ended = client.end();
    await server.close();
    await expect(ended).resolves.toContain('hello');
    hub.announce('disk.low', { free_minutes: 1, free_bytes: 1 });
  });

  test('is not opened by HEAD', async () => {
    const reply = await server.call('/api/events', { method: 'HEAD' });
    expect(reply.status).toBe(405);
  });
});

describe('many clients', () => {
  test('are told in turns, each all there is and in order', async () => {
    const turns = createEventHub({ atOnce: 2, turnMs: 5 });
    const crowd = await startTestServer({ uploadDir: folder, events: turns });
    const clients = await Promise.all(
      Array.from({ length: 7 }, async () => {
        const reply = await crowd.call('/api/events');
        return reply.body!.pipeThrough(new TextDecoderStream()).getReader();
      }),
    );
    expect(turns.clients).toBe(7);
    for (const minutes of [3, 2, 1]) turns.announce('disk.low', { free_minutes: minutes, free_bytes: 1 });
    const seen = await Promise.all(
      clients.map(async (reader) => {
        let text = '';
        while (minutesIn(text).length < 3) text += (await reader.read()).value ?? '';
        return minutesIn(text);
      }),
    );
    expect(seen).toEqual(Array.from({ length: 7 }, () => [3, 2, 1]));
    await crowd.close();
  });
});
