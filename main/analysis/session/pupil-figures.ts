/**
 * What each pupil typed and answered, counted: the ground of profiles, of who may need help, and of their feedback.
 * Classroom signals of a camera are no part of it. Pure.
 */
import type { SessionTimeline, TimelineMessage, TimelineResponse, WallSpan } from './timeline.ts';
import { isAnswer, isClean, isNegative, isQuestion, overlapMs } from './timeline.ts';
import { median } from './robust.ts';

/** Parts of the lesson in which somebody took part or did not (ms). */
export const blockMs = 5 * 60_000;

export type QuizItem = {
  quizId: string;
  question: string;
  /** First answer of each pupil, by time. */
  responses: TimelineResponse[];
  /** When half of those who answered had answered. */
  askedMs: number;
  wrongShare: number;
  medianResponseMs: number;
};

export type PupilFigures = {
  studentId: string;
  name: string;
  present: WallSpan[] | null;
  /** Share of the lesson they were there; null when nobody's attendance is known. */
  presence: number | null;
  /** Neither spam nor abuse, by time; so are the three below. */
  messages: TimelineMessage[];
  questions: TimelineMessage[];
  answersInChat: TimelineMessage[];
  negative: TimelineMessage[];
  /** Their first answer to each item, by time. */
  responses: TimelineResponse[];
  /** Items that came while they were there. */
  offered: QuizItem[];
  skipped: QuizItem[];
  /** Parts of the lesson while they were there, and those in which they wrote or answered. */
  blocks: { there: number; active: number };
};

export type ClassFigures = {
  span: WallSpan | undefined;
  pupils: PupilFigures[];
  items: QuizItem[];
  /** Median of messages per pupil who was there. */
  medianMessages: number;
};

export function countClass(timeline: SessionTimeline): ClassFigures {
  const { span } = timeline;
  const items = itemsOf(timeline.responses);
  const messages = grouped(
    timeline.messages.filter((message) => message.role === 'student' && isClean(message)),
    ({ senderId }) => senderId,
  );
  const responses = grouped(
    items.flatMap((item) => item.responses).toSorted((one, other) => one.atMs - other.atMs),
    ({ studentId }) => studentId,
  );
  const pupils = timeline.pupils.map((pupil): PupilFigures => {
    const own = messages.get(pupil.studentId) ?? [];
    const answers = responses.get(pupil.studentId) ?? [];
    const answered = new Set(answers.map(itemKey));
    const offered = items.filter(
      (item) => answered.has(itemKey(item)) || isThere(pupil.present, item.askedMs),
    );
    const length = span === undefined ? 0 : span.toMs - span.fromMs;
    const isKnown = pupil.present !== null && span !== undefined && length > 0;
    return {
      ...pupil,
      presence: isKnown ? Math.min(1, overlapMs(pupil.present ?? [], span) / length) : null,
      messages: own,
      questions: own.filter(isQuestion),
      answersInChat: own.filter(isAnswer),
      negative: own.filter(isNegative),
      responses: answers,
      offered,
      skipped: offered.filter((item) => !answered.has(itemKey(item))),
      blocks: blocksOf([...own, ...answers], pupil.present, span),
    };
  });
  const there = pupils.filter(wasThere);
  return {
    span,
    pupils,
    items,
    medianMessages: there.length === 0 ? 0 : median(there.map((pupil) => pupil.messages.length)),
  };
}

/** A quiz may hold several questions. */
export function itemKey({ quizId, question }: Pick<QuizItem, 'quizId' | 'question'>): string {
  return `${quizId}\n${question}`;
}

/** Somebody whose attendance is not known was there if they did anything. */
export function wasThere(pupil: Pick<PupilFigures, 'presence' | 'messages' | 'responses'>): boolean {
  return (pupil.presence ?? 0) > 0 || pupil.messages.length > 0 || pupil.responses.length > 0;
}

/** By their first answer. */
export function itemsOf(responses: readonly TimelineResponse[]): QuizItem[] {
  const groups = grouped(responses, itemKey);
  return [...groups.values()].flatMap((all) => {
    const first = new Map<string, TimelineResponse>();
    for (const response of all) if (!first.has(response.studentId)) first.set(response.studentId, response);
    const counted = [...first.values()];
    const [one] = counted;
    if (one === undefined) return [];
    // 0: the file it came from does not tell.
    const times = counted.flatMap(({ responseMs }) => (responseMs > 0 ? [responseMs] : []));
    return [
      {
        quizId: one.quizId,
        question: one.question,
        responses: counted,
        askedMs: median(counted.map(({ atMs }) => atMs)),
        wrongShare: counted.filter(({ isCorrect }) => !isCorrect).length / counted.length,
        medianResponseMs: times.length === 0 ? 0 : median(times),
      },
    ];
  });
}

function isThere(present: readonly WallSpan[] | null, atMs: number): boolean {
  return present === null || present.some(({ fromMs, toMs }) => fromMs <= atMs && atMs <= toMs);
}

function blocksOf(
  events: readonly { atMs: number }[],
  present: readonly WallSpan[] | null,
  span: WallSpan | undefined,
): PupilFigures['blocks'] {
  if (span === undefined) return { there: 0, active: 0 };
  const count = Math.max(1, Math.ceil((span.toMs - span.fromMs) / blockMs));
  const blockOf = (atMs: number): number =>
    Math.min(count - 1, Math.max(0, Math.floor((atMs - span.fromMs) / blockMs)));
  const active = new Set(events.map(({ atMs }) => blockOf(atMs)));
  const there = Array.from({ length: count }, (_, at) => at).filter((at) => {
    const block = { fromMs: span.fromMs + at * blockMs, toMs: span.fromMs + (at + 1) * blockMs };
    // Half of it, or something was done in it whatever the attendance says.
    return present === null || active.has(at) || overlapMs(present, block) >= blockMs / 2;
  });
  return { there: there.length, active: active.size };
}

/** In the order of the rows. */
export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
