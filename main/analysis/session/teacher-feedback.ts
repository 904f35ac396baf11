/** A teacher's own report: measures, confusing moments and suggestions, each with what it rests on. Pure. */
import {
  type FeedbackItem,
  type TeacherFeedback,
  type TeacherMeasureName,
  teacherMeasureNames,
} from '../../../contract/session-analysis.ts';
import { assertNever } from '../../base/app-error.ts';
import { median } from './robust.ts';
import { type Language, clockText, insightText, sessionTexts } from './session-texts.ts';
import type { SessionStudy } from './study.ts';

/** Values of one of the teacher's own earlier lessons. */
export type EarlierLesson = Partial<Record<TeacherMeasureName, number | null>>;

/** Of fewer there is nothing usual. */
export const fewestEarlier = 3;
/** Part of the typed questions without reaction from which another form is worth a try. */
const noReactionShare = 0.5;
const fewestQuestions = 3;
/** Rowe (1974): three seconds of waiting change who answers and how; hardly any such pause in ten minutes is too few. */
const fewPauses = 2;
const longestTalkShare = 0.8;
const mostSuggestions = 6;

export function teacherFeedback(
  study: SessionStudy,
  earlier: readonly EarlierLesson[],
  language: Language,
): TeacherFeedback {
  const texts = sessionTexts[language];
  const measures = Object.fromEntries(
    teacherMeasureNames.map((name) => {
      const { value, count, evidence } = study.teacher.measures[name];
      const known = earlier.flatMap((lesson) => {
        const own = lesson[name];
        return own === undefined || own === null ? [] : [own];
      });
      const ownEarlier = known.length < fewestEarlier ? null : Math.round(median(known) * 1000) / 1000;
      const said = texts.measure[name](value, count);
      const text =
        value === null || ownEarlier === null
          ? said
          : texts.compared(said, shownValue(name, ownEarlier, language));
      return [name, { value, count, own_earlier: ownEarlier, text, evidence }];
    }),
  ) as TeacherFeedback['measures'];
  const suggestions = suggestionsOf(study, language);
  return {
    measures,
    sentiment: study.teacher.sentiment,
    confusing_moments: study.insights
      .filter(({ kind }) => kind === 'confusion')
      .map((insight) => ({
        kind: insight.kind,
        text: insightText(insight, language, (id) => id),
        evidence: insight.evidence,
        confidence: insight.confidence,
      })),
    suggestions: suggestions.slice(0, mostSuggestions),
    earlier_lessons: earlier.length,
    note: suggestions.length === 0 ? texts.suggestion.nothing : null,
    language,
  };
}

function shownValue(name: TeacherMeasureName, value: number, language: Language): string {
  if (name === 'talk_share' || name === 'pupil_question_share') return `${Math.round(value * 100)}%`;
  const isTime = name === 'wait_time' || name === 'thinking_time';
  const unit = isTime ? (language === 'ko' ? '초' : ' s') : '';
  return `${Math.round(value * 10) / 10}${unit}`;
}

function suggestionsOf({ insights, teacher }: SessionStudy, language: Language): FeedbackItem[] {
  const texts = sessionTexts[language].suggestion;
  const ofInsights = insights.flatMap((insight): FeedbackItem[] => {
    const { evidence } = insight;
    const at = clockText(evidence[0]?.time ?? null);
    switch (insight.kind) {
      case 'confusion':
        return [{ text: texts.confusion(insight.slide || insight.chapter, at), evidence }];
      case 'hard_quiz_item':
        return [{ text: texts.hardItem(insight.question, insight.taughtAt, at), evidence }];
      case 'unanswered_question':
        return [{ text: texts.unanswered(insight.count), evidence }];
      case 'pace':
        return [{ text: texts.pace(insight.slide, at), evidence }];
      case 'not_heard_from':
        return [{ text: texts.notHeard(insight.studentIds.length), evidence }];
      case 'silence':
      case 'chat_burst':
        // Neither good nor bad by itself.
        return [];
      default:
        return assertNever(insight);
    }
  });
  const { unanswered, measures } = teacher;
  const talk = measures.talk_share.value ?? 0;
  const pauses = measures.pauses_per_ten_minutes;
  return [
    ...ofInsights,
    ...(unanswered.asked >= fewestQuestions && unanswered.count >= unanswered.asked * noReactionShare
      ? [{ text: texts.noReaction(unanswered.count, unanswered.asked), evidence: unanswered.evidence }]
      : []),
    ...(pauses.value !== null && pauses.value < fewPauses && talk >= longestTalkShare
      ? [{ text: texts.fewPauses(pauses.value), evidence: pauses.evidence }]
      : []),
  ];
}
