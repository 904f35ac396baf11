/**
 * Where a lesson's chapters begin and what they are called, from its screens, the pauses in its speech and the places
 * that are spoken for. Screens that share a title are one topic; a topic opens a chapter when its words differ from
 * those around it (after TextTiling, Hearst 1997), when it looks like a section's title slide, names a phase of the
 * lesson, counts on from the section before, or follows a pause. Pure: the same input gives the same chapters.
 *
 * It refuses: titles that stand nowhere on a screen. A lesson without any text on its screens gets chapters only where
 * speech sets in again after a long quiet phase, named by their time: that is a place a teacher looks for, and all that
 * is known about it. More of them would only have to be deleted.
 */
import type { Span } from '../../../contract/analysis.ts';
import { namesPhase, partNumber } from './chapter-cues.ts';
import { type ScreenWords, wordsOfScreens } from './screen-title.ts';
import { divide } from './segments.ts';
import { areSameTitle, termsOf } from './topics.ts';

export type PlanScreen = { startSec: number; endSec: number; heading: string; text: string };

export type ChapterMaterial = {
  /** By time. */
  screens: readonly PlanScreen[];
  /** Of the speech, by time. */
  pauses: readonly Span[];
  /** Where chapters stand that somebody made or changed (s). */
  manual: readonly number[];
  /** Where somebody did not want one (s). */
  dismissed: readonly number[];
  durationSec: number;
  /** For titles that name a time. */
  language: 'ko' | 'en';
};

export type PlannedChapter = { startSec: number; title: string; confidence: number };

/** Shorter recordings are trials and clips: there is nothing to find one's way in. */
const shortestLessonSec = 20;
/** A teacher's own chapter speaks for this much around it … */
const manualReachSec = 30;
/** … and a place that somebody threw a chapter out of for this much. */
const dismissedReachSec = 15;
/** A first screen that comes up this early opens the lesson: its chapter starts at 0. */
const openingSec = 15;
/** A title that stood on one of so many topics before is shown again, not begun. */
const returnTopics = 30;
/** Screens that were only passed through on the way to another one. */
const passedThroughSec = 1.5;
/** Natural logarithms of how much likelier a chapter begins where the sign is than elsewhere; found on made lessons. */
const weight = {
  section: 6,
  phase: 6,
  number: 6,
  lasting: 4,
  pause: 3,
  unnamed: -3,
  return: -6,
  /** Somebody's own chapter divides the lesson here already. */
  taken: 1000,
};

/** 4–15 chapters in a lesson of 50 minutes; short ones have relatively more, long ones as many per hour. */
export function chapterLimits(durationSec: number): { fewest: number; most: number; shortestSec: number } {
  const lessons = durationSec / 3000;
  return {
    fewest: Math.floor(4 * lessons),
    most: Math.max(Math.min(15, Math.round(2 + durationSec / 200)), Math.round(15 * lessons)),
    shortestSec: Math.min(30, Math.max(8, durationSec / 60)),
  };
}

export function planChapters(material: ChapterMaterial): PlannedChapter[] {
  const { durationSec } = material;
  if (durationSec < shortestLessonSec) return [];
  const topics = topicsOf(material);
  const chapters = topics.length === 0 ? quietPhases(material) : titledChapters(topics, material);
  // One chapter over the whole lesson is its title said twice.
  if (chapters.length === 1 && material.manual.length === 0 && (chapters[0]?.startSec ?? 0) === 0) return [];
  return chapters;
}

type Topic = {
  startSec: number;
  endSec: number;
  words: ScreenWords;
  heading: string;
  /** Letters on its first screen. */
  letters: number;
  terms: Map<string, number>;
};

/** Screens that follow on each other under one title; screens without words belong to what they interrupt. */
function topicsOf({ screens }: ChapterMaterial): Topic[] {
  const shown = screens.filter((screen) => screen.endSec - screen.startSec >= passedThroughSec);
  const words = wordsOfScreens(shown);
  const terms = words.map(({ lines }) => termsOf(lines.join('\n')));
  const topics: Topic[] = [];
  for (const [position, screen] of shown.entries()) {
    const own = words[position];
    const ownTerms = terms[position];
    if (own === undefined || ownTerms === undefined) continue;
    const last = topics.at(-1);
    const goesOn = own.title === '' || (last !== undefined && areSameTitle(last.words.title, own.title));
    if (last !== undefined && goesOn) {
      last.endSec = screen.endSec;
      for (const [term, count] of ownTerms) last.terms.set(term, (last.terms.get(term) ?? 0) + count);
    } else if (own.title !== '') {
      const letters = own.lines.join('').match(/\p{L}/gu)?.length ?? 0;
      const { startSec, endSec, heading } = screen;
      topics.push({ startSec, endSec, words: own, heading, letters, terms: ownTerms });
    }
  }
  return topics;
}

