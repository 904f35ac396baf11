/**
 * What a pupil's sheet says: their own feedback, the moments to watch, what the lesson was. It is handed out, so it is
 * made of the feedback for them and the lesson's name alone: no other pupil, no note, no comparison gets here. Pure.
 */
import type { Evidence, StudentFeedback } from '../../../../contract/session-analysis.ts';
import type { Session } from '../../../../contract/sessions.ts';
import type { Language } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { momentsIn } from '../pupils/help-words.ts';

/** More times beside one sentence nobody looks up. */
const mostMoments = 3;

export const sheetParts = ['strengths', 'improvements', 'resources'] as const;
export type SheetItem = {
  text: string;
  kind: StudentFeedback['resources'][number]['kind'] | undefined;
  /** Moments that can be watched. */
  moments: Evidence[];
  /** Number of the recording from 1, where the lesson has several. */
  recording: number | undefined;
};
export type SheetPart = { part: (typeof sheetParts)[number]; items: SheetItem[] };

/**
 * Parts that have anything to say.
 * @param recordings ids of the lesson's recordings, by time
 */
export function partsOf(feedback: StudentFeedback, recordings: readonly string[]): SheetPart[] {
  const parts: SheetPart[] = [
    { part: 'strengths', items: feedback.strengths.map((item) => sheetItem(item, recordings)) },
    { part: 'improvements', items: feedback.improvements.map((item) => sheetItem(item, recordings)) },
    { part: 'resources', items: feedback.resources.map((item) => resourceItem(item, recordings)) },
  ];
  return parts.filter(({ items }) => items.length > 0);
}

function sheetItem(item: StudentFeedback['strengths'][number], recordings: readonly string[]): SheetItem {
  const moments = momentsIn(item.evidence).watched.slice(0, mostMoments);
  return {
    text: item.text,
    kind: undefined,
    moments,
    recording: recordingNumber(moments[0]?.recording_id, recordings),
  };
}

function resourceItem(item: StudentFeedback['resources'][number], recordings: readonly string[]): SheetItem {
  const { text, kind, recording_id: recordingId, start_time: startSec, end_time: endSec } = item;
  return {
    // Its time stands beside it, from where to where.
    text: withoutTime(text, startSec),
    kind,
    moments: [
      {
        ...{ recording_id: recordingId, time: startSec, end_time: endSec, at: null },
        ...{ source: 'lesson', ref: null },
      },
    ],
    recording: kind === 'lesson' ? undefined : recordingNumber(recordingId, recordings),
  };
}

/** `12:40 · ‘통분’ 다시 보기` → `‘통분’ 다시 보기` */
function withoutTime(text: string, startSec: number): string {
  const time = `${clockText(startSec)} · `;
  return text.startsWith(time) ? text.slice(time.length) : text;
}

function recordingNumber(
  recordingId: string | null | undefined,
  recordings: readonly string[],
): number | undefined {
  if (recordings.length < 2 || recordingId === null || recordingId === undefined) return undefined;
  const at = recordings.indexOf(recordingId);
  return at === -1 ? undefined : at + 1;
}

/** Subject, class and day, as far as they are known. */
export function lessonLine(
  session: Pick<Session, 'subject' | 'class_name' | 'session_date'>,
  language: Language,
): string {
  const [year = 1970, month = 1, date = 1] = session.session_date.split('-').map(Number);
  // A sheet is kept for years: the year always stands on it.
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(
    new Date(year, month - 1, date),
  );
  return [session.subject, session.class_name, day].filter((part) => part !== '').join(' · ');
}

/** What a browser calls the file when the sheet is saved as PDF. */
export function sheetTitle(lesson: string, pupil: string): string {
  return `${lesson} - ${pupil}`.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim();
}
