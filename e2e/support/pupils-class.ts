/** A class of named pupils with chat, quiz answers, attendance and a recording, put into a core through its own routes. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { importReplySchema } from '../../contract/vod.ts';
import { classroomStartMs, makeClassroom } from '../../main/testing/classroom.ts';
import { ffmpeg, temporaryFolder } from '../../main/testing/media-clips.ts';
import type { Core } from './core.ts';

const family = '김이박최정강조윤장임한오서신권황안송류홍';
const given = [
  '민준',
  '서연',
  '도윤',
  '하은',
  '시우',
  '지아',
  '예준',
  '수아',
  '주원',
  '채원',
  '건우',
  '다은',
];
const rowsPerCall = 1000;
const lessonMinutes = 40;

/** Two pupils with the same name when there are many; the last has none. */
export function pupilName(place: number, count: number): string {
  if (place === count - 1) return '';
  return `${family[(place * 7) % family.length]}${given[(place * 5) % given.length]}`;
}

/** Everything of it is the same for the same seed. */
export async function fillClass(
  core: Core,
  sessionId: string,
  options: { seed: number; pupils: number; messages?: number; title?: string },
): Promise<void> {
  const { seed, pupils, messages = pupils * 10, title = '분수의 덧셈과 뺄셈' } = options;
  const { facts } = makeClassroom({ seed, pupils, messages, lessonMinutes, strugglingShare: 0.15 });
  await core.api(z.unknown(), 'PUT', `/api/sessions/${sessionId}`, {
    ...{ title, subject: '수학', class_name: '5학년 2반', teacher_id: 't-1', teacher_name: '김서연' },
    session_date: '2026-03-02',
    students: facts.students.map(({ studentId }, place) => ({
      student_id: studentId,
      name: pupilName(place, pupils),
    })),
  });
  await send(
    core,
    `/api/sessions/${sessionId}/chat`,
    facts.chat.map(({ id, senderId, role, text, atMs }) => ({
      message_id: id,
      sender_id: senderId,
      sender_role: role,
      text,
      sent_at: iso(atMs),
    })),
  );
  await send(
    core,
    `/api/sessions/${sessionId}/quiz-responses`,
    facts.quiz.map(({ id, quizId, question, studentId, isCorrect, responseMs, atMs }) => ({
      response_id: id,
      quiz_id: quizId,
      question,
      student_id: studentId,
      is_correct: isCorrect,
      response_time_ms: responseMs,
      answered_at: iso(atMs),
    })),
  );
  await send(
    core,
    `/api/sessions/${sessionId}/attendance`,
    facts.attendance.map(({ studentId, joinedMs, leftMs }) => ({
      student_id: studentId,
      joined_at: iso(joinedMs),
      left_at: leftMs === null ? null : iso(leftMs),
    })),
  );
}

const iso = (ms: number) => new Date(ms).toISOString();

async function send(core: Core, route: string, rows: readonly object[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerCall) {
    await core.api(z.unknown(), 'POST', route, rows.slice(from, from + rowsPerCall));
  }
}

const chapters = [
  '분수의 덧셈',
  '통분',
  '약분',
  '대분수',
  '가분수',
  '소수와 분수',
  '단위분수',
  '분수의 크기 비교',
];

/** The lesson was recorded, in one still picture, with a chapter before each quiz item. */
export async function recordClass(core: Core, sessionId: string): Promise<string> {
  await using folder = await temporaryFolder();
  const file = folder.file('lesson.mp4');
  const seconds = lessonMinutes * 60;
  await ffmpeg(
    ...['-loglevel', 'error', '-f', 'lavfi', '-i', `color=c=0x20263a:s=320x180:r=1:d=${seconds}`],
    ...['-f', 'lavfi', '-i', `anullsrc=r=16000:cl=mono:d=${seconds}`],
    ...'-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 2 -c:a aac -b:a 16k -shortest'.split(' '),
    file,
  );
  const form = new FormData();
  form.set('session_id', sessionId);
  form.set('title', '분수의 덧셈과 뺄셈');
  form.set('class_name', '5학년 2반');
  form.set('subject', '수학');
  form.set('session_date', '2026-03-02');
  form.set('started_at', new Date(classroomStartMs).toISOString());
  form.set('file', new Blob([await readFile(file)], { type: 'video/mp4' }), 'lesson.mp4');
  const headers = { authorization: `Bearer ${core.token}` };
  const reply = await fetch(`${core.url}/api/vod/import`, { method: 'POST', headers, body: form });
  const { recording_id: id } = importReplySchema.parse(await reply.json());
  await core.waitForStatus(id, 'the recording', ({ status }) => status === 'ready', 120_000);
  for (const [place, title] of chapters.entries()) {
    await core.api(z.unknown(), 'POST', `/api/vod/${id}/chapters`, { start_time: place * 267, title });
  }
  return id;
}
