/** What the name of a video file says about its lesson. Pure. */
import { isDay } from './calendar.ts';

export type FileFields = {
  title: string;
  session_date?: string;
  class_name?: string;
  subject?: string;
  /** ISO 8601: when the recording began, where the name tells the time beside the date. */
  started_at?: string;
};

const dateInName = /(?<!\d)(20\d\d)(?:[-._ ]?|년\s*)(\d{1,2})(?:[-._ ]?|월\s*)(\d{1,2})일?(?!\d)/u;
const timeInName = /(?<=^|[\s_-])(?:[01]\d|2[0-3])[-.:]?[0-5]\d(?:[-.:]?[0-5]\d)?(?=$|[\s_-])/u;
const classInName = /([1-6])\s*학년\s*(\d{1,2})\s*반|(?<![\d-])([1-6])-(\d{1,2})반?(?![\d-])/u;
/** What is taught at Korean schools, longest first so that 한국사 is not taken for 사. */
const commonSubjects = (
  '통합과학 통합사회 생명과학 지구과학 기술가정 중국어 일본어 한국사 세계사 국어 영어 수학 과학 사회 역사 도덕 윤리 지리 물리 화학 ' +
  '음악 미술 체육 정보 한문 기술 가정 진로'
).split(' ');

/**
 * @param filename with its extension
 * @param knownSubjects subjects of this library, which come before those every school has
 */
export function fieldsOfFile(filename: string, knownSubjects: readonly string[] = []): FileFields {
  const stem = filename.replace(/\.[^.]{1,5}$/u, '').normalize('NFC');
  let rest = stem.replace(/^GMT(?=20\d{6})/u, '');
  const isUtc = rest !== stem;
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest);
    if (found !== null) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found;
  };
  const date = take(dateInName);
  const day = date === null ? undefined : dayOf(date);
  // A clock time beside a date is when the recording began: so do OBS, Zoom and phones name their files.
  const time = date === null ? null : take(timeInName);
  const startedAt = day === undefined || time === null ? undefined : momentOf(day, time[0], isUtc);
  const room = take(classInName);
  take(/(?<=^|[\s_])\d{3,4}x\d{3,4}(?=$|[\s_])/u);
  const words = new Set(rest.split(/[\s_,()[\]-]+/u));
  const subject = [...knownSubjects, ...commonSubjects].find((name) => words.has(name));
  const title = rest
    .replaceAll(/[\s_]+/gu, ' ')
    .replaceAll(/^[\s\-–·.,]+|[\s\-–·.,]+$/gu, '')
    .slice(0, 300);
  return {
    title: title === '' ? stem.slice(0, 300) : title,
    ...(day === undefined ? {} : { session_date: day }),
    ...(room === null
      ? {}
      : { class_name: `${room[1] ?? room[3] ?? ''}학년 ${Number(room[2] ?? room[4] ?? '')}반` }),
    ...(subject === undefined ? {} : { subject }),
    ...(startedAt === undefined ? {} : { started_at: startedAt }),
  };
}

/** @param time `0930`, `09-30-12`; by the clock of this PC unless the name says that it is UTC */
function momentOf(day: string, time: string, isUtc: boolean): string {
  const [hours = '00', minutes = '00', seconds = '00'] = time.replaceAll(/\D/gu, '').match(/../gu) ?? [];
  return new Date(`${day}T${hours}:${minutes}:${seconds}${isUtc ? 'Z' : ''}`).toISOString();
}

function dayOf([, year = '', month = '', day = '']: RegExpExecArray): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(text) ? text : undefined;
}
