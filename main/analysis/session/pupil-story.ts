/**
 * What a pupil's own feedback is made of: what they did, each with its moment and the place in the lesson that may help.
 * Nothing of other pupils and nothing that a camera saw is in it. Pure.
 */
import type { Evidence } from '../../../contract/session-analysis.ts';
import type { RecordingFacts } from '../../db/session-facts.ts';
import type { ClassFigures, PupilFigures, QuizItem } from './pupil-figures.ts';
import { evidenceAt, evidenceIn, placeAt, wallMs } from './recording-clock.ts';
import { rounded } from './robust.ts';
import { type TeachingIndex, type Taught, chapterEnd, whereTaught } from './taught.ts';
import { type TimelineMessage, shownAt } from './timeline.ts';

export type StoryItem = { question: string; evidence: Evidence; taught: Taught | null };
export type StoryMessage = {
  text: string;
  evidence: Evidence;
  slide: string;
  /** The chapter it fell into, to watch again. */
  chapter: { title: string; evidence: Evidence } | null;
};
export type PupilStory = {
  studentId: string;
  answered: number;
  rightCount: number;
  right: { question: string; evidence: Evidence }[];
  /** More right in the second half of their answers than in the first. */
  isImproving: boolean;
  wrong: StoryItem[];
  skipped: StoryItem[];
  questions: (StoryMessage & { isAnswered: boolean })[];
  negative: StoryMessage[];
  answersInChat: Evidence[];
  messages: number;
  /** Parts of recordings in which they were not there. */
  missed: Evidence[];
  presence: number | null;
  participation: number | null;
};

const mostShown = 8;
const shownText = 120;
/** What puzzled somebody was shown before they wrote (s). */
const leadSec = 30;
/** Shorter is a slow connection (s). */
const shortestMissedSec = 120;
const fewestForCourse = 6;

export function storiesOf(
  figures: ClassFigures,
  recordings: readonly RecordingFacts[],
  index: TeachingIndex,
  unanswered: ReadonlySet<string>,
): PupilStory[] {
  // Thirty pupils got the same items: each is looked for once.
  const places = new Map(
    figures.items.map((item) => [item, whereTaught(index, item.question, item.askedMs) ?? null]),
  );
  const itemStory = (item: QuizItem, atMs: number): StoryItem => ({
    question: shortened(item.question),
    evidence: evidenceAt(recordings, atMs, { source: 'quiz', ref: item.quizId }),
    taught: places.get(item) ?? null,
  });
  return figures.pupils.map((pupil) => {
    const own = pupil.responses.flatMap((response) => {
      const item = pupil.offered.find(
        ({ quizId, question }) => quizId === response.quizId && question === response.question,
      );
      return item === undefined ? [] : [{ response, story: itemStory(item, response.atMs) }];
    });
    return {
      studentId: pupil.studentId,
      answered: pupil.responses.length,
      rightCount: pupil.responses.filter(({ isCorrect }) => isCorrect).length,
      right: own
        .filter(({ response }) => response.isCorrect)
        .map(({ story: { question, evidence } }) => ({ question, evidence }))
        .slice(0, mostShown),
      isImproving: isImproving(pupil),
      wrong: own
        .filter(({ response }) => !response.isCorrect)
        .map(({ story }) => story)
        .slice(0, mostShown),
      skipped: pupil.skipped.slice(0, mostShown).map((item) => itemStory(item, item.askedMs)),
      questions: pupil.questions
        .slice(0, mostShown)
        .map((message) =>
          Object.assign(messageStory(message, recordings), { isAnswered: !unanswered.has(message.id) }),
        ),
      negative: pupil.negative.slice(0, mostShown).map((message) => messageStory(message, recordings)),
      answersInChat: pupil.answersInChat
        .slice(0, mostShown)
        .map(({ atMs, id }) => evidenceAt(recordings, atMs, { source: 'chat', ref: id })),
      messages: pupil.messages.length,
      missed: missedParts(pupil, recordings),
      presence: pupil.presence === null ? null : rounded(pupil.presence),
      participation: pupil.blocks.there === 0 ? null : rounded(pupil.blocks.active / pupil.blocks.there),
    };
  });
}

function messageStory(message: TimelineMessage, recordings: readonly RecordingFacts[]): StoryMessage {
  const { atMs, id, place, text } = message;
  const before = place && { ...place, timeSec: Math.max(0, place.timeSec - leadSec) };
  const { slide, chapter } = shownAt(recordings, before);
  const recording = recordings.find(({ recordingId }) => recordingId === place?.recordingId);
  return {
    text: shortened(text),
    evidence: evidenceAt(recordings, atMs, { source: 'chat', ref: id }, leadSec),
    slide: slide?.heading ?? '',
    chapter:
      chapter === undefined || recording === undefined
        ? null
        : {
            title: chapter.title,
            evidence: evidenceIn(
              recording,
              {
                startSec: chapter.startSec,
                endSec: chapterEnd(recording, recording.chapters.indexOf(chapter)),
              },
              { source: 'chapter', ref: chapter.chapterId },
            ),
          },
  };
}

function isImproving({ responses }: PupilFigures): boolean {
  if (responses.length < fewestForCourse) return false;
  const half = Math.floor(responses.length / 2);
  const right = (some: typeof responses): number =>
    some.filter(({ isCorrect }) => isCorrect).length / some.length;
  return right(responses.slice(half)) - right(responses.slice(0, half)) >= 1 / 3;
}

function missedParts({ present }: PupilFigures, recordings: readonly RecordingFacts[]): Evidence[] {
  if (present === null) return [];
  return recordings.flatMap((recording) => {
    if (recording.startedMs === null) return [];
    const [fromMs, toMs] = [recording.startedMs, wallMs(recording, recording.durationSec) ?? 0];
    const edges = [...present, { fromMs: toMs, toMs }];
    const parts: Evidence[] = [];
    let sinceMs = fromMs;
    for (const visit of edges) {
      const untilMs = Math.min(visit.fromMs, toMs);
      const [start, end] = [placeAt([recording], sinceMs), placeAt([recording], untilMs)];
      if (start !== undefined && end !== undefined && end.timeSec - start.timeSec >= shortestMissedSec) {
        const span = { startSec: start.timeSec, endSec: end.timeSec };
        parts.push(evidenceIn(recording, span, { source: 'attendance' }));
      }
      sinceMs = Math.max(sinceMs, visit.toMs);
    }
    return parts;
  });
}

function shortened(text: string): string {
  const characters = Array.from(text.replaceAll(/\s+/gu, ' ').trim());
  return characters.length <= shownText
    ? characters.join('')
    : `${characters.slice(0, shownText - 1).join('')}…`;
}
