/** c: how soon a recording is on disk once the source has sent its first key frame. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { classroomClip, openClassroom } from './classroom.ts';
import { startCore, until } from './core.ts';
import { type Row, ffmpegPath, list, median } from './row.ts';

const barMs = 1000;
const rounds = 5;

export const firstBytes: Row = {
  id: 'c',
  what: 'start → first bytes on disk after the source’s first key frame',
  bar: '≤ 1 s',
  run: async (work) => {
    await classroomClip(work);
    const dataDir = path.join(work, 'data');
    await using core = await startCore(dataDir);
    await using classroom = await openClassroom(work);
    const measured: number[] = [];
    const bare: number[] = [];
    const fromStart: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const name = `core-${round}`;
      const startMs = performance.now();
      const { recording_id: id } = await core.api<{ recording_id: string }>('POST', '/api/recording/start', {
        session_id: name,
        stream_url: classroom.url(name),
      });
      const atMs = await firstByteAt(path.join(dataDir, 'media', 'lessons', id));
      measured.push(atMs - (classroom.receiver(name)?.keyFrameAtMs ?? Number.NaN));
      fromStart.push(atMs - startMs);
      await core.api('POST', '/api/recording/stop', { recording_id: id });
      await core.api('DELETE', `/api/recording/${id}?permanent=true`);
      bare.push(
        await bareFirstBytes(
          work,
          classroom.url(`bare-${round}`),
          () => classroom.receiver(`bare-${round}`)?.keyFrameAtMs,
        ),
      );
    }
    const figureMs = median(measured);
    return {
      figure: `${figureMs.toFixed(0)} ms`,
      baseline: `${median(bare).toFixed(0)} ms (bare \`ffmpeg -c copy\` to fragmented MP4)`,
      isMet: figureMs <= barMs,
      notes: [
        'from handing the key frame to the connection until the take’s file is longer than 0 bytes; the source begins with a key frame',
        `runs: ${list(measured)} ms; bare ${list(bare)} ms; from POST start ${list(fromStart)} ms`,
      ],
    };
  },
};

async function firstByteAt(folder: string): Promise<number> {
  return until(
    'the first bytes',
    () => {
      try {
        const isThere = readdirSync(folder).some(
          (file) => file.endsWith('.mp4') && statSync(path.join(folder, file)).size > 0,
        );
        return isThere ? performance.now() : undefined;
      } catch {
        return undefined; // the folder is not there yet
      }
    },
    { everyMs: 2, timeoutMs: 30_000 },
  );
}

async function bareFirstBytes(
  work: string,
  url: string,
  keyFrameAtMs: () => number | undefined,
): Promise<number> {
  const file = path.join(work, 'bare', 'take.mp4');
  rmSync(path.dirname(file), { recursive: true, force: true });
  mkdirSync(path.dirname(file));
  const flags = '-c copy -f mp4 -movflags frag_keyframe+delay_moov -flush_packets 1'.split(' ');
  const child = spawn(
    ffmpegPath,
    ['-hide_banner', '-nostats', '-loglevel', 'error', '-i', url, ...flags, file],
    {
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  );
  const atMs = await firstByteAt(path.dirname(file));
  child.stdin.end('q');
  await once(child, 'exit');
  return atMs - (keyFrameAtMs() ?? Number.NaN);
}
