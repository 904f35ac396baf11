/**
 * Who may need help: several weak signs together, each held against the class by median and MAD and drawn to what is
 * usual while there is little of it. One sign, or one event, never flags anybody. It is a reason to ask, not a verdict;
 * formula, weights and validation are in docs/signals.md. Pure.
 */
import type { Evidence, RiskSignal } from '../../../contract/session-analysis.ts';
import type { RecordingFacts } from '../../db/session-facts.ts';
import { type ClassFigures, type PupilFigures, itemKey, wasThere } from './pupil-figures.ts';
import { evidenceAt } from './recording-clock.ts';
import { clamp, median, robustSigma, rounded, shrunkShare } from './robust.ts';

export type RiskReason = {
  signal: RiskSignal;
  /** In the signal's own unit, as people read it. */
  value: number;
  classMedian: number;
  /** How many things the value counts, for the sentence: wrong answers, messages … */
  count: number;
  of: number;
  evidence: Evidence[];
};

export type Risk = { studentId: string; name: string; score: number; reasons: RiskReason[] };

/**
 * How much each sign can say alone at its strongest. None reaches the threshold by itself: two kinds are needed. Wrong
 * answers say most; being slow is as often care as trouble. Chosen by judgement and checked on simulated classes.
 */
const strongest: Record<RiskSignal, number> = {
  wrong_answers: 0.5,
  negative_messages: 0.45,
  skipped_answers: 0.4,
  slow_answers: 0.35,
  falling_participation: 0.3,
  absence: 0.3,
};
/** Robust deviations from the class's median at which a sign begins to count, and at which it counts in full. */
const [firstZ, fullZ] = [0.8, 3];
/** A sign weaker than this is none. */
const weakest = 0.12;
/** Where precision and recall meet on simulated classes; see docs/session.md. */
export const riskThreshold = 0.4;
const fewestKinds = 2;
/** One of them has to be about the matter itself: being slow, away or silent alone says nothing of it. */
const aboutTheMatter: ReadonlySet<RiskSignal> = new Set([
  'wrong_answers',
  'negative_messages',
  'skipped_answers',
]);
/** Different answers, messages and absences behind all signs together. */
const fewestEvents = 4;
/** Of fewer pupils there is no median to speak of. */
const fewestCompared = 4;
const mostEvidence = 6;

/** One pupil's value of one sign. */
type Observation = {
  /** What is compared; larger is worse. */
  compared: number;
  /** Uncertainty of `compared` by the number of observations alone. */
  noise: number;
  shown: number;
  count: number;
  of: number;
  /** Different things that happened: the same answer may be both wrong and slow. */
  events: { key: string; atMs: number; source: Evidence['source']; ref: string }[];
  /** Whether there is enough of it to be held against the pupil. */
  isEnough: boolean;
};
type Observations = Map<string, Observation>;

/** Highest first. @param threshold for validation */
export function assessRisks(
  figures: ClassFigures,
  recordings: readonly RecordingFacts[],
  threshold = riskThreshold,
): Risk[] {
  const there = figures.pupils.filter((pupil) => wasThere(pupil) || pupil.presence !== null);
  const bySignal: [RiskSignal, Observations][] = [
    ['wrong_answers', wrongAnswers(figures)],
    ['slow_answers', slowAnswers(figures)],
    ['negative_messages', negativeMessages(there)],
    ['skipped_answers', skippedAnswers(there)],
    ['falling_participation', fallingParticipation(figures, there)],
    ['absence', absence(there)],
  ];
  const found = new Map<string, { strength: number; reason: RiskReason; keys: string[] }[]>();
  for (const [signal, observations] of bySignal) {
    if (observations.size < fewestCompared) continue;
    const values = [...observations.values()];
    const compared = values.map((one) => one.compared);
    const [middle, spread] = [median(compared), robustSigma(compared)];
    const shownMedian = median(values.map(({ shown }) => shown));
    for (const [studentId, one] of observations) {
      if (!one.isEnough) continue;
      const z = (one.compared - middle) / Math.max(spread, one.noise);
      const strength = strongest[signal] * clamp((z - firstZ) / (fullZ - firstZ));
      if (strength < weakest) continue;
      const reason: RiskReason = {
        signal,
        value: rounded(one.shown),
        classMedian: rounded(shownMedian),
        count: one.count,
        of: one.of,
        evidence: one.events
          .slice(0, mostEvidence)
          .map(({ atMs, source, ref }) => evidenceAt(recordings, atMs, { source, ref })),
      };
      const all = found.get(studentId) ?? [];
      all.push({ strength, reason, keys: one.events.map(({ key }) => key) });
      found.set(studentId, all);
    }
  }
  return there
    .flatMap(({ studentId, name }): Risk[] => {
      const signs = found.get(studentId) ?? [];
      const events = new Set(signs.flatMap(({ keys }) => keys));
      const score = 1 - signs.reduce((rest, { strength }) => rest * (1 - strength), 1);
      if (signs.length < fewestKinds || events.size < fewestEvents || score < threshold) return [];
      if (!signs.some(({ reason }) => aboutTheMatter.has(reason.signal))) return [];
      const reasons = signs
        .toSorted((one, other) => other.strength - one.strength)
        .map(({ reason }) => reason);
      return [{ studentId, name, score: rounded(score), reasons }];
    })
    .toSorted((one, other) => other.score - one.score || (one.studentId < other.studentId ? -1 : 1));
}

