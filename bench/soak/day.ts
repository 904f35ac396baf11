/**
 * A school day in a minute: a lesson that is interrupted, paused and marked, what pupils send meanwhile, what is made of
 * it afterwards, and the tidying up of lessons and the erasing of pupils of the days before, so that a school that stays as
 * large as it is holds as much every day.
 */
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import type { RecordingStatusReply } from '../../contract/recording.ts';
import type { LiveSource } from '../../main/testing/live-source.ts';
import { type Core, request, token, until } from '../core.ts';
import { chooseVariant, parseMaster, parseMedia } from '../load/playlist.ts';
import { rowsOfLesson } from './census.ts';

export type School = {
  source: LiveSource;
  /** A short file that is imported. */
  clip: string;
  dataDir: string;
  /** Lessons outside the trash, oldest first. */
  lessons: string[];
  trash: string[];
  removed: number;
  rowsLeft: number;
};

const classes = 6;
const pupils = 8;
const chatCalls = 3;
const linesPerCall = 20;
/** Lessons that are kept; older ones are thrown away. */
const keptLessons = 4;
const words = ['수학', '이차방정식', '광합성', 'ㅅㅎ', '수학 복습', '현재완료', '조선의 건국', '부하'];
const jobsTimeoutMs = 240_000;

/** @param fail told of each step that did not do what it should; the day goes on */
export async function liveDay(
  core: Core,
  school: School,
  day: number,
  fail: (step: string, error: unknown) => void,
): Promise<void> {
  const sessionId = `soak-class-${day % classes}`;
  const step = async (name: string, run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      fail(name, error);
    }
  };
  await step('settings', async () => changeSettings(core, day));
  await step('roster', async () => putRoster(core, sessionId, day));
  await step('lesson', async () => recordLesson(core, school, { sessionId, day }));
  if (day % 3 === 0) await step('import', async () => importLesson(core, school, sessionId));
  await step('jobs', async () => jobsAreDone(core));
  await step('search', async () => search(core));
  await step('watch', async () => watch(core, school));
  await step('review', async () => review(core, sessionId));
  if (day % 2 === 0) await step('export', async () => exportPart(core, school));
  await step('tidy up', async () => tidyUp(core, school));
  if (day > classes - 1) await step('erase pupils', async () => erasePupils(core, day - classes + 1));
  if (day % 5 === 0)
    await step('job list', async () => void (await core.api('DELETE', '/api/jobs?state=ended')));
  await step('jobs', async () => jobsAreDone(core));
}

async function changeSettings(core: Core, day: number): Promise<void> {
  const theme = day % 2 === 0 ? 'dark' : 'light';
  // Screens are read and speech is found now and then: it takes longer than everything else together.
  await core.api('PATCH', '/api/settings', {
    ...{ appearance: { theme }, analysis: { enabled: day % 4 === 1 } },
    profile: { teacher_name: `교사 ${day % 3}` },
  });
}

/** A class has new pupils each time it meets; those of last time are erased by then. */
function pupilOf(day: number, index: number): string {
  return `p-${day}-${index % pupils}`;
}

async function putRoster(core: Core, sessionId: string, day: number): Promise<void> {
  const students = Array.from({ length: pupils }, (_, index) => ({
    student_id: pupilOf(day, index),
    name: `학생 ${index + 1}`,
  }));
  await core.api('PUT', `/api/sessions/${sessionId}`, { title: '긴 하루', subject: '수학', students });
}

