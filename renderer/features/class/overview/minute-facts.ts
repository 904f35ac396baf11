/** What is known about a single minute of a recording, and which lanes have anything to show. Pure; in seconds. */
import type { SessionLanes } from '../../../../contract/session-analysis.ts';

const minuteSec = 60;

export type MinuteFacts = {
  fromSec: number;
  toSec: number;
  messages: number;
  positive: number;
  negative: number;
  /** Neither, or the mood could not be told. */
  rest: number;
  questions: number;
  answers: number;
  right: number;
  wrong: number;
  /** 0–1; null when nobody listened to the sound. */
  speech: number | null;
  /** In pauses of speech. */
  pausedSec: number;
  /** What stood on the screen, as far as it has a heading, by time. */
  screens: string[];
  chapter: string | undefined;
  /** Not recorded at all, in a hole that lies in this minute. */
  missingSec: number;
  /** Kinds of classroom signals, each once. */
  signals: string[];
};

/** At least one, so that there is something to stand on. */
export function minuteCount({ minutes }: Pick<SessionLanes, 'minutes'>): number {
  return Math.max(1, minutes.length);
}

/** Less than this at the end of a recording is no minute of its own (s). */
const shortestMinuteSec = 5;

/** With the few seconds that are left over at the end, and what was written after it, in the last whole minute. */
export function withWholeMinutes(lanes: SessionLanes): SessionLanes {
  const [before, last] = lanes.minutes.slice(-2);
  if (before === undefined || last === undefined || lanes.duration - last.time >= shortestMinuteSec) {
    return lanes;
  }
  const joined = {
    ...before,
    messages: before.messages + last.messages,
    questions: before.questions + last.questions,
    positive: before.positive + last.positive,
    negative: before.negative + last.negative,
    answers: before.answers + last.answers,
    wrong: before.wrong + last.wrong,
  };
  return { ...lanes, minutes: [...lanes.minutes.slice(0, -2), joined] };
}

/** @param index of the minute, from 0 */
export function minuteFacts(lanes: SessionLanes, index: number): MinuteFacts {
  const fromSec = index * minuteSec;
  const toSec = isLast(lanes, index) ? Math.max(fromSec, lanes.duration) : fromSec + minuteSec;
  const counts = lanes.minutes[index];
  const { messages = 0, positive = 0, negative = 0, questions = 0, answers = 0, wrong = 0 } = counts ?? {};
  const within = <S extends { time: number; end_time: number }>(spans: readonly S[]): S[] =>
    spans.filter(({ time, end_time: end }) => time < toSec && end > fromSec);
  return {
    ...{ fromSec, toSec, messages, positive, negative, questions, answers, wrong },
    rest: Math.max(0, messages - positive - negative),
    right: Math.max(0, answers - wrong),
    speech: counts?.speech ?? null,
    pausedSec: within(lanes.pauses).reduce(
      (sum, { time, end_time: end }) => sum + Math.min(end, toSec) - Math.max(time, fromSec),
      0,
    ),
    screens: [
      ...new Set(
        within(lanes.slides)
          .map(({ heading }) => heading.trim())
          .filter((heading) => heading !== ''),
      ),
    ],
    // The one that goes on, where a new one begins within the minute.
    chapter: within(lanes.chapters).at(-1)?.title,
    missingSec: lanes.gaps
      .filter(({ time }) => time >= fromSec && (time < toSec || (isLast(lanes, index) && time <= toSec)))
      .reduce((sum, { seconds }) => sum + seconds, 0),
    signals: [...new Set(within(lanes.signals).map(({ kind }) => kind))],
  };
}

function isLast(lanes: SessionLanes, index: number): boolean {
  return index === minuteCount(lanes) - 1;
}

/** @param share of the width, 0–1 */
export function minuteAt(lanes: SessionLanes, share: number): number {
  const atSec = Math.min(1, Math.max(0, share)) * lanes.duration;
  return Math.min(minuteCount(lanes) - 1, Math.floor(atSec / minuteSec));
}

/** Where the arrow keys lead; undefined for a key that means nothing here. */
export function minuteByKey(key: string, index: number, count: number): number | undefined {
  const steps: Record<string, number> = {
    ...{ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 },
    ...{ PageDown: -5, PageUp: 5, Home: -count, End: count },
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, index + step));
}

export const laneNames = [
  'chapters',
  'slides',
  'messages',
  'questions',
  'answers',
  'speech',
  'pauses',
  'signals',
] as const;
export type LaneName = (typeof laneNames)[number];

/** Lanes with something on them, from top to bottom. */
export function shownLanes(lanes: SessionLanes): LaneName[] {
  const { minutes } = lanes;
  const has: Record<LaneName, boolean> = {
    chapters: lanes.chapters.length > 0,
    slides: lanes.slides.length > 0,
    messages: minutes.some(({ messages }) => messages > 0),
    questions: minutes.some(({ questions }) => questions > 0),
    answers: minutes.some(({ answers }) => answers > 0),
    speech: minutes.some(({ speech }) => speech !== null),
    pauses: lanes.pauses.length > 0,
    signals: lanes.signals.length > 0,
  };
  return laneNames.filter((name) => has[name]);
}

/** The highest column, which the others are drawn against; at least 1. */
export function tallest(
  lanes: SessionLanes,
  of: (minute: SessionLanes['minutes'][number]) => number,
): number {
  return Math.max(1, ...lanes.minutes.map((minute) => of(minute)));
}