/** Standard error of a share of `count` observations around what is usual. */
function shareNoise(usual: number, count: number): number {
  const share = clamp(usual, 0.1, 0.9);
  return Math.sqrt((share * (1 - share)) / count);
}

const fewestAnswers = 3;
const fewestWrong = 2;
/** What is usual is worth so many observations. */
const usualWeight = 2;

/** More wrong than the same items were for the others; shown as the share of wrong answers. */
function wrongAnswers({ pupils, items }: ClassFigures): Observations {
  const observations: Observations = new Map();
  const byKey = new Map(items.map((item) => [itemKey(item), item]));
  for (const pupil of pupils) {
    const count = pupil.responses.length;
    if (count < fewestAnswers) continue;
    let [over, noise] = [0, 0];
    for (const response of pupil.responses) {
      const item = byKey.get(itemKey(response));
      // Half an answer each way: an item that all or none got right is not certain.
      const answered = item?.responses.length ?? 0;
      const usual = ((item?.wrongShare ?? 0) * answered + 0.5) / (answered + 1);
      over += (response.isCorrect ? 0 : 1) - usual;
      noise += usual * (1 - usual);
    }
    const wrong = pupil.responses.filter(({ isCorrect }) => !isCorrect);
    observations.set(pupil.studentId, {
      compared: over / (count + usualWeight),
      noise: Math.sqrt(noise) / (count + usualWeight),
      shown: wrong.length / count,
      count: wrong.length,
      of: count,
      events: wrong.map(quizEvent),
      isEnough: wrong.length >= fewestWrong,
    });
  }
  return observations;
}

/** Times vary by about this factor (natural logarithm) from answer to answer of the same pupil. */
const timeNoise = 0.45;

/** Longer for the same items than the others; shown as a multiple of the items' median time. */
function slowAnswers({ pupils, items }: ClassFigures): Observations {
  const observations: Observations = new Map();
  const byKey = new Map(items.map((item) => [itemKey(item), item]));
  for (const pupil of pupils) {
    const ratios = pupil.responses.flatMap((response) => {
      const usual = byKey.get(itemKey(response))?.medianResponseMs ?? 0;
      return usual <= 0 || response.responseMs <= 0 ? [] : [{ response, ratio: response.responseMs / usual }];
    });
    if (ratios.length < fewestAnswers) continue;
    const middle = median(ratios.map(({ ratio }) => ratio));
    const slow = ratios.filter(({ ratio }) => ratio > 1.3);
    const count = ratios.length;
    observations.set(pupil.studentId, {
      compared: (Math.log(middle) * count) / (count + usualWeight),
      noise: timeNoise / Math.sqrt(count),
      shown: middle,
      count: slow.length,
      of: count,
      events: slow.map(({ response }) => quizEvent(response)),
      isEnough: slow.length >= 2,
    });
  }
  return observations;
}

/** Messages this close together are one outburst (ms). */
const outburstMs = 60_000;

/** Bad mood in their messages; shown as its share. Two messages at least, a minute apart. */
function negativeMessages(pupils: readonly PupilFigures[]): Observations {
  const writers = pupils.filter(({ messages }) => messages.length >= 2);
  const written = writers.reduce((sum, { messages }) => sum + messages.length, 0);
  const negative = writers.reduce((sum, pupil) => sum + pupil.negative.length, 0);
  const usual = written === 0 ? 0 : negative / written;
  return new Map(
    writers.map((pupil) => {
      const count = pupil.messages.length;
      const apart = pupil.negative.filter(
        ({ atMs }, at) => at === 0 || atMs - (pupil.negative[at - 1]?.atMs ?? 0) >= outburstMs,
      );
      return [
        pupil.studentId,
        {
          compared: shrunkShare(pupil.negative.length, count, usual, usualWeight),
          noise: shareNoise(usual, count + usualWeight),
          shown: pupil.negative.length / count,
          count: pupil.negative.length,
          of: count,
          events: apart.map(({ id, atMs }) => ({
            key: `chat ${id}`,
            atMs,
            source: 'chat' as const,
            ref: id,
          })),
          isEnough: apart.length >= 2,
        },
      ];
    }),
  );
}

