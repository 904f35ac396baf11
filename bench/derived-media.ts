/** d, e: the jobs that derive renditions and seeking pictures, against bare ffmpeg commands for the same. */
import { openAsBlob } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JobKind } from '../contract/jobs.ts';
import { classroomClip } from './classroom.ts';
import { type Core, request, startCore, until } from './core.ts';
import { type Row, list, median, timeFfmpeg } from './row.ts';

const rounds = 3;

export const ladder: Row = {
  id: 'd',
  what: '720p+480p+360p ladder vs the best single bare ffmpeg command for the same output',
  bar: '≥ 0.95 × its throughput',
  run: async (work) => {
    const seconds = 60;
    const clip = await classroomClip(work, seconds);
    await using core = await startCore(path.join(work, 'data'));
    await core.api('PATCH', '/api/settings', {
      processing: { ladder: [720, 480, 360] },
      analysis: { enabled: false },
    });
    const jobs: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      jobs.push(await timeJob(core, clip, 'renditions'));
      bare.push(await timeFfmpeg(bareLadder(clip, work), { isLow: true }));
    }
    // Neighbours in time are compared: what else the machine does changes slowly.
    const ratio = median(bare.map((one, round) => one / (jobs[round] ?? Number.NaN)));
    return {
      figure: `${ratio.toFixed(2)} × (${(seconds / median(jobs)).toFixed(2)} × real time)`,
      baseline: `${(seconds / median(bare)).toFixed(2)} × real time`,
      isMet: ratio >= 0.95,
      notes: [
        `${seconds} s of 1080p30; job ${list(jobs, 1)} s, bare ${list(bare, 1)} s, both at the low priority of jobs`,
        'bare: one process, decode once, split filter, the same encoder settings and scaler, plain MP4 without fragments',
      ],
    };
  },
};

/** The same pictures by hand; sound is copied as in the job. */
function bareLadder(clip: string, work: string): string[] {
  const steps = [
    { size: '1280:720', limit: 2_500_000 },
    { size: '854:480', limit: 1_200_000 },
    { size: '640:360', limit: 700_000 },
  ];
  const filter = [
    `[0:v]split=${steps.length}${steps.map((_, index) => `[s${index}]`).join('')}`,
    ...steps.map(
      ({ size }, index) => `[s${index}]scale=${size}:flags=bicubic,setsar=1,format=yuv420p[v${index}]`,
    ),
  ].join(';');
  const encoder =
    '-c:v libx264 -preset veryfast -crf 23 -bf 0 -force_key_frames expr:gte(t,n_forced*2) -sc_threshold 0';
  return [
    ...['-i', clip, '-filter_complex', filter],
    ...steps.flatMap(({ limit }, index) =>
      ['-map', `[v${index}]`, '-map', '0:a', '-c:a', 'copy'].concat(encoder.split(' '), [
        '-maxrate',
        String(limit),
        '-bufsize',
        String(limit * 2),
        path.join(work, `bare-${index}.mp4`),
      ]),
    ),
  ];
}

export const trickplay: Row = {
  id: 'e',
  what: 'trickplay vs decoding every frame',
  bar: '≥ 10 ×',
  ifMissed:
    'nearly all of the job is decoding the key frames that are shown (a picture every hundredth of the lesson, 2 to 10 s apart).',
  run: async (work) => {
    const seconds = 300;
    const clip = await classroomClip(work, seconds);
    await using core = await startCore(path.join(work, 'data'));
    await core.api('PATCH', '/api/settings', { processing: { ladder: [] }, analysis: { enabled: false } });
    const sheets = path.join(work, 'sheets');
    await mkdir(sheets, { recursive: true });
    const jobs: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      jobs.push(await timeJob(core, clip, 'trickplay'));
      bare.push(await timeFfmpeg(everyFrame(clip, sheets), { isLow: true }));
    }
    const ratio = median(bare.map((one, round) => one / (jobs[round] ?? Number.NaN)));
    await rm(sheets, { recursive: true });
    return {
      figure: `${ratio.toFixed(1)} × (${median(jobs).toFixed(2)} s)`,
      baseline: `${median(bare).toFixed(1)} s`,
      isMet: ratio >= 10,
      notes: [
        `${seconds} s of 1080p30, key frame every 2 s; job ${list(jobs, 2)} s, every frame decoded ${list(bare, 1)} s`,
        'the job’s time is from its start to its end: ffmpeg, publishing the sheets, writing the storyboard',
      ],
    };
  },
};

function everyFrame(clip: string, folder: string): string[] {
  const filter = "select='isnan(prev_selected_t)+gte(t-prev_selected_t,1.99)',scale=192:-2,tile=5x5";
  return [
    '-i',
    clip,
    '-map',
    '0:v',
    '-vf',
    filter,
    '-fps_mode',
    'passthrough',
    '-q:v',
    '5',
    path.join(folder, '%d.jpg'),
  ];
}

type JobRow = { kind: JobKind; state: string; started_at: string; finished_at: string };

/** Imports the clip as a lesson and waits for one of its jobs. @returns seconds the job ran */
async function timeJob(core: Core, clip: string, kind: JobKind): Promise<number> {
  const form = new FormData();
  form.set('session_id', 'derived');
  form.set('file', await openAsBlob(clip), 'clip.mp4');
  const reply = await request(core.url, 'POST', '/api/vod/import', form);
  if (!reply.ok) throw new Error(`import: ${reply.status} ${await reply.text()}`);
  const { recording_id: id } = (await reply.json()) as { recording_id: string };
  const job = await until(
    `job ${kind}`,
    async () => {
      const { items } = await core.api<{ items: JobRow[] }>('GET', `/api/jobs?recording_id=${id}`);
      const found = items.find((item) => item.kind === kind);
      if (found?.state === 'failed') throw new Error(`${kind} failed: ${JSON.stringify(found)}`);
      return found?.state === 'done' ? found : undefined;
    },
    { everyMs: 500, timeoutMs: 900_000 },
  );
  await core.api('DELETE', `/api/recording/${id}?permanent=true`);
  return (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000;
}
