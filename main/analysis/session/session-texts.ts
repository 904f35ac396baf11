/**
 * The sentences about a session, one set per language. For pupils they are in the polite, plain style that a teacher
 * speaks to them in: concrete, kind, about their own doing, never about others. Variable words stand in quotes, so that
 * no Korean particle has to agree with them.
 */
import type { RiskSignal, TeacherMeasureName } from '../../../contract/session-analysis.ts';
import type { Insight, InsightOf } from './insights/insight.ts';
import { englishTexts } from './texts-en.ts';
import { koreanTexts } from './texts-ko.ts';

export type Language = 'ko' | 'en';

/** `at` is a position like 12:30; undefined when the moment is in no recording. */
export type At = string | undefined;

export type SessionTexts = {
  insight: { [K in Insight['kind']]: (facts: InsightOf<K>, at: At, names: readonly string[]) => string };
  risk: Record<
    RiskSignal,
    (reason: { value: number; classMedian: number; count: number; of: number }) => string
  >;
  intervention: Record<RiskSignal, string>;
  measure: Record<TeacherMeasureName, (value: number | null, count: number) => string>;
  compared: (value: string, earlier: string) => string;
  pupil: {
    manyRight: (right: number, answered: number) => string;
    improving: string;
    asked: (count: number, text: string) => string;
    answeredInChat: (count: number) => string;
    tookPart: string;
    thereAllLesson: string;
    tryAgain: (question: string, at: At, heading: string) => string;
    notAnswered: (question: string, at: At, heading: string) => string;
    askAgain: (text: string) => string;
    wasHard: (at: At, slide: string) => string;
    missed: (from: At, to: At) => string;
    takePartMore: string;
    watchMoment: (heading: string, at: At) => string;
    watchChapter: (title: string, at: At) => string;
    relatedLesson: (title: string, date: string, topic: string) => string;
    thin: string;
    nothing: string;
    allWell: string;
  };
  suggestion: {
    hardItem: (question: string, taughtAt: string | null, at: At) => string;
    confusion: (slide: string, at: At) => string;
    unanswered: (count: number) => string;
    noReaction: (silent: number, asked: number) => string;
    fewPauses: (perTen: number) => string;
    pace: (slide: string, at: At) => string;
    notHeard: (count: number) => string;
    nothing: string;
  };
};

export const sessionTexts: Record<Language, SessionTexts> = { ko: koreanTexts, en: englishTexts };

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** A position as the player shows it. */
export function clockText(seconds: number | null): At {
  if (seconds === null) return undefined;
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** @param nameOf a pupil's name as the teacher knows it */
export function insightText(
  insight: Insight,
  language: Language,
  nameOf: (studentId: string) => string,
): string {
  const at = clockText(insight.evidence[0]?.time ?? null);
  const names = insight.kind === 'not_heard_from' ? insight.studentIds.map(nameOf) : [];
  // The one place where a kind and its sentence meet.
  const say = sessionTexts[language].insight[insight.kind] as (
    facts: Insight,
    at: At,
    names: readonly string[],
  ) => string;
  return say(insight, at, names);
}
