/** A pupil's feedback out of their own story: what went well, what to look at again, and where. Pure. */
import type { FeedbackItem, StudentFeedback } from '../../../contract/session-analysis.ts';
import type { PupilStory, StoryItem } from './pupil-story.ts';
import { type Language, clockText, sessionTexts } from './session-texts.ts';

type Resource = StudentFeedback['resources'][number];

/** Part of the answers that has to be right to speak of knowing it well, and of how many. */
const wellShare = 0.7;
const fewestAnswers = 3;
/** Fewer traces (messages, answers, items left out) than this are too few for more than a word. */
const fewestTraces = 3;
const steadyShare = 0.75;
const fullPresence = 0.95;
/** Nobody works through more. */
const mostImprovements = 5;
const mostResources = 8;

/** What another lesson could help with, most wanted first. */
export function wantedTopics(story: PupilStory): string[] {
  const headings = [
    ...[...story.wrong, ...story.skipped].flatMap(({ taught }) => (taught === null ? [] : [taught.heading])),
    ...story.negative.map(({ slide, chapter }) => chapter?.title ?? slide),
  ];
  return [...new Set(headings.map((heading) => heading.trim()).filter((heading) => heading !== ''))];
}

/** @param related lessons of the library that are about what the pupil wants, ready as resources */
export function studentFeedback(
  story: PupilStory,
  related: readonly Resource[],
  language: Language,
): StudentFeedback {
  const texts = sessionTexts[language].pupil;
  const traces = story.messages + story.answered + story.skipped.length;
  if (traces < fewestTraces) {
    const missed = missedItems(story, language);
    return {
      strengths: [],
      improvements: missed,
      resources: momentsMissed(story, language),
      note: traces === 0 && story.presence === null ? texts.nothing : texts.thin,
      language,
    };
  }
  const improvements = improvementsOf(story, language).slice(0, mostImprovements);
  const resources = unique([...momentsOf(story, language), ...chaptersOf(story, language), ...related]);
  return {
    strengths: strengthsOf(story, language),
    improvements,
    resources: resources.slice(0, mostResources),
    note: improvements.length === 0 ? texts.allWell : null,
    language,
  };
}

function strengthsOf(story: PupilStory, language: Language): FeedbackItem[] {
  const texts = sessionTexts[language].pupil;
  const { right, answered, rightCount, questions, answersInChat } = story;
  const strengths: FeedbackItem[] = [];
  if (answered >= fewestAnswers && rightCount >= answered * wellShare) {
    strengths.push({
      text: texts.manyRight(rightCount, answered),
      evidence: right.map(({ evidence }) => evidence),
    });
  }
  if (story.isImproving) {
    strengths.push({ text: texts.improving, evidence: right.slice(-3).map(({ evidence }) => evidence) });
  }
  const [question] = questions;
  if (question !== undefined) {
    strengths.push({
      text: texts.asked(questions.length, question.text),
      evidence: questions.map(({ evidence }) => evidence),
    });
  }
  if (answersInChat.length > 0) {
    strengths.push({ text: texts.answeredInChat(answersInChat.length), evidence: answersInChat });
  }
  if ((story.participation ?? 0) >= steadyShare) strengths.push({ text: texts.tookPart, evidence: [] });
  else if (strengths.length === 0 && (story.presence ?? 0) >= fullPresence) {
    strengths.push({ text: texts.thereAllLesson, evidence: [] });
  }
  return strengths;
}

function improvementsOf(story: PupilStory, language: Language): FeedbackItem[] {
  const texts = sessionTexts[language].pupil;
  const unanswered = story.questions.filter(({ isAnswered }) => !isAnswered);
  const [hard] = story.negative;
  const wanted: FeedbackItem[] = [
    ...story.wrong.map((item) => ({
      text: texts.tryAgain(item.question, taughtAt(item), item.taught?.heading ?? ''),
      evidence: item.taught === null ? [item.evidence] : [item.taught.evidence, item.evidence],
    })),
    ...(hard === undefined
      ? []
      : [
          {
            text: texts.wasHard(clockText(hard.evidence.time), hard.slide),
            evidence: story.negative.map(({ evidence }) => evidence),
          },
        ]),
    ...unanswered
      .slice(0, 2)
      .map(({ text, evidence }) => ({ text: texts.askAgain(text), evidence: [evidence] })),
    ...missedItems(story, language),
    ...story.skipped.slice(0, 2).map((item) => ({
      text: texts.notAnswered(item.question, taughtAt(item), item.taught?.heading ?? ''),
      evidence: item.taught === null ? [item.evidence] : [item.taught.evidence, item.evidence],
    })),
  ];
  if (wanted.length === 0 && story.messages === 0) wanted.push({ text: texts.takePartMore, evidence: [] });
  return wanted;
}

function missedItems(story: PupilStory, language: Language): FeedbackItem[] {
  return story.missed.map((part) => ({
    text: sessionTexts[language].pupil.missed(clockText(part.time), clockText(part.end_time)),
    evidence: [part],
  }));
}

function taughtAt(item: StoryItem) {
  return clockText(item.taught?.evidence.time ?? null);
}

function resource(kind: Resource['kind'], item: FeedbackItem): Resource[] {
  const [first] = item.evidence;
  if (first === undefined || first.recording_id === null || first.time === null) return [];
  return [
    {
      ...item,
      kind,
      recording_id: first.recording_id,
      start_time: first.time,
      end_time: first.end_time,
    },
  ];
}

function momentsOf(story: PupilStory, language: Language): Resource[] {
  const texts = sessionTexts[language].pupil;
  const taught = [...story.wrong, ...story.skipped].flatMap((item) =>
    item.taught === null ? [] : [item.taught],
  );
  return [
    ...taught.flatMap(({ evidence, heading }) =>
      resource(evidence.source === 'chapter' ? 'chapter' : 'moment', {
        text: texts.watchMoment(heading, clockText(evidence.time)),
        evidence: [evidence],
      }),
    ),
    ...story.negative
      .filter(({ slide }) => slide !== '')
      .flatMap(({ evidence, slide }) =>
        resource('moment', {
          text: texts.watchMoment(slide, clockText(evidence.time)),
          evidence: [evidence],
        }),
      ),
    ...momentsMissed(story, language),
  ];
}

function momentsMissed(story: PupilStory, language: Language): Resource[] {
  return missedItems(story, language).flatMap((item) => resource('moment', item));
}

function chaptersOf(story: PupilStory, language: Language): Resource[] {
  return story.negative.flatMap(({ chapter }) =>
    chapter === null
      ? []
      : resource('chapter', {
          text: sessionTexts[language].pupil.watchChapter(chapter.title, clockText(chapter.evidence.time)),
          evidence: [chapter.evidence],
        }),
  );
}

/** The same screen need not be watched again twice. */
function unique(resources: readonly Resource[]): Resource[] {
  const seen = new Map<string, Resource>();
  for (const one of resources) {
    const key = `${one.kind} ${one.recording_id} ${Math.round(one.start_time)}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
