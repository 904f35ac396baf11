/** What is said about pupils who may need help, in place of a bare score. Definitions: docs/signals.md. Pure. */
import type { Evidence, RiskSignal, StrugglingStudent } from '../../../../contract/session-analysis.ts';

/** How soon one should ask: the words that stand for the score. */
export type Concern = 'first' | 'look';

/** The core names a pupil from this score on. */
export const namedFrom = 0.4;
/** About what two strong signs, or three fair ones, come to; like the weights it is judgement, not measurement. */
export const firstFrom = 0.6;

export function concernOf(score: number): Concern {
  return score >= firstFrom ? 'first' : 'look';
}

/** Signs with their weights, strongest first. */
export const signWeights: Readonly<Record<RiskSignal, number>> = {
  wrong_answers: 0.5,
  negative_messages: 0.45,
  skipped_answers: 0.4,
  slow_answers: 0.35,
  falling_participation: 0.3,
  absence: 0.3,
};

/** Times are a multiple of what is usual; everything else is a share. */
export function signText(signal: RiskSignal, value: number, language: string): string {
  if (signal === 'slow_answers') {
    return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)}×`;
  }
  return shareText(value, language);
}

export function shareText(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

export function scoreText(score: number, language: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(language, digits).format(score);
}

/** As the core ranks them, those that have been seen to at the foot. */
export function byUrgency<T extends Pick<StrugglingStudent, 'student_id'>>(
  pupils: readonly T[],
  isDone: (pupil: T) => boolean,
): T[] {
  return [...pupils.filter((pupil) => !isDone(pupil)), ...pupils.filter((pupil) => isDone(pupil))];
}

/**
 * Moments that can be watched, and the times of those that nobody recorded; each once.
 * @param evidence by time
 */
export function momentsIn(evidence: readonly Evidence[]): { watched: Evidence[]; clock: string[] } {
  const watched = new Map<string, Evidence>();
  const clock = new Set<string>();
  for (const one of evidence) {
    if (one.recording_id !== null && one.time !== null) {
      const key = `${one.recording_id} ${Math.floor(one.time)}`;
      if (!watched.has(key)) watched.set(key, one);
    } else if (one.at !== null) clock.add(one.at);
  }
  return { watched: [...watched.values()], clock: [...clock] };
}
