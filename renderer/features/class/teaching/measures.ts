/** A teacher's measures as they are read: in which unit, and how they lie to the teacher's own earlier lessons. Pure. */
import {
  type TeacherFeedback,
  type TeacherMeasureName,
  teacherMeasureNames,
} from '../../../../contract/session-analysis.ts';
import type { Language, Translate } from '../../../i18n/language.tsx';
import { lengthText } from '../../../ui/format.ts';

export type Measure = NonNullable<TeacherFeedback['measures'][TeacherMeasureName]>;
type Unit = 'share' | 'seconds' | 'per_ten' | 'per_minute';

const units: Record<TeacherMeasureName, Unit> = {
  talk_share: 'share',
  pauses_per_ten_minutes: 'per_ten',
  wait_time: 'seconds',
  thinking_time: 'seconds',
  questions_per_ten_minutes: 'per_ten',
  pupil_question_share: 'share',
  words_per_minute: 'per_minute',
};

/** From here on nobody counts in seconds. */
const longSec = 90;

export function measureText(
  name: TeacherMeasureName,
  value: number,
  t: Translate,
  language: Language,
): string {
  const unit = units[name];
  switch (unit) {
    case 'share':
      return new Intl.NumberFormat(language, { style: 'percent' }).format(value);
    case 'seconds':
      return value < longSec ? t('teaching.unit_seconds', { value }) : lengthText(value, t);
    case 'per_ten':
      return t('teaching.unit_per_ten', { value });
    case 'per_minute':
      return t('teaching.unit_per_minute', { value });
    default:
      return unit satisfies never;
  }
}

export type Comparison = 'more' | 'less' | 'longer' | 'shorter' | 'same';

/** Closer than this to what is usual is nothing to remark on; our own judgement. */
const sameWithin = 0.05;

/** undefined where too little is known of earlier lessons. */
export function comparedWithEarlier(
  name: TeacherMeasureName,
  { value, own_earlier: earlier }: Pick<Measure, 'value' | 'own_earlier'>,
): Comparison | undefined {
  if (value === null || earlier === null) return undefined;
  if (Math.abs(value - earlier) <= Math.abs(earlier) * sameWithin) return 'same';
  const isMore = value > earlier;
  if (units[name] === 'seconds') return isMore ? 'longer' : 'shorter';
  return isMore ? 'more' : 'less';
}

/** Those with a value, and those that say why there is none, each in the contract's order. */
export function splitMeasures(measures: TeacherFeedback['measures']) {
  const all = teacherMeasureNames.map((name) => ({ name, measure: measures[name] }));
  return {
    known: all.filter(({ measure }) => measure.value !== null),
    unknown: all.filter(({ measure }) => measure.value === null),
  };
}

type MoodPart = TeacherFeedback['sentiment'][number];

export function moodTotal({ positive, neutral, negative }: MoodPart): number {
  return positive + neutral + negative;
}

/** The part with most messages, which the bars of the others are drawn against; at least 1. */
export function mostMoods(parts: readonly MoodPart[]): number {
  return Math.max(1, ...parts.map((part) => moodTotal(part)));
}
