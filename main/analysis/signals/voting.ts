/**
 * From looks to moments: a sign counts only when several looks close to each other agree, since each single one errs
 * now and then (docs/signals.md). Pure.
 */
import { type Box, type SignalKind, signalKinds } from '../../../contract/analysis.ts';

/** One look at the class. */
export type Look = {
  /** Position in the lesson (s). */
  time: number;
  people: number;
  /** People are seen, if only too small to be counted. */
  isSomebodyThere: boolean;
  signals: readonly { kind: SignalKind; confidence: number; box: Box | null }[];
};

export type Moment<L extends Look = Look> = {
  kind: SignalKind;
  startSec: number;
  endSec: number;
  confidence: number;
  /** Most at once in one look; 0 for what is not about people. */
  count: number;
  /** The looks that show it best, by time. */
  evidence: L[];
};

type Rule = {
  /** Of so many looks in a row … */
  of: number;
  /** … so many must show it. */
  needed: number;
  /** And in each of them this share of the people that are seen. In a class somebody always looks aside. */
  leastShare?: number;
  /** Looks that are kept as evidence, the best ones. */
  evidence: number;
};

/** A raised hand lasts two looks or so; what is weak in itself (phones, pens) has to be seen oftener. */
export const rules: Readonly<Record<SignalKind, Rule>> = {
  hand_raised: { of: 3, needed: 2, evidence: 3 },
  writing: { of: 5, needed: 3, evidence: 3 },
  phone_in_use: { of: 5, needed: 3, evidence: 3 },
  looking_away: { of: 5, needed: 3, leastShare: 1 / 3, evidence: 3 },
  absent: { of: 3, needed: 3, evidence: 1 },
  screen_off: { of: 3, needed: 3, evidence: 1 },
};

/** Looks further apart than this many intervals do not follow each other: there was no picture in between. */
const longestGap = 2.5;

type Hit<L> = { look: L; index: number; confidence: number; count: number };

/**
 * @param looks by time
 * @param intervalSec from look to look; the last look of a moment stands for so long
 * @returns by time, then in the order of the kinds
 */
export function findMoments<L extends Look>(
  looks: readonly L[],
  intervalSec: number,
  durationSec: number,
): Moment<L>[] {
  const runs = unbroken(looks, intervalSec * longestGap);
  const moments = signalKinds.flatMap((kind) =>
    runs.flatMap((run) => momentsOf(run, kind).map((hits) => toMoment(kind, hits))),
  );
  return moments.toSorted((a, b) => a.startSec - b.startSec);

  function toMoment(kind: SignalKind, hits: readonly Hit<L>[]): Moment<L> {
    const best = hits.toSorted(bestFirst).slice(0, rules[kind].evidence);
    const last = hits.at(-1)?.look.time ?? 0;
    return {
      kind,
      startSec: hits[0]?.look.time ?? 0,
      endSec: Math.min(durationSec, last + intervalSec),
      confidence: hits.reduce((sum, { confidence }) => sum + confidence, 0) / hits.length,
      count: Math.max(...hits.map(({ count }) => count)),
      evidence: best.map(({ look }) => look).toSorted((a, b) => a.time - b.time),
    };
  }
}

function bestFirst(a: Hit<Look>, b: Hit<Look>): number {
  return b.count - a.count || b.confidence - a.confidence;
}

function unbroken<L extends Look>(looks: readonly L[], longestGapSec: number): L[][] {
  const runs: L[][] = [];
  for (const look of looks) {
    const before = runs.at(-1)?.at(-1);
    if (before === undefined || look.time - before.time > longestGapSec) runs.push([look]);
    else runs.at(-1)?.push(look);
  }
  return runs;
}

