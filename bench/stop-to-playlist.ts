/** b: how long after `stop` the lesson's playlist is that of a finished lesson, for a short and a long one. */
import path from 'node:path';
import { classroomClip, openClassroom } from './classroom.ts';
import { type Core, request, startCore, until } from './core.ts';
import { type Row, list, median } from './row.ts';

const barMs = 300;
const rounds = 3;

export const stopToPlaylist: Row = {
  id: 'b',
  what: 'stop → playlist answers as VOD, 10 s and 60 min lessons',
  bar: `≤ ${barMs} ms both`,
  run: async (work) => {
    await classroomClip(work);
    await using core = await startCore(path.join(work, 'data'));
    const short: Stopped[] = [];
    const long: Stopped[] = [];
    for (let round = 0; round < rounds; round += 1) {
      short.push(await recordAndStop(core, work, 10));
      long.push(await recordAndStop(core, work, 3600));
    }
    const [shortMs, longMs] = [short, long].map((runs) => median(runs.map((run) => run.totalMs)));
    return {
      figure: `${shortMs?.toFixed(0)} ms (10 s), ${longMs?.toFixed(0)} ms (60 min)`,
      baseline: `${((longMs ?? 0) / (shortMs ?? 1)).toFixed(2)} × from 10 s to 60 min`,
      isMet: (shortMs ?? Infinity) <= barMs && (longMs ?? Infinity) <= barMs,
      notes: [
        'from sending POST stop until the media playlist with EXT-X-ENDLIST has been read',
        `10 s: ${list(short.map((run) => run.totalMs))} ms, of which stop ${list(short.map((run) => run.stopMs))}`,
        `60 min: ${list(long.map((run) => run.totalMs))} ms, of which stop ${list(long.map((run) => run.stopMs))}; ` +
          `takes of ${list(long.map((run) => run.durationSec))} s, ${list(long.map((run) => run.sizeMb))} MB`,
        'the long lesson is delivered as fast as it is taken and goes on in real time until it is stopped',
      ],
    };
  },
};

type Stopped = { totalMs: number; stopMs: number; durationSec: number; sizeMb: number };

async function recordAndStop(core: Core, work: string, seconds: number): Promise<Stopped> {
  await using classroom = await openClassroom(work, { burstSec: seconds - 3 });
  const { recording_id: id } = await core.api<{ recording_id: string }>('POST', '/api/recording/start', {
    session_id: `stop-${seconds}`,
    stream_url: classroom.url('class'),
  });
  await until(
    `${seconds} s recorded`,
    async () => {
      const { duration_seconds } = await core.api<{ duration_seconds: number }>(
        'GET',
        `/api/recording/${id}/status`,
      );
      return duration_seconds >= seconds ? true : undefined;
    },
    { everyMs: 250, timeoutMs: 600_000 },
  );
  const startMs = performance.now();
  const stopped = await core.api<{ duration_seconds: number; size_mb: number }>(
    'POST',
    '/api/recording/stop',
    {
      recording_id: id,
    },
  );
  const stopMs = performance.now() - startMs;
  const reply = await request(core.url, 'GET', `/api/vod/${id}/stream?resolution=source`);
  const playlist = await reply.text();
  const totalMs = performance.now() - startMs;
  if (!playlist.includes('#EXT-X-ENDLIST'))
    throw new Error(`not a finished playlist: ${playlist.slice(0, 200)}`);
  await core.api('DELETE', `/api/recording/${id}?permanent=true`);
  return { totalMs, stopMs, durationSec: stopped.duration_seconds, sizeMb: stopped.size_mb };
}
