/**
 * What happened in the made-up lessons: who was on the roster, who came, what was written, answered and noted. Chat,
 * attendance and quizzes are as full as a school sends them only for the newest third; before that there is a little chat.
 */
import type SqliteDatabase from 'better-sqlite3';
import { trainingLines } from '../models/chat/classroom-lines.ts';
import { type SeededLesson, families, givens, subjects, uuidOf } from './seed.ts';

const teacherLines = [
  '자, 시작하겠습니다. 교과서 펴 주세요.',
  '여기까지 이해됐나요?',
  '질문 있으면 채팅으로 남겨 주세요.',
  '이 문제는 왜 이렇게 풀었을까요?',
  '3분 동안 풀어 보세요.',
  '맞아요, 잘했어요.',
  '오늘은 여기까지 하겠습니다. 수고했어요.',
];
const questions = ['이 단원의 핵심 개념은?', '다음 중 옳은 것은?', '빈칸에 들어갈 말은?', '계산 결과는?'];
const notes = [
  '다음 시간에 다시 설명하기',
  '예제가 너무 어려웠다',
  '모둠 활동 시간이 모자랐음',
  '이 부분 질문이 많았다: 그림으로 보여 줄 것',
  '숙제 검사 잊지 않기',
];

/** @returns for `seedLibrary`: writes one lesson's class, and says what its chat was */
export function classBook(
  connection: SqliteDatabase.Database,
  options: { lessons: number; random: () => number },
): (lesson: SeededLesson) => string[] {
  const { random } = options;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const lines = trainingLines()
    .filter(({ lang, spam, abuse }) => lang === 'ko' && ((!spam && !abuse) || random() < 0.1))
    .map(({ text }) => text);
  const rosters = new Map<string, { id: string; name: string }[]>();
  const insert = statements(connection);

  const rosterOf = (lesson: SeededLesson): { id: string; name: string }[] => {
    const year = new Date(lesson.startMs).getUTCFullYear();
    const key = `${year} ${lesson.className}`;
    const known = rosters.get(key);
    if (known !== undefined) return known;
    const number = rosters.size + 1;
    const roster = Array.from({ length: whole(23, 30) }, (_, index) => ({
      id: `p${year}-${number}-${index + 1}`,
      name: `${pick(families)}${pick(givens)}`,
    }));
    rosters.set(key, roster);
    return roster;
  };

  return (lesson) => {
    const { sessionId, startMs, durationSec } = lesson;
    const roster = rosterOf(lesson);
    const time = (share: number): string => new Date(startMs + share * durationSec * 1000).toISOString();
    for (const { id, name } of roster) insert.student.run(sessionId, id, name);
    const isRecent = lesson.index >= (options.lessons * 2) / 3;
    const present = isRecent ? roster.filter(() => random() > 0.05) : roster;
    if (isRecent) {
      for (const { id } of present) {
        const hasGone = random() < 0.03;
        const lateSec = random() < 0.06 ? whole(60, 600) : whole(-240, 40);
        const joined = new Date(startMs + lateSec * 1000).toISOString();
        insert.attendance.run(sessionId, id, joined, time(hasGone ? 0.75 : 1));
      }
    }
    if (isRecent && random() < 0.4) {
      for (let quiz = 1; quiz <= 2; quiz += 1) {
        const question = `${pick(subjects[lesson.subject] ?? ['수업'])}: ${pick(questions)}`;
        const difficulty = 0.5 + random() * 0.45;
        for (const { id } of present) {
          const isRight = random() < difficulty ? 1 : 0;
          const row = [`r-${quiz}-${id}`, `q-${quiz}`, question, id, isRight, whole(3000, 45_000)];
          insert.quiz.run(sessionId, ...row, time(quiz * 0.35 + random() * 0.02));
        }
      }
    }
    if (random() < 0.08) {
      for (let note = whole(1, 3); note > 0; note -= 1) {
        const at = random() < 0.3 ? null : Math.round(random() * durationSec);
        const now = time(1.1);
        insert.note.run(uuidOf(startMs + note, random), lesson.recordingId, at, pick(notes), now, now);
      }
    }
    if (random() >= (isRecent ? 0.6 : 0.3)) return [];
    const count = isRecent ? whole(20, 60) : whole(5, 14);
    return Array.from({ length: count }, (_, index) => {
      const isTeacher = random() < 0.12;
      const text = pick(isTeacher ? teacherLines : lines);
      const sender = isTeacher ? lesson.teacherId : (pick(present)?.id ?? lesson.teacherId);
      const role = isTeacher ? 'teacher' : 'student';
      insert.chat.run(sessionId, `m-${index + 1}`, sender, role, text, time((index + random()) / count));
      return text;
    });
  };
}

function statements(connection: SqliteDatabase.Database) {
  return {
    student: connection.prepare('INSERT INTO students (session_id, student_id, name) VALUES (?, ?, ?)'),
    attendance: connection.prepare(
      'INSERT INTO attendance (session_id, student_id, joined_at, left_at) VALUES (?, ?, ?, ?)',
    ),
    quiz: connection.prepare(
      'INSERT INTO quiz_responses (session_id, response_id, quiz_id, question, student_id, is_correct, response_time_ms, answered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    note: connection.prepare(
      'INSERT INTO notes (note_id, recording_id, time, text, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    chat: connection.prepare(
      'INSERT INTO chat_messages (session_id, message_id, sender_id, sender_role, text, sent_at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
  };
}