/** Hits that enough of their neighbours confirm, in groups that belong together. */
function momentsOf<L extends Look>(run: readonly L[], kind: SignalKind): Hit<L>[][] {
  const { of, needed } = rules[kind];
  const hits = run.flatMap((look, index) => hitOf(look, index, kind) ?? []);
  const isConfirmed = ({ index }: Hit<L>): boolean =>
    Array.from({ length: of }, (_, shift) => index - shift).some(
      (from) => hits.filter((hit) => hit.index >= from && hit.index < from + of).length >= needed,
    );
  const groups: Hit<L>[][] = [];
  for (const hit of hits.filter(isConfirmed)) {
    const before = groups.at(-1)?.at(-1);
    if (before === undefined || hit.index - before.index >= of) groups.push([hit]);
    else groups.at(-1)?.push(hit);
  }
  return groups;
}

function hitOf<L extends Look>(look: L, index: number, kind: SignalKind): Hit<L> | undefined {
  const seen = look.signals.filter((signal) => signal.kind === kind);
  if (seen.length === 0 || seen.length < look.people * (rules[kind].leastShare ?? 0)) return undefined;
  const isAboutPeople = seen.some(({ box }) => box !== null);
  return {
    look,
    index,
    confidence: Math.max(...seen.map(({ confidence }) => confidence)),
    count: isAboutPeople ? seen.length : 0,
  };
}

/**
 * Where one source shows people, another that shows none at that time only looks elsewhere: nobody present and a dark
 * screen are then not its to say.
 */
export function withoutContradicted<L extends Look>(tracks: readonly L[][], intervalSec: number): L[][] {
  return tracks.map((track) => {
    const seenElsewhere = tracks
      .filter((other) => other !== track)
      .flatMap((other) => other.filter(({ isSomebodyThere }) => isSomebodyThere).map(({ time }) => time));
    return track.map((look) =>
      seenElsewhere.some((time) => Math.abs(time - look.time) < intervalSec)
        ? { ...look, signals: look.signals.filter(({ box }) => box !== null) }
        : look,
    );
  });
}

/** Two lists of moments as one: of the same kind, those that touch become one. */
export function mergeMoments<L extends Look>(moments: readonly Moment<L>[]): Moment<L>[] {
  const merged: Moment<L>[] = [];
  for (const moment of moments.toSorted((a, b) => a.startSec - b.startSec)) {
    const same = merged.find(({ kind, endSec }) => kind === moment.kind && endSec >= moment.startSec);
    if (same === undefined) {
      merged.push({ ...moment });
      continue;
    }
    same.endSec = Math.max(same.endSec, moment.endSec);
    same.confidence = Math.max(same.confidence, moment.confidence);
    same.count = Math.max(same.count, moment.count);
    same.evidence = [...new Set([...same.evidence, ...moment.evidence])].toSorted((a, b) => a.time - b.time);
  }
  return merged;
}

/** Frames of a kind that a lesson keeps, at most: some 8 MB of pictures, and more than anybody looks through. */
export const mostFrames = 60;

/** Where there are too many, each moment's best look is kept before the second best of others. */
export function limitEvidence<L extends Look>(moments: readonly Moment<L>[], most = mostFrames): Moment<L>[] {
  return [...Map.groupBy(moments, ({ kind }) => kind)]
    .flatMap(([kind, ofKind]) => {
      const ranked = ofKind.flatMap(({ evidence }) =>
        evidence
          .flatMap((look, index) => hitOf(look, index, kind) ?? [])
          .toSorted(bestFirst)
          .map((hit, rank) => ({ hit, rank })),
      );
      const kept = new Set(
        ranked
          .toSorted((a, b) => a.rank - b.rank || bestFirst(a.hit, b.hit))
          .slice(0, most)
          .map(({ hit }) => hit.look),
      );
      return ofKind.map((moment) => ({
        ...moment,
        evidence: moment.evidence.filter((look) => kept.has(look)),
      }));
    })
    .toSorted((a, b) => a.startSec - b.startSec || signalKinds.indexOf(a.kind) - signalKinds.indexOf(b.kind));
}
