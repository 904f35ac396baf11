/** What the demo does with the core, step by step; each step checks what came back. */
import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { LessonAnalysis, LessonSpeech } from '../contract/analysis.ts';
import type { RecordingStatusReply } from '../contract/recording.ts';
import type { SearchReply } from '../contract/search.ts';
import type { Chapter, Slide } from '../contract/vod.ts';
import type { LiveSource } from '../main/testing/live-source.ts';
import type { DemoCore } from './demo-core.ts';

export type Tour = {
  core: DemoCore;
  source: LiveSource;
  ffmpeg: string;
  /** How much is recorded, with a drop of the source in the middle. */
  seconds: number;
  /** What stands large on the classroom's screens. */
  titles: readonly string[];
  say: (line: string) => void;
};

const sessionId = 'demo-lesson';
const title = '로그의 성질';

/** @returns id of the recording @throws Error when something is not as it should be */
export async function takeTour({ core, source, ffmpeg, seconds, titles, say }: Tour): Promise<string> {
  const { recording_id: id } = await core.call<{ recording_id: string }>('POST', '/api/recording/start', {
    session_id: sessionId,
    stream_url: source.url,
    title,
    subject: '수학',
    class_name: '2학년 3반',
    teacher_name: '김수현',
  });
  const status = () => core.call<RecordingStatusReply>('GET', `/api/recording/${id}/status`);
  const until = async (what: string, isSo: (now: RecordingStatusReply) => boolean) => {
    for (let waitedMs = 0; waitedMs < 60_000 + seconds * 1000; waitedMs += 200) {
      const now = await status();
      if (isSo(now)) return now;
      await delay(200);
    }
    throw new Error(`waited in vain for: ${what}`);
  };

  await until('the first half', (now) => now.duration_seconds >= seconds / 2);
  say(`recorded ${(seconds / 2).toFixed(0)} s; now the classroom's network fails …`);
  source.goAway();
  await until('the drop to be noticed', (now) => now.status === 'reconnecting');
  await delay(1500);
  source.comeBack();
  const back = await until('the source to return', (now) => now.status === 'recording' && now.reconnects > 0);
  say('… and is back: the same lesson goes on');
  const startedMs = Date.parse(back.started_at ?? '');

  await core.call('POST', `/api/vod/${id}/chapters`, { start_time: 2, title: '밑의 변환 공식' });
  await core.call('POST', `/api/sessions/${sessionId}/chat`, [
    {
      message_id: 'demo-1',
      sender_id: 'student-7',
      sender_role: 'student',
      text: '진수가 음수이면 왜 안 되나요?',
      sent_at: new Date(startedMs + 3000).toISOString(),
    },
  ]);
  await until('the second half', (now) => now.duration_seconds >= seconds);
  const stopping = performance.now();
  const stopped = await core.call<{ duration_seconds: number; file_path: string; takes: unknown[] }>(
    'POST',
    '/api/recording/stop',
    { recording_id: id },
  );
  say(
    `stopped in ${Math.round(performance.now() - stopping)} ms: ${stopped.duration_seconds.toFixed(1)} s in ${stopped.takes.length} takes`,
  );
  check(stopped.takes.length === 2, 'the lesson has two takes');
  const { gaps } = await status();
  check(gaps.length === 1 && gaps[0]?.reason === 'source_lost', 'the gap is known');
  for (const gap of gaps)
    say(
      `gap: ${(gap.end_time - gap.start_time).toFixed(1)} s at ${gap.position.toFixed(1)} s (${gap.reason})`,
    );

  const played = playedSec(ffmpeg, core, id);
  say(`played over HTTP: ${played.toFixed(1)} s`);
  check(Math.abs(played - stopped.duration_seconds) < 1, 'all of it plays');

  for (const [q, kind] of [
    ['성질', 'title'],
    ['ㅅㅎ', undefined],
    ['변환', 'chapter'],
    ['음수', 'chat'],
  ] as const) {
    const found = await core.call<SearchReply>('GET', `/api/search?${new URLSearchParams({ q })}`);
    const lesson = found.items.find((item) => item.recording_id === id);
    const moment = lesson?.moments.find((each) => each.kind === kind);
    check(lesson !== undefined, `“${q}” finds the lesson`);
    check(kind === undefined || moment !== undefined, `“${q}” is found in the ${kind}`);
    say(
      `search “${q}”: ${moment === undefined ? 'found' : `${moment.kind} at ${moment.time.toFixed(1)} s: ${moment.text}`}`,
    );
  }
  await tellAnalysis({ core, say }, id, titles);
  say(`file:     ${stopped.file_path}`);
  return id;
}

