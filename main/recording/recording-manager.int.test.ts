import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { afterEach, describe, expect, it } from 'vitest';
import { makeClip, ffmpegPath } from '../testing/clip.ts';
import { LiveSource } from '../testing/live-source.ts';
import { type RecorderHarness, startRecorder } from '../testing/recorder-harness.ts';
import { waitFor } from '../testing/wait-for.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function recorder(settings: object = {}): Promise<RecorderHarness> {
  const harness = await startRecorder({ settings });
  cleanups.push(() => harness.close());
  return harness;
}

async function source(...args: Parameters<typeof LiveSource.start>): Promise<LiveSource> {
  const live = await LiveSource.start(...args);
  cleanups.push(() => live.close());
  return live;
}

/** Decodes a file completely. @returns seconds of picture ffmpeg found */
async function decodedSeconds(file: string): Promise<number> {
  const { stderr } = await execa(ffmpegPath, ['-hide_banner', '-i', file, '-map', '0:v', '-f', 'null', '-']);
  const times = [...stderr.matchAll(/time=(\d+):(\d+):([\d.]+)/g)].at(-1);
  if (times === undefined) throw new Error(stderr);
  return Number(times[1]) * 3600 + Number(times[2]) * 60 + Number(times[3]);
}

describe('recording a stream', () => {
  it('records, answers with its status, and leaves a playable file when it stops', async () => {
    const { manager, reached, status, events, parts } = await recorder();
    const live = await source(await makeClip());
    const started = await manager.startRecording({
      session_id: 'math-1',
      stream_url: live.url,
      title: '수학',
    });
    expect(started).toMatchObject({ status: 'starting', session_id: 'math-1' });
    await reached(started.recording_id, 2);
    expect(await status(started.recording_id)).toMatchObject({
      status: 'recording',
      reconnects: 0,
      gaps: [],
      source: { protocol: 'http', video_codec: 'h264', audio_codec: 'aac', width: 320, height: 240 },
    });
    const listed = async (active: 'true' | 'false') =>
      (await manager.listAllRecordings({ limit: 50, active })).items.map(({ recording_id: id }) => id);
    expect([await listed('true'), await listed('false')]).toEqual([[started.recording_id], []]);
    const stopped = await manager.stopRecording(started.recording_id);
    expect(stopped.status).toBe('processing');
    expect([await listed('true'), await listed('false')]).toEqual([[], [started.recording_id]]);
    expect(stopped.duration_seconds).toBeGreaterThanOrEqual(2);
    expect(await decodedSeconds(stopped.file_path ?? '')).toBeCloseTo(stopped.duration_seconds, 0);
    expect(await manager.listRecordings('math-1')).toMatchObject([
      { recording_id: started.recording_id, status: 'processing' },
    ]);
    const seen = events.filter((event) => event.name === 'recording.changed').map(({ payload }) => payload);
    expect(seen.map((payload) => 'status' in payload && payload.status)).toEqual([
      'starting',
      'recording',
      'stopping',
      'processing',
    ]);
    // What will be made of it is queued in the same transaction that closed it.
    const queued = await parts.jobs.list({ limit: 10, recording_id: started.recording_id });
    expect(queued.items.map((job) => job.kind).toSorted()).toEqual([
      'renditions',
      'slides',
      'speech',
      'thumbnail',
      'trickplay',
      'waveform',
    ]);
  });

  it('refuses a second recording of the same session, and anything that is not a stream', async () => {
    const { manager } = await recorder();
    const live = await source(await makeClip());
    await manager.startRecording({ session_id: 's', stream_url: live.url });
    await expect(manager.startRecording({ session_id: 's', stream_url: live.url })).rejects.toMatchObject({
      code: 'recording_active',
    });
    await expect(
      manager.startRecording({ session_id: 't', stream_url: 'file:///etc/passwd' }),
    ).rejects.toMatchObject({
      code: 'stream_url_invalid',
    });
  });

  it('refuses to begin when the disk has too little room', async () => {
    const { manager } = await recorder({
      recording: { min_free_minutes: 1440, expected_bitrate_kbps: 100_000 },
    });
    const { parts } = await recorder();
    const { freeBytes } = await parts.store.freeSpace();
    // A disk of more than a terabyte of free room would hold a day even at 100 Mbit/s.
    if (freeBytes > 1.08e12) return;
    await expect(
      manager.startRecording({ session_id: 's', stream_url: 'rtmp://127.0.0.1/live/x' }),
    ).rejects.toMatchObject({ code: 'disk_full' });
  });

  it('keeps one lesson when the source drops and returns, and tells the gap', async () => {
    const { manager, reached, status } = await recorder();
    const live = await source(await makeClip());
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 2);
    live.goAway();
    await waitFor('reconnecting', async () => (await status(recording_id)).status === 'reconnecting');
    const before = (await status(recording_id)).duration_seconds;
    live.comeBack();
    await reached(recording_id, before + 2);
    const during = await status(recording_id);
    expect(during).toMatchObject({ status: 'recording', reconnects: 1 });
    const stopped = await manager.stopRecording(recording_id);
    const { gaps } = await status(recording_id);
    expect(stopped.takes).toHaveLength(2);
    expect(gaps).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ reason: 'source_lost' });
    expect(gaps[0]!.position).toBeCloseTo(stopped.takes[1]!.start_time, 5);
    expect(gaps[0]!.end_time).toBeGreaterThanOrEqual(gaps[0]!.start_time);
    expect(stopped.takes[0]!.duration_seconds + stopped.takes[1]!.duration_seconds).toBeCloseTo(
      stopped.duration_seconds,
      5,
    );
  });

  it('notices a source that stalls without closing, says so, and goes on when it is back', async () => {
    const { manager, reached, status, events } = await recorder({
      recording: { stall_seconds: 4, alarms: { no_data_after_seconds: 2.5 } },
    });
    const live = await source(await makeClip());
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 1.5);
    live.stall();
    await waitFor('no_data alarm', async () => (await status(recording_id)).alarms.includes('no_data'));
    await waitFor('second take, all well', async () => {
      const { reconnects, alarms } = await status(recording_id);
      return reconnects === 1 && alarms.length === 0;
    });
    await manager.stopRecording(recording_id);
    const alarms = events.filter((event) => event.name === 'recording.alarm').map(({ payload }) => payload);
    // A computer that is busy may keep the second take waiting so long that it is said once more.
    expect(alarms.slice(0, 2)).toMatchObject([
      { kind: 'no_data', active: true },
      { kind: 'no_data', active: false },
    ]);
  });

  it('finishes the lesson when the source stays away', async () => {
    const { manager, reached, status } = await recorder({ recording: { source_timeout_seconds: 5 } });
    const live = await source(await makeClip());
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 2);
    live.goAway();
    const ended = await waitFor('processing', async () => {
      const reply = await status(recording_id);
      return reply.status === 'processing' && reply;
    });
    expect(ended.error?.code).toBeTruthy();
    expect(ended.duration_seconds).toBeGreaterThanOrEqual(2);
    await expect(manager.stopRecording(recording_id)).rejects.toMatchObject({ code: 'recording_not_active' });
  });

  it('fails with the reason when nothing ever came, and leaves no file', async () => {
    const { manager, status, parts } = await recorder({ recording: { source_timeout_seconds: 5 } });
    const live = await source(await makeClip());
    live.goAway();
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    const ended = await waitFor('failed', async () => {
      const reply = await status(recording_id);
      return reply.status === 'failed' && reply;
    });
    expect(ended.error?.code).toBe('source_unavailable');
    const files = await Array.fromAsync(parts.store.list(`lessons/${recording_id}/`));
    expect(files).toEqual([]);
  });

  it('stops by itself after its longest duration', async () => {
    const { manager, status } = await recorder();
    const live = await source(await makeClip());
    const { recording_id } = await manager.startRecording({
      session_id: 's',
      stream_url: live.url,
      // Counted from the start: connecting takes its part of it.
      max_duration_seconds: 8,
    });
    await waitFor('processing', async () => (await status(recording_id)).status === 'processing');
  });

  it('ends with a source that has an end instead of recording it again', async () => {
    const { manager, status } = await recorder();
    const live = await source(await makeClip({ seconds: 3 }), { format: 'flv', loop: false });
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await waitFor('take', async () => (await status(recording_id)).duration_seconds > 2);
    // A live FLV has no known length, so it is given time to return; a person may stop it.
    const stopped = await manager.stopRecording(recording_id);
    expect(stopped.takes[0]!.duration_seconds).toBeGreaterThan(2);
  });

  it('pauses and goes on; what happened meanwhile is a gap, not part of the lesson', async () => {
    const { manager, reached, status } = await recorder();
    const live = await source(await makeClip());
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 1);
    expect(await manager.pauseRecording(recording_id)).toEqual({ status: 'paused' });
    await expect(manager.pauseRecording(recording_id)).rejects.toMatchObject({
      code: 'recording_not_active',
    });
    await waitFor('source let go', () => live.connectionCount === 0);
    const paused = (await status(recording_id)).duration_seconds;
    await manager.resumeRecording(recording_id);
    await reached(recording_id, paused + 1);
    await manager.stopRecording(recording_id);
    expect(await status(recording_id)).toMatchObject({ reconnects: 0, gaps: [{ reason: 'paused' }] });
  });

  it('encodes sound that MP4 cannot hold and copies the picture beside it', async () => {
    const { manager, reached, parts } = await recorder();
    const clip = await makeClip({ audio: 'pcm_mulaw' });
    const live = await source(clip, { format: 'flv' });
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 2);
    await manager.stopRecording(recording_id);
    const index = await parts.takeIndexes.get(`lessons/${recording_id}/take-001.mp4`);
    expect(index.audioCodec).toMatch(/^mp4a\.40/);
    expect(index.videoCodec).toMatch(/^avc1/);
  });

  it('survives ffmpeg being killed: what was finished is kept and the lesson goes on', async () => {
    const { manager, reached, status, takePids } = await recorder();
    const live = await source(await makeClip({ gopSec: 2 }));
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: live.url });
    await reached(recording_id, 3);
    const { duration_seconds: finished } = await status(recording_id);
    takePids().forEach((pid) => process.kill(pid, 'SIGKILL'));
    await waitFor('second take', async () => (await status(recording_id)).takes.length === 1);
    const [first] = (await status(recording_id)).takes;
    expect(first!.duration_seconds).toBeGreaterThanOrEqual(finished);
    await waitFor('recording again', async () => (await status(recording_id)).status === 'recording');
    const stopped = await manager.stopRecording(recording_id);
    expect(stopped.takes.length).toBeGreaterThanOrEqual(1);
    await decodedSeconds(first!.file_path);
  });

  it('ends every recording when the program stops, and takes no new one', async () => {
    const { manager, reached, status } = await recorder();
    const live = await source(await makeClip());
    const first = await manager.startRecording({ session_id: 'a', stream_url: live.url });
    const second = await manager.startRecording({ session_id: 'b', stream_url: live.url });
    await reached(first.recording_id, 1);
    await reached(second.recording_id, 1);
    await manager.stopAll();
    expect((await status(first.recording_id)).status).toBe('processing');
    expect((await status(second.recording_id)).status).toBe('processing');
    await expect(manager.startRecording({ session_id: 'c', stream_url: live.url })).rejects.toMatchObject({
      code: 'shutting_down',
    });
  });

  it('keeps credentials out of the database, the replies and the error report', async () => {
    const { manager, status, dataDir, parts } = await recorder({ recording: { source_timeout_seconds: 5 } });
    const url = 'rtmp://teacher:hunter2secret@127.0.0.1:1/live/streamkey-topsecret';
    const { recording_id } = await manager.startRecording({ session_id: 's', stream_url: url });
    const ended = await waitFor('failed', async () => {
      const reply = await status(recording_id);
      return reply.status === 'failed' && reply;
    });
    expect(JSON.stringify(ended)).not.toMatch(/hunter2|topsecret/);
    await parts.db.selectFrom('recordings').select('source_url').execute();
    for (const name of ['library.sqlite', 'library.sqlite-wal']) {
      const bytes = await readFile(`${dataDir}/${name}`);
      expect(bytes.includes('hunter2secret')).toBe(false);
      expect(bytes.includes('topsecret')).toBe(false);
    }
  });
});
