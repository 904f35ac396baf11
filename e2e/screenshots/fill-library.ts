/** Puts the made-up school week into a core, through its own routes. */
import { readFile } from 'node:fs/promises';
import { lessonAnalysisSchema } from '../../contract/analysis.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import type { Core } from '../support/core.ts';
import { lessonVideo } from './lesson-video.ts';
import { schoolClass } from './school-class.ts';
import { school } from './school.ts';

const lengthsSec = [412, 268, 331, 290, 244, 305, 216, 352, 198, 263];

/** @returns id of the lesson that is shown in full, the first of the week */
export async function fillLibrary(core: Core, folder: string): Promise<string> {
  const ids: string[] = [];
  for (const [index, lesson] of school.entries()) {
    const seconds = lengthsSec[index % lengthsSec.length] ?? 240;
    const video = await lessonVideo(lesson, seconds, folder);
    const id = await importLesson(core, lesson, video);
    ids.push(id);
    const share = seconds / lesson.slides.length;
    await core.waitForStatus(
      id,
      'the lesson to be playable',
      ({ status }) => status === 'processing' || status === 'ready',
      60_000,
    );
    for (const [number, { title }] of lesson.slides.entries()) {
      // The lesson that is shown in full has some chapters of the teacher's and leaves room for suggested ones.
      if (index === 0 && number % 2 === 1) continue;
      await ok(core, 'POST', `/api/vod/${id}/chapters`, { start_time: number * share, title });
    }
    await ok(core, 'PATCH', `/api/vod/${id}`, { tags: lesson.tags });
    await addChat(core, id, lesson, seconds);
  }
  const [first = ''] = ids;
  await ok(core, 'POST', `/api/vod/${first}/notes`, {
    time: 83,
    text: '진수 조건 질문이 많았음. 다음 시간에 예를 하나 더.',
  });
  await ok(core, 'POST', `/api/vod/${first}/notes`, { time: 214, text: '밑의 변환: 칠판 예제 좋았음' });
  for (const id of ids) {
    await core.waitForStatus(id, 'pictures and sound curve', ({ status }) => status === 'ready', 180_000);
  }
  await waitForAnalysis(core, first);
  // Something for the picture of the trash.
  const last = ids.at(-1);
  if (last !== undefined && last !== first) await ok(core, 'DELETE', `/api/recording/${last}`);
  return first;
}

/** Screens, their text, speech and chapters are made by the product itself. */
async function waitForAnalysis(core: Core, id: string): Promise<void> {
  await waitFor(
    'the analysis of the lesson that is shown in full',
    async () => {
      const { stages } = await core.api(lessonAnalysisSchema, 'GET', `/api/vod/${id}/analysis`);
      return stages.every(({ state }) => state !== 'queued' && state !== 'running');
    },
    300_000,
  );
}

async function importLesson(core: Core, lesson: (typeof school)[number], video: string): Promise<string> {
  const form = new FormData();
  form.set('session_id', lesson.session);
  form.set('title', lesson.title);
  form.set('teacher_name', lesson.teacher);
  form.set('class_name', lesson.className);
  form.set('subject', lesson.subject);
  form.set('session_date', dateBefore(lesson.daysAgo));
  form.set('started_at', `${dateBefore(lesson.daysAgo)}T09:00:00+09:00`);
  form.set('file', new Blob([await readFile(video)], { type: 'video/mp4' }), `${lesson.session}.mp4`);
  const reply = await fetch(new URL('/api/vod/import', core.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${core.token}` },
    body: form,
  });
  if (!reply.ok) throw new Error(await reply.text());
  return ((await reply.json()) as { recording_id: string }).recording_id;
}

async function addChat(core: Core, id: string, lesson: (typeof school)[number], seconds: number) {
  const { session, chat } = lesson;
  const names = ['하준', '서아', '도윤', '지유', '시우', '하은', '예준', '수아', '유준'];
  const students = names.map((name, index) => ({ student_id: `s${index}`, name }));
  await ok(core, 'PUT', `/api/sessions/${session}`, { students });
  if (chat.length === 0) return;
  const { started_at: startedAt } = await core.status(id);
  const startMs = Date.parse(startedAt ?? new Date().toISOString());
  if (session === school[0]?.session) {
    const { students: all, chat: lines, quiz, attendance } = schoolClass(startMs, seconds);
    await ok(core, 'PUT', `/api/sessions/${session}`, { students: all });
    await ok(core, 'POST', `/api/sessions/${session}/chat`, lines);
    await ok(core, 'POST', `/api/sessions/${session}/quiz-responses`, quiz);
    await ok(core, 'POST', `/api/sessions/${session}/attendance`, attendance);
    return;
  }
  const messages = chat.map((text, index) => ({
    message_id: `${session}-${index}`,
    sender_id: `s${index % names.length}`,
    sender_role: 'student',
    text,
    sent_at: new Date(startMs + ((index + 0.6) / chat.length) * seconds * 1000).toISOString(),
  }));
  await ok(core, 'POST', `/api/sessions/${session}/chat`, messages);
}

async function ok(core: Core, method: string, route: string, body?: unknown): Promise<void> {
  await waitFor(`${method} ${route}`, async () => {
    const reply = await core.request(method, route, body);
    if (reply.ok) return true;
    throw new Error(`${method} ${route}: ${reply.status} ${await reply.text()}`);
  });
}

/** `YYYY-MM-DD`. */
function dateBefore(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Seoul' });
}