/** What the recorder finds out by itself after class. */
async function tellAnalysis(
  { core, say }: Pick<Tour, 'core' | 'say'>,
  id: string,
  titles: readonly string[],
) {
  say('now the recorder looks through the lesson …');
  const startedMs = performance.now();
  for (;;) {
    const { stages } = await core.call<LessonAnalysis>('GET', `/api/vod/${id}/analysis`);
    const failed = stages.find(({ state }) => state === 'failed' || state === 'cancelled');
    check(failed === undefined, `${failed?.stage} is found (${failed?.error?.detail ?? failed?.state})`);
    if (stages.every(({ state }) => state === 'done' || state === 'off')) break;
    check(performance.now() - startedMs < 300_000, 'the analysis is done in five minutes');
    await delay(500);
  }
  const slides = await core.call<Slide[]>('GET', `/api/vod/${id}/slides`);
  check(slides.length >= 2, 'the screens of the lesson are found');
  say(`found ${slides.length} screens in ${Math.round((performance.now() - startedMs) / 1000)} s:`);
  for (const { time, heading } of slides) say(`  ${time.toFixed(1)} s  ${heading}`);
  const chapters = await core.call<Chapter[]>('GET', `/api/vod/${id}/chapters`);
  say(
    `chapters: ${chapters.map(({ start_time, title: name }) => `${start_time.toFixed(0)} s ${name}`).join(', ')}`,
  );
  const speech = await core.call<LessonSpeech>('GET', `/api/vod/${id}/speech`);
  say(`speech: ${Math.round((speech.speech_share ?? 0) * 100)} % of the time (this classroom only hums)`);
  // A word that stood on a screen, as the classroom wrote it and not as it was read.
  const shown = slides.find(({ heading }) => titles.includes(heading));
  check(shown !== undefined, 'a screen was read as it was written');
  const q = shown?.heading ?? '';
  const found = await core.call<SearchReply>('GET', `/api/search?${new URLSearchParams({ q })}`);
  const moment = found.items
    .find((item) => item.recording_id === id)
    ?.moments.find(({ kind, time }) => kind === 'slide' && time === shown?.time);
  check(moment !== undefined, `“${q}” is found on its screen`);
  say(`search “${q}”: on the screen at ${shown?.time.toFixed(1)} s`);
}

/** Decodes the whole lesson from its playlist, as a player does. @returns seconds of picture and sound */
function playedSec(ffmpeg: string, core: DemoCore, id: string): number {
  const result = spawnSync(
    ffmpeg,
    [
      ...[
        '-hide_banner',
        '-nostdin',
        '-loglevel',
        'error',
        '-headers',
        `Authorization: Bearer ${core.token}\r\n`,
      ],
      ...['-i', `${core.url}/api/vod/${id}/stream?resolution=source`, '-map', '0:v:0', '-map', '0:a:0'],
      ...['-progress', 'pipe:1', '-f', 'null', '-'],
    ],
    { encoding: 'utf8', maxBuffer: 1e8 },
  );
  check(result.status === 0, `ffmpeg plays the playlist: ${result.stderr}`);
  const times = [...result.stdout.matchAll(/out_time_us=(\d+)/g)];
  return Number(times.at(-1)?.[1] ?? 0) / 1e6;
}

function check(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`not so: ${what}`);
}