async function recordLesson(
  core: Core,
  school: School,
  { sessionId, day }: { sessionId: string; day: number },
): Promise<void> {
  const { source } = school;
  const { recording_id: id } = await core.api<{ recording_id: string }>('POST', '/api/recording/start', {
    ...{ session_id: sessionId, stream_url: source.url, title: `${1 + (day % 20)}일째 수업` },
  });
  school.lessons.push(id);
  const status = async () => core.api<RecordingStatusReply>('GET', `/api/recording/${id}/status`);
  const reaches = async (what: string, seconds: number) =>
    until(what, async () => ((await status()).duration_seconds >= seconds ? true : undefined));
  const becomes = async (wanted: RecordingStatusReply['status']) =>
    until(`the lesson is ${wanted}`, async () => ((await status()).status === wanted ? true : undefined));
  await reaches('the lesson runs', 2);
  await core.api('POST', `/api/vod/${id}/chapters`, { title: '도입' });
  await sendClass(core, sessionId, day);
  source.goAway();
  await becomes('reconnecting');
  source.comeBack();
  await becomes('recording');
  await reaches('the lesson goes on', 4);
  await core.api('POST', `/api/recording/${id}/pause`);
  await becomes('paused');
  await core.api('POST', `/api/recording/${id}/resume`);
  await becomes('recording');
  await reaches('the lesson goes on after its pause', 6);
  await core.api('POST', `/api/vod/${id}/chapters`, { title: '정리' });
  await core.api('POST', `/api/vod/${id}/notes`, { text: '다음 시간에 다시', time: 3 });
  await core.api('POST', '/api/recording/stop', { recording_id: id });
  const { gaps, takes } = await status();
  if (takes.length !== 3 || gaps.length !== 2) {
    throw new Error(`${takes.length} takes and ${gaps.length} gaps instead of 3 and 2`);
  }
}

async function sendClass(core: Core, sessionId: string, day: number): Promise<void> {
  const base = `/api/sessions/${sessionId}`;
  const now = new Date().toISOString();
  for (let call = 0; call < chatCalls; call += 1) {
    const lines = Array.from({ length: linesPerCall }, (_, index) => ({
      message_id: `m-${day}-${call}-${index}`,
      sender_id: pupilOf(day, index * 7 + call),
      ...{
        sender_role: 'student',
        text: `${words[index % words.length]} 질문 있어요 ${index}`,
        sent_at: now,
      },
    }));
    await core.api('POST', `${base}/chat`, lines);
  }
  const responses = Array.from({ length: pupils }, (_, index) => ({
    ...{ response_id: `r-${day}-${index}`, quiz_id: `q-${day}`, question: '판별식은?' },
    ...{
      student_id: pupilOf(day, index),
      is_correct: index % 3 !== 0,
      response_time_ms: 5000,
      answered_at: now,
    },
  }));
  await core.api('POST', `${base}/quiz-responses`, responses);
  const attendance = Array.from({ length: pupils }, (_, index) => ({
    ...{ student_id: pupilOf(day, index), joined_at: now, left_at: null },
  }));
  await core.api('POST', `${base}/attendance`, attendance);
}

async function importLesson(core: Core, school: School, sessionId: string): Promise<void> {
  const form = new FormData();
  form.set('session_id', sessionId);
  form.set('title', '가져온 수업');
  form.set('file', await openAsBlob(school.clip), 'lesson.mkv');
  const reply = await request(core.url, 'POST', '/api/vod/import', form);
  if (!reply.ok) throw new Error(`${reply.status} ${await reply.text()}`);
  school.lessons.push(((await reply.json()) as { recording_id: string }).recording_id);
}

async function jobsAreDone(core: Core): Promise<void> {
  await until(
    'all jobs are done',
    async () => {
      for (const state of ['queued', 'running']) {
        const { items } = await core.api<{ items: object[] }>('GET', `/api/jobs?state=${state}&limit=1`);
        if (items.length > 0) return undefined;
      }
      return true;
    },
    { everyMs: 500, timeoutMs: jobsTimeoutMs },
  );
  const { items } = await core.api<{ items: object[] }>('GET', '/api/jobs?state=failed&limit=5');
  if (items.length === 0) return;
  await core.api('DELETE', '/api/jobs?state=failed');
  throw new Error(`jobs failed: ${JSON.stringify(items)}`);
}

async function search(core: Core): Promise<void> {
  for (const word of words) await core.api('GET', `/api/search?limit=20&q=${encodeURIComponent(word)}`);
  const { total } = await core.api<{ total: number }>('GET', '/api/search?sort=-session_date&limit=60');
  if (total === 0) throw new Error('no lesson is found');
}

