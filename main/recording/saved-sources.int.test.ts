/** Saved sources, watches of them, test recordings, and what a restart is told as. */
import { afterEach, describe, expect, it } from 'vitest';
import { watchRequestSchema } from '../../contract/recording.ts';
import { searchQuerySchema } from '../../contract/search.ts';
import { systemClock } from '../base/clock.ts';
import { searchLessons } from '../db/search.ts';
import { listSessions, upsertSession } from '../db/sessions.ts';
import { indexFile } from '../media/fmp4-index.ts';
import { makeClip } from '../testing/clip.ts';
import { LiveSource } from '../testing/live-source.ts';
import { type RecorderHarness, startRecorder } from '../testing/recorder-harness.ts';
import { waitFor } from '../testing/wait-for.ts';
import { SavedSources } from './saved-sources.ts';
import { keepTestsMs, purgeExpiredTests } from './test-purge.ts';
import { WatchService } from './watch-service.ts';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function recorder(options: Parameters<typeof startRecorder>[0] = {}): Promise<RecorderHarness> {
  const harness = await startRecorder(options);
  cleanups.push(() => harness.close());
  return harness;
}

async function source(): Promise<LiveSource> {
  const live = await LiveSource.start(await makeClip());
  cleanups.push(() => live.close());
  return live;
}

const noSignal = new AbortController().signal;

describe('saved sources', () => {
  it('are listed by name without their credentials, changed and removed', async () => {
    const { parts } = await recorder();
    const saved = new SavedSources(parts);
    const second = await saved.add({ name: '2반', stream_url: 'rtmp://u:s3cret@host/live/k3y' });
    const first = await saved.add({ name: '1반', stream_url: 'rtsp://cam/one' });
    expect(await saved.list()).toEqual([first, second]);
    expect(second.stream_url).toBe('rtmp://***@host/live/***');
    const rows = JSON.stringify(await parts.db.selectFrom('saved_sources').selectAll().execute());
    expect(rows).not.toMatch(/s3cret|k3y/);

    const renamed = await saved.change(second.source_id, { name: '0반' });
    expect(renamed).toEqual({ ...second, name: '0반' });
    expect(await saved.change(second.source_id, { stream_url: 'srt://host:9000' })).toMatchObject({
      name: '0반',
      stream_url: 'srt://host:9000',
    });
    await saved.remove(second.source_id);
    expect(await saved.list()).toEqual([first]);
    await expect(saved.remove(second.source_id)).rejects.toMatchObject({ code: 'source_not_saved' });
    await expect(saved.change(second.source_id, { name: 'x' })).rejects.toMatchObject({
      code: 'source_not_saved',
    });
    await expect(saved.add({ name: 'x', stream_url: 'file:///etc/passwd' })).rejects.toMatchObject({
      code: 'stream_url_invalid',
    });
    await expect(saved.add({ name: 'x', stream_url: `saved:${first.source_id}` })).rejects.toMatchObject({
      code: 'stream_url_invalid',
    });
  });

  it('can be probed, with a picture, and recorded by their id', async () => {
    const { manager, parts, reached, status } = await recorder();
    const live = await source();
    const { source_id } = await new SavedSources(parts).add({
      name: '교실',
      stream_url: `${live.url}?token=s3cret`,
    });
    const probe = await manager.probeSource(`saved:${source_id}`, noSignal);
    expect(probe.source.stream_url).toBe(`${live.url}?token=***`);
    expect(probe.picture).toMatch(/^data:image\/jpeg;base64,\/9j/);
    const { recording_id } = await manager.startRecording({
      session_id: 's',
      stream_url: `saved:${source_id}`,
    });
    await reached(recording_id, 1);
    expect((await status(recording_id)).source?.stream_url).toBe(`${live.url}?token=***`);
    await manager.stopRecording(recording_id);
    await expect(
      manager.startRecording({ session_id: 't', stream_url: 'saved:019f0000-0000-7000-8000-000000000000' }),
    ).rejects.toMatchObject({ code: 'source_not_saved' });
  });
});

