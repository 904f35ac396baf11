/**
 * How far a class and each pupil took part, 0–1, from what was typed, answered and attended; never from what was right.
 * The definitions with their weights and limits are in docs/signals.md; this file is them in code. Pure.
 */
import type { SessionAnalysis } from '../../../contract/session-analysis.ts';
import type { StoredSignals } from '../../db/signals.ts';
import { type ClassFigures, type PupilFigures, blockMs, wasThere } from './pupil-figures.ts';
import { clamp, median, rounded } from './robust.ts';

/** Set by judgement: doing counts for more than being there. */
const classWeights = {
  presence: 0.2,
  breadth: 0.4,
  answering: 0.25,
  steadiness: 0.15,
  camera: 0.15,
} as const;
const pupilWeights = { presence: 0.25, writing: 0.35, answering: 0.4 } as const;
/** Fewer messages and answers than this of the whole class say nothing about it. */
export const fewestEvents = 5;
const fewestPupils = 2;
/** A pupil's value is drawn to the class's median by so many occasions. */
const usualWeight = 3;

type Part = keyof typeof classWeights;

function none(reason: 'no_data' | 'too_little_data') {
  return { overall_engagement: null, engagement: { reason, components: [] } };
}

/** @param signals of the recordings, empty unless camera signals are on and wanted */
export function classEngagement(
  figures: ClassFigures,
  signals: readonly StoredSignals[],
): Pick<SessionAnalysis, 'overall_engagement' | 'engagement'> {
  const there = figures.pupils.filter(wasThere);
  const events = there.reduce((sum, pupil) => sum + pupil.messages.length + pupil.responses.length, 0);
  if (figures.span === undefined || (events === 0 && there.length === 0)) return none('no_data');
  if (events < fewestEvents || there.length < fewestPupils) return none('too_little_data');
  const parts: [Part, number | null][] = [
    ['presence', meanOf(figures.pupils.map(({ presence }) => presence))],
    [
      'breadth',
      there.filter((pupil) => pupil.messages.length + pupil.responses.length > 0).length / there.length,
    ],
    ['answering', answeringOf(there)],
    ['steadiness', steadinessOf(figures)],
    ['camera', meanOf(signals.flatMap(({ samples }) => samples.map(({ engagement }) => engagement)))],
  ];
  const known = parts.flatMap(([part, value]) => (value === null ? [] : [{ part, value: clamp(value) }]));
  const sum = known.reduce((total, { part }) => total + classWeights[part], 0);
  const components = known.map(({ part, value }) => ({
    part,
    value: rounded(value),
    weight: rounded(classWeights[part] / sum),
  }));
  const score = known.reduce((total, { part, value }) => total + (value * classWeights[part]) / sum, 0);
  return { overall_engagement: rounded(score), engagement: { reason: null, components } };
}

function answeringOf(there: readonly PupilFigures[]): number | null {
  const offered = there.reduce((sum, pupil) => sum + pupil.offered.length, 0);
  const skipped = there.reduce((sum, pupil) => sum + pupil.skipped.length, 0);
  return offered === 0 ? null : 1 - skipped / offered;
}

/** Share of the lesson's parts in which anybody took part. A lesson of one part has no course to speak of. */
function steadinessOf({ span, pupils }: ClassFigures): number | null {
  if (span === undefined) return null;
  const count = Math.ceil((span.toMs - span.fromMs) / blockMs);
  if (count < 2) return null;
  const active = new Set(
    pupils
      .flatMap(({ messages, responses }) => [...messages, ...responses])
      .map(({ atMs }) => Math.min(count - 1, Math.max(0, Math.floor((atMs - span.fromMs) / blockMs)))),
  );
  return active.size / count;
}

/** By pupil; null for those who were not there, and for all when the class did too little. */
export function pupilEngagement(figures: ClassFigures): Map<string, number | null> {
  const there = figures.pupils.filter(wasThere);
  const events = there.reduce((sum, pupil) => sum + pupil.messages.length + pupil.responses.length, 0);
  const isEnough = events >= fewestEvents && there.length >= fewestPupils;
  const raw = new Map(
    there.flatMap((pupil): [string, number][] => {
      const value = isEnough ? rawEngagement(pupil, figures.medianMessages) : null;
      return value === null ? [] : [[pupil.studentId, value]];
    }),
  );
  const usual = raw.size === 0 ? 0 : median([...raw.values()]);
  return new Map(
    figures.pupils.map((pupil) => {
      const own = raw.get(pupil.studentId);
      if (own === undefined) return [pupil.studentId, null];
      const occasions = pupil.messages.length + pupil.offered.length;
      return [pupil.studentId, rounded((usual * usualWeight + own * occasions) / (usualWeight + occasions))];
    }),
  );
}

function rawEngagement(pupil: PupilFigures, medianMessages: number): number | null {
  // Half when they wrote as much as the class's middle; writing three times as much is not three times as good.
  const written = pupil.messages.length;
  const writing =
    medianMessages === 0 && written === 0 ? null : written / (written + Math.max(1, medianMessages));
  const answering = pupil.offered.length === 0 ? null : 1 - pupil.skipped.length / pupil.offered.length;
  if (writing === null && answering === null) return null;
  const parts = [
    { value: pupil.presence, weight: pupilWeights.presence },
    { value: writing, weight: pupilWeights.writing },
    { value: answering, weight: pupilWeights.answering },
  ];
  const known = parts.flatMap(({ value, weight }) => (value === null ? [] : [{ value, weight }]));
  const sum = known.reduce((total, { weight }) => total + weight, 0);
  return known.reduce((total, { value, weight }) => total + value * weight, 0) / sum;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
