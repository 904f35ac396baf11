/** What lies along a lesson's time line besides its sound: chapters, screens, signals, gaps, how much was written. Pure. */
import type { LessonSignals, SignalKind } from '../../../../contract/analysis.ts';
import type { Chapter } from '../../../../contract/vod.ts';

export type Segment = { startSec: number; endSec: number; title: string };

/** Chapters as a chain from the start to the end of the lesson; what lies before the first has no title. */
export function chapterSegments(chapters: readonly Chapter[], durationSec: number): Segment[] {
  const starts = chapters
    .filter(({ start_time: startSec }) => startSec < durationSec)
    .toSorted((left, right) => left.start_time - right.start_time);
  const segments: Segment[] = [];
  const [first] = starts;
  if (first === undefined || first.start_time > 0) {
    segments.push({ startSec: 0, endSec: first?.start_time ?? durationSec, title: '' });
  }
  for (const [index, { start_time: startSec, title }] of starts.entries()) {
    const endSec = starts[index + 1]?.start_time ?? durationSec;
    if (endSec > startSec) segments.push({ startSec, endSec, title });
  }
  return segments;
}

export function segmentAt(segments: readonly Segment[], atSec: number): Segment | undefined {
  return segments.findLast(({ startSec }) => startSec <= atSec);
}

export type Gap = { position: number; start_time: number; end_time: number; reason: string };
export type GapMark<G extends Gap> = { atSec: number; missingSec: number; gaps: G[] };

/** Gaps in the order of the player's time line; those that would lie on top of each other are one mark. */
export function gapMarks<G extends Gap>(gaps: readonly G[], nearSec: number): GapMark<G>[] {
  const marks: GapMark<G>[] = [];
  for (const gap of gaps.toSorted((left, right) => left.position - right.position)) {
    const missingSec = Math.max(0, gap.end_time - gap.start_time);
    const last = marks.at(-1);
    if (last !== undefined && gap.position - last.atSec < nearSec) {
      last.gaps.push(gap);
      last.missingSec += missingSec;
    } else marks.push({ atSec: gap.position, missingSec, gaps: [gap] });
  }
  return marks;
}

type Moment = Pick<LessonSignals['moments'][number], 'start_time' | 'end_time' | 'kind' | 'count'>;
export type SignalMark = { startSec: number; endSec: number; kinds: SignalKind[]; moments: number };

/** Moments by time; those whose signs would lie on top of each other are one mark that names each kind once. */
export function signalMarks(moments: readonly Moment[], nearSec: number): SignalMark[] {
  const marks: SignalMark[] = [];
  for (const { start_time: startSec, end_time: endSec, kind } of moments.toSorted(
    (left, right) => left.start_time - right.start_time,
  )) {
    const last = marks.at(-1);
    if (last !== undefined && startSec - last.startSec < nearSec) {
      last.endSec = Math.max(last.endSec, endSec);
      last.moments += 1;
      if (!last.kinds.includes(kind)) last.kinds.push(kind);
    } else marks.push({ startSec, endSec, kinds: [kind], moments: 1 });
  }
  return marks;
}

/** Messages per column of a view, as shares of the busiest column. */
export function chatDensity(
  times: readonly number[],
  view: { fromSec: number; toSec: number },
  columns: number,
): number[] {
  const counts = Array.from({ length: columns }, () => 0);
  const span = view.toSec - view.fromSec;
  for (const time of times) {
    const column = Math.floor(((time - view.fromSec) / span) * columns);
    if (column >= 0 && column < columns) counts[column] = (counts[column] ?? 0) + 1;
  }
  const busiest = Math.max(1, ...counts);
  return counts.map((count) => count / busiest);
}
