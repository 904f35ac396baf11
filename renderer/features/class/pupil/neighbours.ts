/** Who stands before and after a pupil in the class. Pure. */
import type { StudentProfile } from '../../../../contract/session-analysis.ts';
import { sortProfiles, usualOrder } from '../pupils/profile-order.ts';

export type Neighbours = {
  previous: StudentProfile | undefined;
  next: StudentProfile | undefined;
  /** From 1. */
  place: number;
  count: number;
};

/** By name, as the table stands at first. @returns undefined when the class does not know the pupil */
export function neighboursOf(
  profiles: readonly StudentProfile[],
  studentId: string,
  language: string,
): Neighbours | undefined {
  const all = sortProfiles(profiles, usualOrder, language);
  const at = all.findIndex(({ student_id: id }) => id === studentId);
  if (at === -1) return undefined;
  return { previous: all[at - 1], next: all[at + 1], place: at + 1, count: all.length };
}
