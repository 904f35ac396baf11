import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordingId } from '../testing/http-replies.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { waitFor } from '../testing/wait-for.ts';

let folder: string;
let server: TestServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  server = await startTestServer({ uploadDir: folder });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Keeps this thread, and so the event loop of the server in it, from anything else. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('refuses reading with a time to come back, and goes on recording', async () => {
  const refusal = await waitFor('a refusal', async () => {
    // A school that asks: where only a few do, nobody is refused.
    const replies = Array.from({ length: 100 }, async () =>
      server.call(`/api/recording/${recordingId}/status`),
    );
    // Longer than the delay that is aimed at, again and again.
    block(300);
    const read = await server.call(`/api/vod/${recordingId}/info`);
    const controls = await Promise.all(replies);
    expect(new Set(controls.map((reply) => reply.status))).toEqual(new Set([200]));
    return read.status === 503 && read;
  });
  expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refusal.json()).toMatchObject({ code: 'overloaded', status: 503 });
  expect(
    (
      await waitFor('calm', async () => {
        const reply = await server.call(`/api/vod/${recordingId}/info`);
        return reply.ok && reply;
      })
    ).status,
  ).toBe(200);
});