/** What beside the words speaks for a chapter that begins with a topic, in the terms of segments.ts. */
function bonusesOf(topics: readonly Topic[], material: ChapterMaterial): number[] {
  const { pauses, durationSec } = material;
  const usualSec = durationSec / chapterLimits(durationSec).most;
  const usualLetters = middle(topics.map(({ letters }) => letters));
  const numbered = topics.filter(({ heading }) => partNumber(heading) !== undefined).length;
  let lastPart = 0;
  return topics.map((topic, position) => {
    const part = partNumber(topic.heading);
    const countsOn = part !== undefined && part === lastPart + 1;
    if (part !== undefined) lastPart = part;
    const isReturn = topics
      .slice(Math.max(0, position - returnTopics), position)
      .some(({ words }) => areSameTitle(words.title, topic.words.title));
    return (
      (isSectionSlide(topic, usualLetters) ? weight.section : 0) +
      (namesPhase(topic.words.title) ? weight.phase : 0) +
      // Where nearly every slide has its number, numbers say little.
      (countsOn ? (numbered <= topics.length / 2 ? weight.number : weight.number / 2) : 0) +
      // What is spoken about for long under one title is a chapter whatever its words.
      weight.lasting * Math.min(1, (topic.endSec - topic.startSec) / usualSec) +
      weight.pause * pauseBefore(pauses, topic.startSec) +
      (topic.words.isHeading ? 0 : weight.unnamed) +
      (isReturn ? weight.return : 0)
    );
  });
}

function titledChapters(topics: readonly Topic[], material: ChapterMaterial): PlannedChapter[] {
  const { durationSec, manual } = material;
  const bonuses = bonusesOf(topics, material);
  const { fewest, most, shortestSec } = chapterLimits(durationSec);
  const isTaken = topics.map(({ startSec }) => isNear(startSec, manual, manualReachSec));
  const items = topics.map(({ startSec, terms }, position) => ({
    startSec,
    terms,
    bonus: (bonuses[position] ?? 0) + (isTaken[position] === true ? weight.taken : 0),
  }));
  const elsewhere = Math.max(0, manual.length - isTaken.filter(Boolean).length);
  const starts = divide(items, {
    fewest: Math.max(1, fewest - elsewhere),
    most: Math.max(1, most - elsewhere),
    shortestSec,
    endSec: durationSec,
  });
  return starts.flatMap(({ item, gain }) => {
    const topic = topics[item];
    if (topic === undefined) return [];
    const startSec = item === 0 && topic.startSec <= openingSec ? 0 : topic.startSec;
    const confidence = confidenceOf(gain, topic.words.isHeading);
    return isFree(startSec, material) ? [{ startSec, title: topic.words.title, confidence }] : [];
  });
}

/** The gain is a logarithm of odds, flattened since it is known from made lessons alone. Two digits: more would pretend. */
function confidenceOf(gain: number, isHeading: boolean): number {
  const sure = 1 / (1 + Math.exp(-gain / 8));
  return Math.round(100 * Math.min(0.95, sure) * (isHeading ? 1 : 0.8)) / 100;
}

function isFree(startSec: number, { manual, dismissed }: ChapterMaterial): boolean {
  return !isNear(startSec, manual, manualReachSec) && !isNear(startSec, dismissed, dismissedReachSec);
}

function isNear(startSec: number, places: readonly number[], reachSec: number): boolean {
  return places.some((place) => Math.abs(place - startSec) < reachSec);
}

/** A slide that bears hardly more than a title, among slides that bear much more. */
function isSectionSlide({ letters }: Topic, usualLetters: number): boolean {
  return letters <= 40 && letters <= usualLetters / 2;
}

const pauseReachSec = 6;
/** A pause of 3 s counts a little, from 10 s on it counts in full. */
const fullPauseSec = 10;

function pauseBefore(pauses: readonly Span[], startSec: number): number {
  const longest = pauses
    .filter((pause) => pause.start_time <= startSec + 2 && pause.end_time >= startSec - pauseReachSec)
    .reduce((most, pause) => Math.max(most, pause.end_time - pause.start_time), 0);
  return longest === 0 ? 0 : 0.25 + 0.75 * Math.min(1, longest / fullPauseSec);
}

/** Pupils work by themselves: only longer quiet divides a lesson that shows no text. */
const quietPhaseSec = 60;

function quietPhases(material: ChapterMaterial): PlannedChapter[] {
  const { pauses, language, durationSec } = material;
  return pauses
    .filter(
      (pause) =>
        pause.end_time - pause.start_time >= quietPhaseSec && isFree(Math.floor(pause.end_time), material),
    )
    .map(({ end_time }) => {
      const startSec = Math.floor(end_time);
      const clock = clockText(startSec);
      const title = language === 'ko' ? `${clock}부터` : `From ${clock}`;
      return { startSec, title, confidence: 0.3 };
    })
    .slice(0, chapterLimits(durationSec).most);
}

/** `12:40`, `1:02:40`. */
function clockText(sec: number): string {
  const hours = Math.floor(sec / 3600);
  const minutes = (sec % 3600) / 60;
  return `${hours === 0 ? Math.floor(minutes) : `${hours}:${two(minutes)}`}:${two(sec % 60)}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

function middle(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
