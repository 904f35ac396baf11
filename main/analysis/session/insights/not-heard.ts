/** Who was there and has neither written nor answered, in a lesson in which others did. Pure. */
import type { RecordingFacts } from '../../../db/session-facts.ts';
import { fewestEvents } from '../engagement.ts';
import type { ClassFigures } from '../pupil-figures.ts';
import { evidenceAt } from '../recording-clock.ts';
import { rounded } from '../robust.ts';
import type { InsightOf } from './insight.ts';

/** Without attendance a pupil of the roster may as well have been ill. */
const confidenceWithoutAttendance = 0.4;
/** Somebody there for less has hardly had the chance. */
const fewestPresence = 0.5;
/** Where only a few take part the others are not the news. */
const heardShare = 0.5;

export function notHeardFrom(
  { pupils, span }: ClassFigures,
  recordings: readonly RecordingFacts[],
): InsightOf<'not_heard_from'>[] {
  const there = pupils.filter(({ presence }) => presence === null || presence >= fewestPresence);
  const isQuiet = (pupil: (typeof there)[number]): boolean =>
    pupil.messages.length === 0 && pupil.responses.length === 0;
  const quiet = there.filter(isQuiet);
  const events = there.reduce((sum, pupil) => sum + pupil.messages.length + pupil.responses.length, 0);
  if (quiet.length === 0 || events < fewestEvents || span === undefined) return [];
  const heard = there.length - quiet.length;
  if (heard < there.length * heardShare) return [];
  const isKnown = quiet.every(({ presence }) => presence !== null);
  return [
    {
      kind: 'not_heard_from',
      studentIds: quiet.map(({ studentId }) => studentId),
      there: there.length,
      evidence: quiet.flatMap(({ studentId, present }) => {
        const joinedMs = present?.[0]?.fromMs;
        return joinedMs === undefined
          ? []
          : [evidenceAt(recordings, joinedMs, { source: 'attendance', ref: studentId })];
      }),
      confidence: rounded((isKnown ? 1 : confidenceWithoutAttendance) * (1 - 0.5 ** (events / fewestEvents))),
    },
  ];
}
