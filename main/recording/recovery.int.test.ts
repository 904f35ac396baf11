/** Start-up after a crash: what a killed program left is closed, or goes on, lesson by lesson. */
import { appendFile, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { updateRecording, updateTake } from '../db/recordings.ts';
import { indexFile } from '../media/fmp4-index.ts';
import { indexKey, takeKey } from '../storage/lesson-keys.ts';
import { ffmpegPath, makeClip } from '../testing/clip.ts';
import { LiveSource } from '../testing/live-source.ts';
import { type RecorderHarness, startRecorder } from '../testing/recorder-harness.ts';
import { waitFor } from '../testing/wait-for.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const noResume = { recording: { resume_after_restart_minutes: 0 } };

/** A data folder with a lesson that looks as a killed program leaves it: rows unfinished, no index beside the file. */
async function interrupted(
  lessons: number,
  change: (file: string, lesson: number) => Promise<void> = async () => undefined,
): Promise<{ dataDir: string; ids: string[]; seconds: number[] }> {
  const harness = await startRecorder();
  const live = await LiveSource.start(await makeClip({ gopSec: 1 }));
  const ids: string[] = [];
  const seconds: number[] = [];
  for (let lesson = 0; lesson < lessons; lesson += 1) {
    const { recording_id } = await harness.manager.startRecording({
      session_id: `lesson-${lesson}`,
      stream_url: live.url,
    });
    ids.push(recording_id);
  }
  for (const id of ids) await harness.reached(id, 3);
  for (const [lesson, id] of ids.entries()) {
    const sealed = (
      await harness.parts.db
        .selectFrom('recordings')
        .select('source_sealed')
        .where('recording_id', '=', id)
        .executeTakeFirstOrThrow()
    ).source_sealed;
    const stopped = await harness.manager.stopRecording(id);
    seconds.push(stopped.duration_seconds);
    await updateRecording(harness.parts.db, id, {
      status: 'recording',
      stopped_at: null,
      source_sealed: sealed,
    });
    await updateTake(
      harness.parts.db,
      { recordingId: id, seq: 1 },
      { state: 'recording', duration_seconds: 0, size_bytes: 0, ended_at: null },
    );
    await harness.parts.store.remove(indexKey(takeKey(id, 1)));
    await change(harness.parts.store.localPath(takeKey(id, 1)), lesson);
  }
  await live.close();
  await harness.close({ keepData: true });
  return { dataDir: harness.dataDir, ids, seconds };
}

async function restart(dataDir: string, settings: object = noResume): Promise<RecorderHarness> {
  const harness = await startRecorder({ dataDir, settings });
  cleanups.push(() => harness.close());
  return harness;
}

async function decodes(file: string): Promise<boolean> {
  const result = await execa(
    ffmpegPath,
    ['-v', 'error', '-xerror', '-err_detect', 'explode', '-i', file, '-f', 'null', '-'],
    { reject: false },
  );
  return result.exitCode === 0;
}

describe('start-up recovery', () => {
  it('closes an interrupted lesson with everything that was whole', async () => {
    const { dataDir, ids, seconds } = await interrupted(1);
    const { manager, parts } = await restart(dataDir);
    expect(await manager.recover()).toMatchObject({ recovered: ids, failed: [], resumed: [] });
    const status = await manager.getRecordingStatus(ids[0]!);
    expect(status.status).toBe('processing');
    expect(status.duration_seconds).toBeCloseTo(seconds[0]!, 3);
    expect((await parts.jobs.list({ limit: 10 })).items.length).toBe(6);
  });

  it('cuts a torn last fragment and keeps what is before it', async () => {
    const { dataDir, ids, seconds } = await interrupted(1, async (file) => {
      const { size } = await stat(file);
      await truncate(file, size - 900);
    });
    const { manager } = await restart(dataDir);
    await manager.recover();
    const { takes, duration_seconds } = await manager.getRecordingStatus(ids[0]!);
    expect(duration_seconds).toBeGreaterThan(seconds[0]! - 1);
    const index = await indexFile(takes[0]!.file_path);
    expect((await stat(takes[0]!.file_path)).size).toBe(index!.sizeBytes);
    expect(await decodes(takes[0]!.file_path)).toBe(true);
  });

  it('cuts a tail that a power cut left as zeros', async () => {
    const { dataDir, ids, seconds } = await interrupted(1, async (file) => {
      const { size } = await stat(file);
      await using handle = await open(file, 'r+');
      const zeros = Buffer.alloc(3000);
      await handle.write(zeros, 0, zeros.length, size - zeros.length);
    });
    const { manager } = await restart(dataDir);
    await manager.recover();
    const { takes, duration_seconds } = await manager.getRecordingStatus(ids[0]!);
    expect(duration_seconds).toBeGreaterThan(seconds[0]! - 2);
    expect(duration_seconds).toBeLessThanOrEqual(seconds[0]!);
    expect(await decodes(takes[0]!.file_path)).toBe(true);
  });

  it('ignores rubbish behind the last fragment', async () => {
    const { dataDir, ids, seconds } = await interrupted(1, (file) =>
      appendFile(file, 'not a box at all, just text'),
    );
    const { manager } = await restart(dataDir);
    await manager.recover();
    expect((await manager.getRecordingStatus(ids[0]!)).duration_seconds).toBeCloseTo(seconds[0]!, 3);
  });

  it('recovers good lessons beside a corrupt one, which is set aside and not removed', async () => {
    const { dataDir, ids, seconds } = await interrupted(3, async (file, lesson) => {
      if (lesson === 1) await writeFile(file, Buffer.alloc(50_000, 7));
    });
    const { manager, parts } = await restart(dataDir);
    const report = await manager.recover();
    expect(report.failed).toEqual([]);
    const statuses = await Promise.all(ids.map((id) => manager.getRecordingStatus(id)));
    expect(statuses.map((status) => status.status)).toEqual(['processing', 'failed', 'processing']);
    expect(statuses[0]!.duration_seconds).toBeCloseTo(seconds[0]!, 3);
    expect(statuses[1]!.error?.code).toBe('media_empty');
    const kept = await readFile(`${parts.store.localPath(takeKey(ids[1]!, 1))}.damaged`);
    expect(kept).toHaveLength(50_000);
  });

  it('goes on with a lesson that ran a moment ago, with the time in between as a gap', async () => {
    const { dataDir, ids, seconds } = await interrupted(1);
    const harness = await restart(dataDir, { recording: { resume_after_restart_minutes: 10 } });
    const live = await LiveSource.start(await makeClip());
    cleanups.push(() => live.close());
    await harness.parts.db
      .updateTable('recordings')
      .set({ source_sealed: harness.parts.secrets.seal(live.url), last_data_at: new Date().toISOString() })
      .execute();
    const report = await harness.manager.recover();
    expect(report.resumed.map((recording) => recording.recordingId)).toEqual(ids);
    expect(await harness.status(ids[0]!)).toMatchObject({ resumed_after_restart: true });
    expect(harness.events.find(({ name }) => name === 'recording.changed')?.payload).toMatchObject({
      resumed_after_restart: true,
    });
    await harness.reached(ids[0]!, seconds[0]! + 1);
    const stopped = await harness.manager.stopRecording(ids[0]!);
    expect(stopped.takes).toHaveLength(2);
    const status = await harness.status(ids[0]!);
    expect(status.gaps).toMatchObject([{ reason: 'recorder_stopped' }]);
    expect(status.gaps[0]!.end_time).toBeGreaterThan(status.gaps[0]!.start_time);
    expect(status.gaps[0]!.position).toBeCloseTo(seconds[0]!, 2);
  });

  it('closes a lesson that ran too long ago to go on', async () => {
    const { dataDir, ids } = await interrupted(1);
    const harness = await restart(dataDir, { recording: { resume_after_restart_minutes: 10 } });
    await harness.parts.db
      .updateTable('recordings')
      .set({ last_data_at: '2020-01-01T00:00:00.000Z' })
      .execute();
    expect(await harness.manager.recover()).toMatchObject({ recovered: ids, resumed: [] });
  });

  it('ends an ffmpeg that outlived its program before it reads the file', async () => {
    const first = await startRecorder();
    const live = await LiveSource.start(await makeClip());
    cleanups.push(() => live.close());
    const { recording_id } = await first.manager.startRecording({ session_id: 's', stream_url: live.url });
    await first.reached(recording_id, 2);
    const [pid] = first.takePids();
    // The ledger must believe that another core, now dead, has started it.
    const ledger = `${first.dataDir}/processes/${pid}.json`;
    const entry = JSON.parse(await readFile(ledger, 'utf8')) as object;
    await writeFile(ledger, JSON.stringify({ ...entry, corePid: 1 }));
    const { reapLeftovers } = await import('../base/process-reaper.ts');
    const { reaped } = await reapLeftovers({
      ledgerDir: `${first.dataDir}/processes`,
      dataDir: first.dataDir,
      log: first.parts.log,
    });
    expect(reaped).toBeGreaterThanOrEqual(1);
    await waitFor('process gone', () => !first.takePids().includes(pid!));
    await first.close();
  });
});