/** What a player and its screen fetch, the bytes of the first segments included. */
async function watch(core: Core, school: School): Promise<void> {
  const id = school.lessons.at(-1);
  if (id === undefined) return;
  const base = `/api/vod/${id}`;
  for (const part of ['info', 'chapters', 'notes', 'slides', 'chat', 'analysis', 'waveform.json']) {
    await core.api('GET', `${base}/${part}`);
  }
  const read = async (route: string, range?: string): Promise<string> => {
    const reply = await fetch(core.url + route, {
      headers: { authorization: `Bearer ${token}`, ...(range === undefined ? {} : { range }) },
    });
    const body = await reply.text();
    if (!reply.ok) throw new Error(`${route}: ${reply.status} ${body}`);
    return body;
  };
  await read(`${base}/trickplay.vtt`);
  await read(`${base}/thumbnail?width=320`);
  await read(`${base}/thumbnail?time=1&width=320`);
  const variant = chooseVariant(parseMaster(await read(`${base}/stream`)), Infinity);
  const { segments } = parseMedia(await read(`${base}/${variant?.uri ?? ''}`));
  if (segments.length === 0) throw new Error('the lesson has no segments');
  for (const { uri, start, end } of segments.slice(0, 4))
    await read(`${base}/${uri}`, `bytes=${start}-${end}`);
}

async function review(core: Core, sessionId: string): Promise<void> {
  await core.api('POST', `/api/ai/analyze-session/${sessionId}?wait=60`, {});
  await core.api('GET', `/api/ai/teacher-feedback/${sessionId}?wait=60`);
  await core.api('GET', `/api/ai/struggling-students/${sessionId}?wait=60`);
  await core.api('GET', `/api/sessions/${sessionId}/chat-readings?limit=50`);
}

async function exportPart(core: Core, school: School): Promise<void> {
  const id = school.lessons.at(-1);
  const { export_id: exportId } = await core.api<{ export_id: string }>('POST', `/api/vod/${id}/exports`, {
    ...{ start: 0.5, end: 3 },
  });
  await until('the export is made', async () => {
    const { state } = await core.api<{ state: string }>('GET', `/api/exports/${exportId}`);
    if (state === 'failed') throw new Error('the export failed');
    return state === 'done' ? true : undefined;
  });
  const file = await request(core.url, 'GET', `/api/exports/${exportId}/file`);
  const bytes = (await file.arrayBuffer()).byteLength;
  if (!file.ok || bytes === 0) throw new Error(`the exported file: ${file.status}, ${bytes} bytes`);
  await core.api('DELETE', `/api/exports/${exportId}`);
}

/** Into the trash and back, into the trash again, and out of it for good. */
async function tidyUp(core: Core, school: School): Promise<void> {
  const [oldest] = school.lessons;
  if (oldest !== undefined && school.lessons.length > keptLessons) {
    await core.api('DELETE', `/api/recording/${oldest}`);
    await core.api('POST', `/api/recording/${oldest}/restore`);
    await core.api('DELETE', `/api/recording/${oldest}`);
    school.lessons.shift();
    school.trash.push(oldest);
  }
  while (school.lessons.length > keptLessons + 1) {
    const id = school.lessons.shift();
    if (id !== undefined) await removeForGood(core, school, id);
  }
  const thrown = school.trash.length > 2 ? school.trash.shift() : undefined;
  if (thrown !== undefined) await removeForGood(core, school, thrown);
}

async function erasePupils(core: Core, day: number): Promise<void> {
  for (let index = 0; index < pupils; index += 1) {
    const id = pupilOf(day, index);
    await core.api('GET', `/api/students/${id}/export`);
    await core.api('DELETE', `/api/students/${id}`);
  }
}

async function removeForGood(core: Core, school: School, id: string): Promise<void> {
  await core.api('DELETE', `/api/recording/${id}?permanent=true`);
  isGone(school, id);
}

/** Counts what is left of a lesson that was removed. */
export function isGone(school: School, id: string): void {
  school.removed += 1;
  const left = rowsOfLesson(path.join(school.dataDir, 'library.sqlite'), id);
  if (Object.keys(left).length > 0) school.rowsLeft += 1;
}
