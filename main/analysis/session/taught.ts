/**
 * Where in the lesson something was taught: the words of a question against those of screens and chapters. A guess from
 * words alone; it says nothing when they share too little. Pure.
 */
import type { Evidence } from '../../../contract/session-analysis.ts';
import type { RecordingFacts } from '../../db/session-facts.ts';
import { termsOf } from '../chapters/topics.ts';
import { evidenceIn, wallMs } from './recording-clock.ts';
import { clamp, rounded } from './robust.ts';

export type Taught = {
  evidence: Evidence;
  /** Of the screen or chapter, for people and for finding lessons about the same. */
  heading: string;
  confidence: number;
};

type Part = {
  recording: RecordingFacts;
  evidence: Evidence;
  heading: string;
  startMs: number | null;
  terms: Map<string, number>;
};

export type TeachingIndex = { parts: Part[]; weightOf: (term: string) => number };

/** What questions are asked with, whatever they are about. */
const scaffold =
  /다음\s*중|다음|옳은|옳지|않은|알맞은|바르게|것은|것을|무엇|인가요|일까요|입니까|나요|까요|고르세요|고르시오|구하세요|구하시오|쓰세요|설명|대한|대해|어느|어떤|몇|왜|값은|문제|퀴즈/gu;
/** A term on more of the parts than this tells none of them from the others. */
const commonShare = 0.5;
/** Part of the question's known words (by weight) that the place has to share. */
const fewestShared = 0.4;

export function indexTeaching(recordings: readonly RecordingFacts[]): TeachingIndex {
  const parts = recordings.flatMap((recording) => [
    ...recording.slides.map((slide): Part => {
      const span = { startSec: slide.startSec, endSec: slide.endSec };
      return {
        recording,
        evidence: evidenceIn(recording, span, { source: 'slide', ref: String(slide.seq) }),
        heading: slide.heading,
        startMs: wallMs(recording, slide.startSec),
        terms: termsOf(`${slide.heading}\n${slide.heading}\n${slide.text}`),
      };
    }),
    ...recording.chapters.map((chapter, at): Part => {
      const span = { startSec: chapter.startSec, endSec: chapterEnd(recording, at) };
      return {
        recording,
        evidence: evidenceIn(recording, span, { source: 'chapter', ref: chapter.chapterId }),
        heading: chapter.title,
        startMs: wallMs(recording, chapter.startSec),
        terms: termsOf(`${chapter.title}\n${chapter.title}`),
      };
    }),
  ]);
  const found = new Map<string, number>();
  for (const { terms } of parts) for (const term of terms.keys()) found.set(term, (found.get(term) ?? 0) + 1);
  const weightOf = (term: string): number => {
    const count = found.get(term) ?? 0;
    if (count === 0 || (parts.length >= 4 && count > parts.length * commonShare)) return 0;
    return Math.log(1 + parts.length / count);
  };
  return { parts, weightOf };
}

export function chapterEnd(recording: RecordingFacts, at: number): number {
  return recording.chapters[at + 1]?.startSec ?? recording.durationSec;
}

/** @param beforeMs what came later cannot have taught it (wall clock, ms) */
export function whereTaught(index: TeachingIndex, question: string, beforeMs: number): Taught | undefined {
  const wanted = [...termsOf(question.replaceAll(scaffold, ' ')).keys()]
    .map((term) => ({ term, weight: index.weightOf(term) }))
    .filter(({ weight }) => weight > 0);
  const all = wanted.reduce((sum, { weight }) => sum + weight, 0);
  if (all === 0) return undefined;
  let best: { part: Part; shared: number; score: number } | undefined;
  for (const part of index.parts) {
    if (part.startMs !== null && part.startMs > beforeMs) continue;
    let [shared, score] = [0, 0];
    for (const { term, weight } of wanted) {
      const count = part.terms.get(term) ?? 0;
      if (count === 0) continue;
      shared += weight;
      score += weight * (1 + Math.log(count));
    }
    if (shared / all >= fewestShared && (best === undefined || score > best.score))
      best = { part, shared, score };
  }
  if (best === undefined) return undefined;
  const { evidence, heading } = best.part;
  // One shared word may be chance; more words are more sure.
  const confidence = clamp((best.shared / all) * (1 - 0.5 ** best.shared));
  return { evidence, heading, confidence: rounded(confidence) };
}
