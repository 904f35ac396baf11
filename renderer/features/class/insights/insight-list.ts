/** Which insights are looked at: of a kind, or of one recording; and which of their evidence can be shown. Pure. */
import {
  type Evidence,
  type InsightKind,
  type KeyInsight,
  insightKinds,
} from '../../../../contract/session-analysis.ts';

/** More insights than this are worth narrowing down. */
const mostUnfiltered = 5;

/** Kinds that there are with how many, in the contract's order; empty where narrowing down would not help. */
export function kindCounts(insights: readonly KeyInsight[]): { kind: InsightKind; count: number }[] {
  if (insights.length <= mostUnfiltered) return [];
  const counts = insightKinds
    .map((kind) => ({ kind, count: insights.filter((insight) => insight.kind === kind).length }))
    .filter(({ count }) => count > 0);
  return counts.length > 1 ? counts : [];
}

/** @param kind as it stands in the address; what is no kind that there is shows all */
export function insightsOfKind(insights: readonly KeyInsight[], kind: string | null): readonly KeyInsight[] {
  const found = insights.filter((insight) => insight.kind === kind);
  return found.length === 0 ? insights : found;
}

/** Evidence that leads somewhere or has a time of the clock, each moment once. */
export function shownEvidence(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter((one) => {
    if (one.at === null && !isRecorded(one)) return false;
    const moment = evidenceKey(one);
    if (seen.has(moment)) return false;
    seen.add(moment);
    return true;
  });
}

/** The same for two that would look and lead the same. */
export function evidenceKey({ recording_id, time, at, source }: Evidence): string {
  return recording_id !== null && time !== null
    ? `${source} ${recording_id} ${Math.floor(time)}`
    : `${source} ${at}`;
}

export type InsightMoment = { insight: KeyInsight; atSec: number };

/**
 * Insights that can be seen in the recording, in their order, each at its first moment there. That somebody joined is
 * nothing to see.
 */
export function insightsIn(
  insights: readonly KeyInsight[],
  recordingId: string,
  most: number,
): InsightMoment[] {
  return insights
    .flatMap((insight): InsightMoment[] => {
      const place = insight.evidence.find(
        ({ recording_id, time, source }) =>
          recording_id === recordingId && time !== null && source !== 'attendance',
      );
      return place === undefined || place.time === null ? [] : [{ insight, atSec: place.time }];
    })
    .slice(0, most);
}

function isRecorded({ recording_id, time }: Evidence): boolean {
  return recording_id !== null && time !== null;
}
