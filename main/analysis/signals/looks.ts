/**
 * Looks at a class from the recording and from screenshots of the session, in a form that can be voted on and kept.
 * Boxes are shares of the picture (0–1), so that they fit every size of it. Pure.
 */
import type { Box, DetectedSignal } from '../../../contract/analysis.ts';
import type { Scene } from '../vision/scene.ts';
import { readScene } from './read-scene.ts';
import { type Screenshot, fewestPupils } from './screenshot-plan.ts';
import type { Look } from './voting.ts';

export type LessonLook = Look & {
  engagement: number | null;
  /** Where its picture is: in the recording, or a screenshot; null when none of it may be shown. */
  picture: { screenshotKey: string | null; signals: DetectedSignal[] } | null;
};

/** A screenshot that was looked at. A pupil's is never shown, and whose it is is kept nowhere. */
export type SeenScreenshot = Screenshot & { scene: Scene };

export function lookAtRecording(time: number, scene: Scene): LessonLook {
  const { peopleCount, engagement, signals } = readScene(scene);
  const shares = signals.map((signal) => inShares(signal, scene));
  return {
    time,
    people: peopleCount,
    isSomebodyThere: isSomebodyIn(scene),
    engagement,
    signals: shares,
    picture: { screenshotKey: null, signals: shares },
  };
}

/** Looks in which people are seen less often than this are no view of a class, but slides or screens. */
const leastShareWithPeople = 0.1;

/** @param looks of the recording, or of the screenshots: of one source */
export function isViewOfClass(looks: readonly Pick<LessonLook, 'isSomebodyThere'>[]): boolean {
  return looks.filter(({ isSomebodyThere }) => isSomebodyThere).length >= looks.length * leastShareWithPeople;
}

/** Screenshots of the same interval are one look at the class. @param seen by time */
export function poolScreenshots(seen: readonly SeenScreenshot[], intervalSec: number): LessonLook[] {
  const byInterval = Map.groupBy(seen, ({ time }) => Math.floor(time / intervalSec));
  return [...byInterval.values()].flatMap(pool);
}

/** @returns nothing where only few pupils are seen: what is left would be about each of them */
function pool(seen: readonly SeenScreenshot[]): LessonLook[] {
  const read = withoutFewPupils(
    seen.map((one) => {
      const reading = readScene(one.scene);
      return { ...one, ...reading, signals: reading.signals.map((signal) => inShares(signal, one.scene)) };
    }),
  );
  if (read.length === 0) return [];
  const signals = read.flatMap((one) => one.signals);
  const ofPeople = signals.filter(({ box }) => box !== null);
  // Nobody is there only when nobody is on any of them.
  const ofAll = (['absent', 'screen_off'] as const).flatMap((kind) => {
    const found = signals.filter((signal) => signal.kind === kind);
    if (found.length < read.length) return [];
    return [{ kind, confidence: Math.min(...found.map(({ confidence }) => confidence)), box: null }];
  });
  const shown = read
    .filter(({ studentId }) => studentId === null)
    .toSorted((a, b) => b.signals.length - a.signals.length)[0];
  return [
    {
      time: read[0]?.time ?? 0,
      people: read.reduce((sum, { peopleCount }) => sum + peopleCount, 0),
      isSomebodyThere: read.some(({ scene }) => isSomebodyIn(scene)),
      signals: [...ofPeople, ...ofAll],
      engagement: pooledEngagement(read),
      picture: shown === undefined ? null : { screenshotKey: shown.key, signals: shown.signals },
    },
  ];
}

function isSomebodyIn({ people, strongestDoubt }: Scene): boolean {
  return people.length > 0 || strongestDoubt === 1;
}

/** Signals, people and score alike: neither a raised hand nor an empty chair of one pupil is kept. */
function withoutFewPupils<S extends { studentId: string | null; peopleCount: number }>(
  read: readonly S[],
): S[] {
  const seen = new Set(
    read.flatMap(({ studentId, peopleCount }) => (peopleCount > 0 ? (studentId ?? []) : [])),
  );
  return read.filter(({ studentId }) => studentId === null || seen.size >= fewestPupils);
}

function pooledEngagement(
  read: readonly { peopleCount: number; engagement: number | null }[],
): number | null {
  const scored = read.flatMap(({ engagement, peopleCount }) =>
    engagement === null ? [] : [{ peopleCount, engagement }],
  );
  if (scored.length === 0) return null;
  const people = scored.reduce((sum, { peopleCount }) => sum + peopleCount, 0);
  const weighted = scored.reduce((sum, { engagement, peopleCount }) => sum + engagement * peopleCount, 0);
  return Math.round((weighted / people) * 1000) / 1000;
}

function inShares<S extends { box: Box | null }>(
  signal: S,
  { width, height }: { width: number; height: number },
): S {
  const { box } = signal;
  if (box === null) return signal;
  return {
    ...signal,
    box: { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height },
  };
}

/** Boxes of a kind in pixels of a picture of this size, whole ones. */
export function boxesOf(
  signals: readonly DetectedSignal[],
  kind: DetectedSignal['kind'],
  size: { width: number; height: number },
): Box[] {
  return signals
    .filter((signal) => signal.kind === kind)
    .flatMap(({ box }) => (box === null ? [] : [box]))
    .map((box) => ({
      x: Math.round(box.x * size.width),
      y: Math.round(box.y * size.height),
      width: Math.round(box.width * size.width),
      height: Math.round(box.height * size.height),
    }));
}
