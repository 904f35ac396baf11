/**
 * All that is found out about a session, free of any language: what is cached, and what replies and feedback are made
 * of. Pure but for letting others have their turn in between.
 */
import type { ChatReading } from '../../../contract/chat-analysis.ts';
import type { SessionAnalysis, SessionLanes } from '../../../contract/session-analysis.ts';
import type { SessionFacts } from '../../db/session-facts.ts';
import { classEngagement } from './engagement.ts';
import { chatBursts } from './insights/bursts.ts';
import { confusionMoments } from './insights/confusion.ts';
import { hardItemInsights } from './insights/hard-items.ts';
import type { Insight } from './insights/insight.ts';
import { notHeardFrom } from './insights/not-heard.ts';
import { fastStretches } from './insights/pace.ts';
import { silentStretches } from './insights/silence.ts';
import { unansweredInsight, unansweredQuestions } from './insights/unanswered.ts';
import { lanesOf } from './lanes.ts';
import { type Profile, profilesOf } from './profiles.ts';
import { countClass } from './pupil-figures.ts';
import { type PupilStory, storiesOf } from './pupil-story.ts';
import { type Risk, assessRisks } from './risk.ts';
import { indexTeaching } from './taught.ts';
import { type TeacherFigures, teacherFigures } from './teacher-figures.ts';
import { type TimelineOptions, joinTimeline } from './timeline.ts';
import { topicsOf } from './topics.ts';

/** Of the method: raised when its results change, so that what is cached is made again. */
export const studyVersion = 1;

export type SessionStudy = Pick<
  SessionAnalysis,
  'overall_engagement' | 'engagement' | 'topics' | 'counts'
> & {
  insights: Insight[];
  profiles: Profile[];
  lanes: SessionLanes[];
  risks: Risk[];
  stories: PupilStory[];
  teacher: TeacherFigures;
};

/**
 * @param readings one per message of `facts.chat`, in its order
 * @param breathe is awaited between the steps; it may throw to leave off
 */
export async function studySession(
  facts: SessionFacts,
  readings: readonly ChatReading[],
  options: TimelineOptions,
  breathe: () => Promise<void> = async () => undefined,
): Promise<SessionStudy> {
  const timeline = joinTimeline(facts, readings, options);
  await breathe();
  const { recordings } = timeline;
  const figures = countClass(timeline);
  const index = indexTeaching(recordings);
  await breathe();
  const unanswered = unansweredQuestions(timeline);
  await breathe();
  const confusion = confusionMoments(timeline);
  await breathe();
  const insights: Insight[] = [
    ...confusion,
    ...hardItemInsights(figures, recordings, index),
    ...unansweredInsight(timeline, unanswered),
    ...chatBursts(timeline),
    ...silentStretches(timeline),
    ...fastStretches(recordings),
    ...notHeardFrom(figures, recordings),
  ];
  await breathe();
  const signals = recordings.flatMap((recording) => (recording.signals === null ? [] : [recording.signals]));
  const profiles = profilesOf(figures, recordings);
  await breathe();
  const risks = assessRisks(figures, recordings);
  const stories = storiesOf(figures, recordings, index, new Set(unanswered.map(({ id }) => id)));
  await breathe();
  return {
    ...classEngagement(figures, signals),
    insights,
    profiles,
    topics: topicsOf(timeline),
    lanes: lanesOf(timeline),
    risks,
    stories,
    teacher: teacherFigures(timeline, figures),
    counts: {
      students: timeline.pupils.length,
      messages: timeline.messages.length,
      quiz_responses: timeline.responses.length,
      recordings: recordings.length,
    },
  };
}
