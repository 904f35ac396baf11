/**
 * A class session made by code, of which everything is known: who struggles, what was asked and answered when. For
 * checking the session analysis. The same seed gives the same session.
 *
 * A pupil has an ability, a pace, a wish to write and a mood; one who struggles is worse off in each by a random part, so
 * that some show it plainly and some hardly at all. Readings of chat are right as often as the models are said to be.
 */
import type { ChatReading, IntentLabel, SentimentLabel } from '../../contract/chat-analysis.ts';
import type { ChatFact, QuizFact, RecordingFacts, SessionFacts } from '../db/session-facts.ts';
import { seeded } from '../base/seeded.ts';

export type ClassroomOptions = {
  seed: number;
  pupils: number;
  /** Share of the class that struggles; at least one pupil unless it is 0. */
  strugglingShare?: number;
  quizItems?: number;
  /** Of the whole class; default: ten per pupil. */
  messages?: number;
  lessonMinutes?: number;
  /** Shares of the data that are lost, and kinds that were never sent. */
  missing?: { chat?: number; quiz?: number; attendance?: boolean; recording?: boolean };
  /** How often a label of a reading is right. */
  readingAccuracy?: number;
};

export type Classroom = { facts: SessionFacts; readings: ChatReading[]; struggling: Set<string> };

export const classroomStartMs = Date.parse('2026-03-02T00:00:00.000Z');

const topics = [
  '분수의 덧셈',
  '통분',
  '약분',
  '대분수',
  '가분수',
  '소수와 분수',
  '단위분수',
  '분수의 크기 비교',
];
const lines: Record<'question' | 'answer' | 'negative' | 'positive' | 'other', readonly string[]> = {
  question: [
    '이거 왜 이렇게 돼요?',
    '분모는 어떻게 같게 해요?',
    '3번 다시 설명해 주실 수 있나요?',
    '답이 뭐예요?',
  ],
  answer: ['6분의 5요', '통분하면 돼요', '저는 4라고 생각해요', '분모가 같아서요'],
  negative: ['하나도 모르겠어요 ㅠㅠ', '너무 어려워요', '따라가기 힘들어요', '이해가 안 돼요'],
  positive: ['아하 이해했어요!', '재밌어요 ㅎㅎ', '감사합니다', '이제 알겠어요'],
  other: ['네', '화면 잘 보여요', '공책에 적었어요', '저 왔어요'],
};
const teacherLines = [
  '통분이 뭔지 말해 볼 사람?',
  '좋아요, 다음으로 갈게요',
  '여기까지 질문 있나요?',
  '잘했어요',
];

