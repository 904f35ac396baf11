/** A class of nine whose trouble is known, put into a core through its own routes: what was written and answered when. */
import { readFile } from 'node:fs/promises';
import { importReplySchema } from '../../contract/vod.ts';
import { flashClip } from './clips.ts';
import type { Core } from './core.ts';

export const lessonSec = 360;
const startMs = Date.parse('2026-03-02T09:00:00+09:00');

const names = ['김하준', '이서아', '박도윤', '최지유', '정시우', '강하은', '조예준', '윤수아', '장유준'];
const students = names.map((name, at) => ({ student_id: `s-${at + 1}`, name }));
/** Is there all lesson, writes nothing and answers nothing. */
export const quietPupil = '장유준';

/** [second, writer, text]; the teacher is 0. Four say within a minute that it is too hard. */
const lines: readonly [number, number, string][] = [
  [8, 0, '오늘은 분수의 덧셈을 배워요'],
  [14, 1, '안녕하세요'],
  [25, 2, '선생님 화면 잘 보여요'],
  [40, 3, '통분은 분모를 같게 하는 거예요'],
  [52, 0, '통분이 뭔지 말해 볼 사람?'],
  [60, 4, '분모를 같게 만드는 거요'],
  [75, 5, '통분 알 것 같아요'],
  [96, 1, '아하 통분 이해했어요!'],
  [150, 2, '하나도 모르겠어요 ㅠㅠ'],
  [158, 3, '너무 어려워요'],
  [163, 6, '이해가 안 돼요 너무 어려워요'],
  [171, 7, '따라가기 힘들어요'],
  [176, 5, '통분 너무 어려워요'],
  [230, 8, '분모가 다를 때는 통분을 어떻게 해요?'],
];

const items = [
  { id: 'q-1', atSec: 110, question: '1/2과 1/3을 더하면?', wrong: 0 },
  { id: 'q-2', atSec: 190, question: '통분한 뒤의 분모는?', wrong: 6 },
  { id: 'q-3', atSec: 215, question: '대분수를 가분수로 바꾸면?', wrong: 7 },
  { id: 'q-4', atSec: 260, question: '약분한 분수는?', wrong: 6 },
  { id: 'q-5', atSec: 290, question: '분모가 같은 분수의 덧셈은?', wrong: 0 },
  { id: 'q-6', atSec: 310, question: '단위분수를 고르면?', wrong: 0 },
] as const;

const at = (sec: number) => new Date(startMs + sec * 1000).toISOString();

type Options = {
  /** With a recording of `lessonSec`, and two chapters on it. */
  isRecorded: boolean;
  teacher?: string;
  /** YYYY-MM-DD; what was written and answered is of the same day always. */
  date?: string;
  /** How long the quickest pupil takes for an answer. */
  quickestAnswerMs?: number;
};

/** @returns id of the recording, or '' */
export async function addSmallClass(core: Core, sessionId: string, options: Options): Promise<string> {
  const { teacher = '', date = '2026-03-02', quickestAnswerMs = 4000 } = options;
  const recordingId = options.isRecorded ? await addRecording(core, sessionId) : '';
  await send(core, 'PUT', `/api/sessions/${sessionId}`, {
    title: '분수의 덧셈',
    class_name: '5학년 2반',
    subject: '수학',
    teacher_name: teacher,
    session_date: date,
    students,
  });
  const messages = lines.map(([sec, writer, text], number) => ({
    message_id: `${sessionId}-m-${number}`,
    sender_id: writer === 0 ? 't-1' : `s-${writer}`,
    sender_role: writer === 0 ? 'teacher' : 'student',
    text,
    sent_at: at(sec),
  }));
  await send(core, 'POST', `/api/sessions/${sessionId}/chat`, messages);
  const responses = items.flatMap(({ id, atSec, question, wrong }) =>
    students.slice(0, -1).map(({ student_id: studentId }, number) => ({
      response_id: `${sessionId}-${id}-${studentId}`,
      quiz_id: id,
      question,
      student_id: studentId,
      is_correct: number >= wrong,
      response_time_ms: quickestAnswerMs + number * 700,
      answered_at: at(atSec + number),
    })),
  );
  await send(core, 'POST', `/api/sessions/${sessionId}/quiz-responses`, responses);
  await send(
    core,
    'POST',
    `/api/sessions/${sessionId}/attendance`,
    students.map(({ student_id }) => ({ student_id, joined_at: at(0), left_at: at(lessonSec) })),
  );
  return recordingId;
}

async function addRecording(core: Core, sessionId: string): Promise<string> {
  const clip = await flashClip({ seconds: lessonSec, size: '320x180', container: 'mp4' });
  const form = new FormData();
  form.set('session_id', sessionId);
  form.set('title', '분수의 덧셈');
  form.set('started_at', at(0));
  form.set('file', new Blob([await readFile(clip)], { type: 'video/mp4' }), 'lesson.mp4');
  const reply = await fetch(`${core.url}/api/vod/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${core.token}` },
    body: form,
  });
  const { recording_id: id } = importReplySchema.parse(await reply.json());
  await core.waitForStatus(id, 'its pictures', ({ status }) => status === 'ready', 240_000);
  await send(core, 'POST', `/api/vod/${id}/chapters`, { start_time: 0, title: '복습' });
  await send(core, 'POST', `/api/vod/${id}/chapters`, { start_time: 120, title: '통분하기' });
  return id;
}

async function send(core: Core, method: string, route: string, body: unknown): Promise<void> {
  const reply = await core.request(method, route, body);
  if (!reply.ok) throw new Error(`${method} ${route}: ${reply.status} ${await reply.text()}`);
}
