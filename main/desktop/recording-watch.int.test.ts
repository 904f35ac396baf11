/** What the shell knows of running lessons, told by a real HTTP server with an event stream. */
import { once } from 'node:events';
import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { EventName, EventPayload } from '../../contract/events.ts';
import { silentLogger } from '../base/logger.ts';
import { waitFor } from '../testing/wait-for.ts';
import { createCoreClient } from './core-client.ts';
import { RecordingWatch } from './recording-watch.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const lesson = (title: string) => ({
  recording_id: id,
  session_id: 's',
  title,
  is_test: false,
  status: 'recording',
  created_at: '2026-03-02T00:00:00.000Z',
  duration: 1,
  size_mb: 1,
  deleted_at: null,
});

const plan = {
  watch_id: id,
  stream_url: 'rtmp://127.0.0.1/live/class',
  session_template: { session_id: 'math-{date}' },
  days: ['mon'],
  from: '09:00',
  to: '09:50',
  enabled: true,
  created_at: '2026-03-02T00:00:00.000Z',
  last_checked_at: null,
  recording_id: null,
};

/** Answers as the core does. `held`: replies wait until it resolves. */
async function core() {
  const state = { items: [] as unknown[], watches: [] as unknown[], asked: 0, held: Promise.resolve() };
  let stream: ServerResponse | undefined;
  const server = createServer((request, response) => {
    if (request.url === '/api/events') {
      stream = response;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      return;
    }
    const isList = request.url?.startsWith('/api/recording?status=recording&') === true;
    const watches = request.url === '/api/watches' ? state.watches : [];
    state.asked += 1;
    void state.held.then(() =>
      response.end(JSON.stringify({ items: isList ? state.items : watches, next_cursor: null })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    state,
    client: createCoreClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=t`),
    tell: async <N extends EventName>(name: N, payload: EventPayload<N>) => {
      await waitFor('a listener', () => stream !== undefined);
      stream?.write(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`);
    },
  };
}

function watching() {
  const watch = new RecordingWatch(silentLogger);
  cleanups.push(() => watch.end());
  const alarms: string[] = [];
  watch.on('alarm', ({ title }, kind) => alarms.push(`${title} ${kind}`));
  return { watch, alarms };
}

const alarm = { recording_id: id, kind: 'no_data', active: true, value: 5 } as const;

describe('the watch of recordings', () => {
  test('tells the alarm of a lesson that it did not know yet, once', async () => {
    const { state, client, tell } = await core();
    const { watch, alarms } = watching();
    await watch.follow(client);
    state.items = [lesson('로그')];
    await tell('recording.alarm', alarm);
    await tell('recording.alarm', alarm);
    await waitFor('the alarm', () => alarms.length > 0);
    expect(alarms).toEqual(['로그 no_data']);
    expect(watch.hasAlarm).toBe(true);
    await tell('recording.alarm', { ...alarm, active: false });
    await waitFor('its end', () => !watch.hasAlarm);
  });

  test('keeps what the new core says when the old one answers late', async () => {
    const [old, young] = [await core(), await core()];
    const { watch } = watching();
    old.state.items = [lesson('옛 수업')];
    young.state.items = [lesson('새 수업')];
    const { promise, resolve } = Promise.withResolvers<void>();
    old.state.held = promise;
    const late = watch.follow(old.client);
    await waitFor('the old core is asked', () => old.state.asked > 0);
    await watch.follow(young.client);
    resolve();
    await late;
    expect(watch.recordings.map(({ title }) => title)).toEqual(['새 수업']);
    await young.tell('library.changed', { recording_id: null, session_id: null });
    const { asked } = young.state;
    await waitFor('it is asked again', () => young.state.asked > asked);
  });

  test('tells why a lesson ended by itself, and nothing of one that was ended', async () => {
    const { state, client, tell } = await core();
    const { watch } = watching();
    const ended: unknown[] = [];
    watch.on('ended-early', (recording) => ended.push(recording));
    const end = { recording_id: id, session_id: 's', duration_seconds: 9, size_mb: 1, is_test: false };
    state.items = [lesson('로그')];
    await watch.follow(client);
    await tell('recording.changed', { ...end, status: 'processing' });
    await waitFor('the end', () => !watch.isRecording);
    expect(ended).toEqual([]);
    await watch.refresh(client);
    const error = { code: 'disk_full', detail: '' } as const;
    await tell('recording.changed', { ...end, status: 'processing', error });
    await tell('recording.changed', { ...end, status: 'ready', error });
    await waitFor('the early end', () => !watch.isRecording);
    expect(ended).toEqual([{ title: '로그', code: 'disk_full', isSaved: true }]);
  });

  test('knows of a rule of automatic recording that was set up meanwhile, when it is asked to look again', async () => {
    const { state, client } = await core();
    const { watch } = watching();
    await watch.follow(client);
    expect(watch.hasWatches).toBe(false);
    state.watches = [plan];
    await watch.readAgain();
    expect(watch.hasWatches).toBe(true);
    watch.forget();
    await watch.readAgain();
  });

  test('does not take a test for a lesson', async () => {
    const { state, client, tell } = await core();
    const { watch, alarms } = watching();
    await watch.follow(client);
    const { asked } = state;
    const changed = { recording_id: id, session_id: 's', status: 'recording', duration_seconds: 1 } as const;
    await tell('recording.changed', { ...changed, size_mb: 1, is_test: true });
    await tell('recording.alarm', alarm);
    await waitFor('it is asked for', () => state.asked > asked);
    await tell('disk.low', { free_minutes: 3, free_bytes: 1 });
    await once(watch, 'disk-low');
    expect(alarms).toEqual([]);
    expect(watch.isRecording).toBe(false);
  });
});