export function makeClassroom(options: ClassroomOptions): Classroom {
  const { pupils, quizItems = 8, lessonMinutes = 40, missing = {}, readingAccuracy = 0.88 } = options;
  const random = seeded(options.seed * 7919 + 17);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  /** Sum of twelve: close to a normal distribution of mean 0 and deviation 1. */
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, one) => sum + one, -6);
  const lessonMs = lessonMinutes * 60_000;
  const strugglers =
    options.strugglingShare === 0 ? 0 : Math.max(1, Math.round(pupils * (options.strugglingShare ?? 0.15)));
  const people = Array.from({ length: pupils }, (_, at) => {
    const trouble = at < strugglers ? between(0.55, 1) : 0;
    const [joinsMs, leavesMs] =
      random() < 0.1 + 0.35 * trouble
        ? random() < 0.5
          ? [between(0.1, 0.35) * lessonMs, lessonMs]
          : [0, between(0.6, 0.85) * lessonMs]
        : [0, lessonMs];
    return {
      studentId: `p-${String(at + 1).padStart(3, '0')}`,
      trouble,
      right: 1 / (1 + Math.exp(-(1.4 + 0.8 * normal() - 3 * trouble))),
      pace: Math.exp(0.3 * normal() + 0.6 * trouble),
      writes: Math.exp(0.7 * normal()),
      negative: Math.min(0.9, 0.06 + 0.05 * Math.abs(normal()) + 0.4 * trouble),
      fades: trouble * between(0, 0.9),
      skips: Math.min(0.8, 0.04 + 0.35 * trouble * random()),
      joinsMs: joinsMs ?? 0,
      leavesMs: leavesMs ?? lessonMs,
    };
  });
  const quiz: QuizFact[] = [];
  for (let item = 0; item < quizItems; item += 1) {
    const askedMs = ((item + 1) / (quizItems + 1)) * lessonMs;
    const hardness = normal() * 0.7;
    for (const one of people) {
      if (askedMs < one.joinsMs || askedMs > one.leavesMs || random() < one.skips) continue;
      if (random() < (missing.quiz ?? 0)) continue;
      const responseMs = Math.round(9000 * one.pace * Math.exp(0.4 * normal() + 0.2 * hardness));
      const odds = Math.log(one.right / (1 - one.right)) - hardness;
      quiz.push({
        id: `r-${item}-${one.studentId}`,
        quizId: `q-${item + 1}`,
        question: `다음 중 ${topics[item % topics.length]}에 대한 설명으로 옳은 것은?`,
        studentId: one.studentId,
        isCorrect: random() < 1 / (1 + Math.exp(-odds)),
        responseMs,
        atMs: classroomStartMs + Math.round(askedMs + Math.min(responseMs, 120_000)),
      });
    }
  }
  const written = writeChat();
  const facts: SessionFacts = {
    sessionId: `sim-${options.seed}`,
    teacherId: 't-1',
    subject: '수학',
    className: '5학년 2반',
    sessionDate: '2026-03-02',
    students: people.map(({ studentId }) => ({ studentId, name: `학생 ${studentId}` })),
    recordings: missing.recording === true ? [] : [recordingOf(lessonMinutes)],
    chat: written.map(({ message }) => message),
    quiz: quiz.toSorted((one, other) => one.atMs - other.atMs),
    attendance:
      missing.attendance === true
        ? []
        : people.map(({ studentId, joinsMs, leavesMs }) => ({
            studentId,
            joinedMs: classroomStartMs + Math.round(joinsMs),
            leftMs: classroomStartMs + Math.round(leavesMs),
          })),
  };
  return {
    facts,
    readings: written.map(({ reading }) => reading),
    struggling: new Set(people.filter(({ trouble }) => trouble > 0).map(({ studentId }) => studentId)),
  };

  function writeChat(): { message: ChatFact; reading: ChatReading }[] {
    const count = options.messages ?? pupils * 10;
    const all: { message: ChatFact; reading: ChatReading }[] = [];
    const wishes = people.reduce((sum, { writes }) => sum + writes, 0);
    for (const one of people) {
      const own = Math.round((count * 0.92 * one.writes) / wishes);
      for (let number = 0; number < own; number += 1) {
        let at = between(one.joinsMs, one.leavesMs);
        // Who fades writes in the first half what they would have written in the second.
        if (at > lessonMs / 2 && random() < one.fades)
          at = between(one.joinsMs, Math.max(one.joinsMs + 1, lessonMs / 2));
        if (random() < (missing.chat ?? 0)) continue;
        const kind =
          random() < one.negative
            ? 'negative'
            : pick(['question', 'answer', 'answer', 'positive', 'other'] as const);
        all.push(line(one.studentId, 'student', kind, at));
      }
    }
    for (let number = 0; number < count * 0.08; number += 1) {
      all.push(line('t-1', 'teacher', number % 3 === 0 ? 'question' : 'other', between(0, lessonMs)));
    }
    all.sort((one, other) => one.message.atMs - other.message.atMs);
    for (const [at, { message }] of all.entries()) message.id = `m-${String(at + 1).padStart(6, '0')}`;
    return all;
  }

  function line(senderId: string, role: 'student' | 'teacher', kind: keyof typeof lines, atMs: number) {
    const said = role === 'teacher' ? pick(teacherLines) : pick(lines[kind]);
    const text = role === 'student' && random() < 0.4 ? `${pick(topics)} ${said}` : said;
    const mood: SentimentLabel = kind === 'negative' || kind === 'positive' ? kind : 'neutral';
    const intent: IntentLabel =
      kind === 'question' || kind === 'answer' ? kind : kind === 'other' ? 'other' : 'feedback';
    const reading = makeReading({
      sentiment: random() < readingAccuracy ? mood : pick(['positive', 'neutral', 'negative']),
      intent: random() < readingAccuracy ? intent : pick(['question', 'answer', 'feedback', 'other']),
      keywords: kind === 'question' ? [pick(topics)] : [],
    });
    return { message: { id: '', senderId, role, text, atMs: classroomStartMs + Math.round(atMs) }, reading };
  }
}

/** A reading as the chat models give it. */
export function makeReading(
  labels: {
    sentiment?: SentimentLabel;
    intent?: IntentLabel;
    keywords?: string[];
    confidence?: number;
    isSpam?: boolean;
    isAbusive?: boolean;
  } = {},
): ChatReading {
  const { sentiment = 'neutral', intent = 'other', keywords = [], confidence = 0.9 } = labels;
  const [isSpam, isAbusive] = [labels.isSpam === true, labels.isAbusive === true];
  return {
    sentiment: { label: sentiment, confidence, unsure: confidence < 0.5 },
    intent: { label: intent, confidence, unsure: confidence < 0.5 },
    keywords,
    spam: {
      is_spam: isSpam,
      is_abusive: isAbusive,
      confidence,
      severity: isSpam || isAbusive ? 'medium' : 'none',
      reasons: [...(isSpam ? ['advert' as const] : []), ...(isAbusive ? ['insult' as const] : [])],
    },
    language: 'ko',
  };
}

/** A screen every four minutes, chapters every eight, speech with pauses. */
function recordingOf(lessonMinutes: number): RecordingFacts {
  const durationSec = lessonMinutes * 60;
  const count = Math.floor(lessonMinutes / 4);
  return {
    recordingId: '0190f3a0-0000-7000-8000-00000000c1a5',
    title: '분수',
    startedMs: classroomStartMs,
    durationSec,
    gaps: [],
    slides: Array.from({ length: count }, (_, at) => ({
      seq: at + 1,
      startSec: at * 240,
      endSec: (at + 1) * 240,
      heading: topics[at % topics.length] ?? '',
      text: `${topics[at % topics.length]}\n${topics[at % topics.length]}의 뜻과 예를 알아봅시다`,
    })),
    chapters: Array.from({ length: Math.ceil(count / 2) }, (_, at) => ({
      chapterId: `0190f3a0-0000-7000-8000-0000000000${String(at + 10)}`,
      startSec: at * 480,
      title: topics[(at * 2) % topics.length] ?? '',
    })),
    speech: {
      duration: durationSec,
      spans: Array.from({ length: lessonMinutes * 2 }, (_, at) => ({
        start_time: at * 30,
        end_time: at * 30 + 25,
      })),
      pauses: Array.from({ length: lessonMinutes * 2 - 1 }, (_, at) => ({
        start_time: at * 30 + 25,
        end_time: at * 30 + 30,
      })),
      speech_share: 25 / 30,
      level: null,
      clipped: [],
    },
    signals: null,
  };
}