/** Items that came while they were there and that they did not answer; shown as their share. */
function skippedAnswers(pupils: readonly PupilFigures[]): Observations {
  // Somebody whose attendance is unknown and who has done nothing may not have been there.
  const asked = pupils.filter((pupil) => pupil.offered.length >= fewestAnswers && wasThere(pupil));
  const offered = asked.reduce((sum, pupil) => sum + pupil.offered.length, 0);
  const skipped = asked.reduce((sum, pupil) => sum + pupil.skipped.length, 0);
  const usual = offered === 0 ? 0 : skipped / offered;
  return new Map(
    asked.map((pupil) => {
      const count = pupil.offered.length;
      return [
        pupil.studentId,
        {
          compared: shrunkShare(pupil.skipped.length, count, usual, usualWeight),
          noise: shareNoise(usual, count + usualWeight),
          shown: pupil.skipped.length / count,
          count: pupil.skipped.length,
          of: count,
          events: pupil.skipped.map(({ quizId, question, askedMs }) => ({
            key: `skipped ${quizId} ${question}`,
            atMs: askedMs,
            source: 'quiz' as const,
            ref: quizId,
          })),
          isEnough: pupil.skipped.length >= 2,
        },
      ];
    }),
  );
}

const fewestAtFirst = 3;
/** Somebody who has left is absent, not silent. */
const thereInSecondHalf = 0.5;

/** Less in the second half than in the first, as against the class; shown as second half over first. */
function fallingParticipation({ span }: ClassFigures, pupils: readonly PupilFigures[]): Observations {
  const observations: Observations = new Map();
  if (span === undefined) return observations;
  const middleMs = (span.fromMs + span.toMs) / 2;
  const halves = pupils.flatMap((pupil) => {
    const events = [...pupil.messages, ...pupil.responses];
    const first = events.filter(({ atMs }) => atMs < middleMs);
    if (!staysTo(pupil, middleMs, span.toMs)) return [];
    return events.length < fewestAtFirst ? [] : [{ pupil, first, second: events.length - first.length }];
  });
  const classFirst = halves.reduce((sum, { first }) => sum + first.length, 0);
  const classSecond = halves.reduce((sum, { second }) => sum + second, 0);
  const usual = Math.log((classSecond + 0.5) / (classFirst + 0.5));
  for (const { pupil, first, second } of halves) {
    const ratio = (second + 0.5) / (first.length + 0.5);
    observations.set(pupil.studentId, {
      compared: usual - Math.log(ratio),
      noise: Math.sqrt(1 / (first.length + 0.5) + 1 / (second + 0.5)),
      shown: ratio,
      count: second,
      of: first.length,
      // What they did while they still took part: the rest is what is missing.
      events: first
        .slice(-Math.max(0, first.length - second))
        .map((event) =>
          'quizId' in event
            ? quizEvent(event)
            : { key: `chat ${event.id}`, atMs: event.atMs, source: 'chat' as const, ref: event.id },
        ),
      isEnough: first.length >= fewestAtFirst && first.length > second,
    });
  }
  return observations;
}

function staysTo({ present }: PupilFigures, fromMs: number, toMs: number): boolean {
  if (present === null) return true;
  const there = present.reduce(
    (sum, visit) => sum + Math.max(0, Math.min(visit.toMs, toMs) - Math.max(visit.fromMs, fromMs)),
    0,
  );
  return there >= (toMs - fromMs) * thereInSecondHalf;
}

/** Missing less than this is a slow connection or a late bell. */
const shortestAbsence = 0.1;
const absenceNoise = 0.08;

/** Share of the lesson they were not there. */
function absence(pupils: readonly PupilFigures[]): Observations {
  return new Map(
    pupils.flatMap((pupil): [string, Observation][] => {
      if (pupil.presence === null) return [];
      const away = 1 - pupil.presence;
      const joinedMs = pupil.present?.[0]?.fromMs;
      const events =
        joinedMs === undefined
          ? []
          : [
              {
                key: `absence ${pupil.studentId}`,
                atMs: joinedMs,
                source: 'attendance' as const,
                ref: pupil.studentId,
              },
            ];
      const isEnough = away >= shortestAbsence;
      const shown = { compared: away, noise: absenceNoise, shown: away, count: 1, of: 1 };
      return [[pupil.studentId, { ...shown, events, isEnough }]];
    }),
  );
}

function quizEvent(response: PupilFigures['responses'][number]): Observation['events'][number] {
  const { id, atMs, quizId } = response;
  return { key: `quiz ${id}`, atMs, source: 'quiz', ref: quizId };
}
