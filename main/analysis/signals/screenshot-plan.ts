/** Which of the screenshots of a session are looked at: a few of every interval. Pure. */

export type Screenshot = {
  /** Position in the lesson (s). */
  time: number;
  key: string;
  /** The pupil it was sent in for; null for one of the class. */
  studentId: string | null;
};

/** What is seen of pupils on their own screenshots counts only when so many different pupils are seen together. */
export const fewestPupils = 3;
/** Of an interval, at most; a look costs about 0.2 s, and a class may send thirty pictures in ten seconds. */
const mostOfClass = 2;
const mostPupils = 6;
/** About so many looks until what is done is kept. */
const looksPerBatch = 20;

/**
 * Of each pupil one picture counts in an interval, and none where so few sent one that it would not count.
 * @param sent by time
 * @returns by interval
 */
export function chooseScreenshots(sent: readonly Screenshot[], intervalSec: number): Screenshot[][] {
  const byInterval = Map.groupBy(sent, ({ time }) => Math.floor(time / intervalSec));
  return [...byInterval.values()].flatMap((shots) => {
    const ofClass = shots.filter(({ studentId }) => studentId === null).slice(0, mostOfClass);
    const ofPupils = [...Map.groupBy(shots, ({ studentId }) => studentId)].flatMap(([studentId, own]) =>
      studentId === null ? [] : own.slice(0, 1),
    );
    const counted = ofPupils.length < fewestPupils ? [] : ofPupils.slice(0, mostPupils);
    const chosen = [...ofClass, ...counted].toSorted((a, b) => a.time - b.time);
    return chosen.length === 0 ? [] : [chosen];
  });
}

/** Intervals are never split: what is kept of one is whole. */
export function batchesOf(intervals: readonly Screenshot[][]): Screenshot[][] {
  const batches: Screenshot[][] = [];
  for (const shots of intervals) {
    const last = batches.at(-1);
    if (last === undefined || last.length + shots.length > looksPerBatch) batches.push([...shots]);
    else last.push(...shots);
  }
  return batches;
}