describe('watches', () => {
  it('of a saved source follow its address, and keep it when the saved source is removed', async () => {
    const { manager, parts } = await recorder();
    const saved = new SavedSources(parts);
    const { source_id } = await saved.add({ name: '교실', stream_url: 'rtmp://host/live/one' });
    const watches = new WatchService(parts, manager);
    cleanups.push(() => watches.stop());
    const watch = await watches.addWatch(
      watchRequestSchema.parse({
        stream_url: `saved:${source_id}`,
        session_template: { session_id: 's-{date}' },
        enabled: false,
      }),
    );
    expect(watch.stream_url).toBe(`saved:${source_id}`);
    await saved.change(source_id, { stream_url: 'rtmp://host/live/two' });
    await saved.remove(source_id);
    expect(await watches.listWatches()).toMatchObject([{ stream_url: 'rtmp://host/live/***' }]);
    const row = await parts.db.selectFrom('watches').select('stream_sealed').executeTakeFirstOrThrow();
    expect(parts.secrets.open(row.stream_sealed)).toBe('rtmp://host/live/two');
  });

  it('are changed field by field, and stop what they record when they are switched off', async () => {
    const { manager, parts } = await recorder();
    const live = await source();
    const watches = new WatchService(parts, manager, { pollMs: 200 });
    cleanups.push(() => watches.stop());
    const watch = await watches.addWatch(
      watchRequestSchema.parse({
        stream_url: 'http://127.0.0.1:1/off.ts',
        session_template: { session_id: 's-{date}', title: '전' },
      }),
    );
    const change = { stream_url: live.url, session_template: { session_id: 'math-{date}', title: '후' } };
    const changed = await watches.changeWatch(watch.watch_id, change);
    expect(changed).toMatchObject({ ...change, days: watch.days, from: '00:00', enabled: true });
    watches.start();
    await waitFor('it records', () => manager.activeCount === 1);
    expect(await watches.changeWatch(watch.watch_id, { enabled: false, days: ['mon'] })).toMatchObject({
      enabled: false,
      days: ['mon'],
    });
    await waitFor('it has stopped', () => manager.activeCount === 0);
    await expect(watches.changeWatch('nobody', { enabled: true })).rejects.toMatchObject({
      code: 'watch_not_found',
    });
  });
});

describe('a test recording', () => {
  it('ends by itself, is playable, and is neither listed nor found', async () => {
    const { manager, parts, status } = await recorder();
    const live = await source();
    const lesson = { title: '시험 녹화', session_id: 'test-1' };
    const { recording_id } = await manager.startRecording({
      ...lesson,
      stream_url: live.url,
      is_test: true,
      max_duration_seconds: 2,
    });
    await waitFor('it is over', async () => (await status(recording_id)).status === 'ready');
    const end = await status(recording_id);
    expect(end).toMatchObject({ is_test: true, title: '시험 녹화', max_duration_seconds: 2 });
    expect(end.duration_seconds).toBeGreaterThan(1);
    expect((await indexFile(end.takes[0]!.file_path))!.durationSec).toBeGreaterThan(1);
    expect((await parts.jobs.list({ limit: 10 })).items).toEqual([]);

    const query = { limit: 50 };
    expect((await manager.listAllRecordings(query)).items).toEqual([]);
    expect((await manager.listAllRecordings({ ...query, is_test: 'true' })).items).toMatchObject([
      { recording_id, is_test: true },
    ]);
    expect(await manager.listRecordings('test-1')).toEqual([]);
    expect((await listSessions(parts.db, query)).items).toEqual([]);
    for (const q of ['', '시험', '시험 녹화']) {
      const found = await searchLessons(parts.db, searchQuerySchema.parse({ q }));
      expect(found).toMatchObject({ total: 0, items: [] });
    }
    const byTitle = searchQuerySchema.parse({ sort: 'title' });
    expect(await searchLessons(parts.db, byTitle)).toMatchObject({ total: 0, items: [] });
  });

  it('is removed for good after a day with the session that was made for it', async () => {
    let now = systemClock.now();
    const clock = { ...systemClock, now: () => now };
    const { manager, parts, status } = await recorder({ clock });
    const live = await source();
    const start = { stream_url: live.url, is_test: true, max_duration_seconds: 1 };
    await upsertSession(parts.db, 'real', { title: '수학' }, now, '');
    now += 1000;
    const made = await manager.startRecording({ session_id: 'test-1', ...start });
    const used = await manager.startRecording({ session_id: 'real', ...start });
    for (const { recording_id } of [made, used])
      await waitFor('it is over', async () => (await status(recording_id)).status === 'ready');
    const purged: string[] = [];
    const purge = async (recordingId: string) => {
      purged.push(recordingId);
      await manager.deleteRecording(recordingId, { permanent: true });
    };
    now += keepTestsMs - 10_000;
    await purgeExpiredTests(parts, purge);
    expect(purged).toEqual([]);
    now += 20_000;
    await purgeExpiredTests(parts, purge);
    expect(purged.toSorted()).toEqual([made.recording_id, used.recording_id].toSorted());
    expect((await listSessions(parts.db, { limit: 50 })).items).toMatchObject([{ session_id: 'real' }]);
  });
});
