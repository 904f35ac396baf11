/**
 * What was found out about a session as flat rows, one thing a row, with the same names as in the contract. Where
 * something rests on several moments, each is a row. Positions are written as people read them and as seconds. Pure.
 */
import type {
  ChatReadingsReply,
  Evidence,
  SessionAnalysis,
  SessionExportPart,
  StrugglingStudent,
  StudentProfile,
} from '../../../contract/session-analysis.ts';

export type ExportValue = string | number | boolean | null;
export type ExportRow = Record<string, ExportValue>;

const moment = ['position', 'seconds', 'end_seconds', 'at', 'recording_id'] as const;
/** Columns of each part in their order; rows have these and no others. */
export const exportColumns: Record<SessionExportPart, readonly string[]> = {
  insights: ['kind', 'text', 'confidence', ...moment],
  students: [
    ...['student_id', 'name', 'engagement', 'participation', 'quiz_accuracy', 'presence'],
    ...['messages', 'questions', 'answers', 'positive', 'neutral', 'negative'],
  ],
  help: [
    ...['student_id', 'name', 'risk_score', 'intervention', 'signal', 'text', 'value', 'class_median'],
    ...['note', 'done'],
  ],
  topics: ['text', 'count', ...moment],
  timeline: [
    ...['position', 'seconds', 'messages', 'questions', 'positive', 'negative', 'answers', 'wrong', 'speech'],
    'recording_id',
  ],
  chat: [
    ...['message_id', 'sent_at', 'position', 'seconds', 'sender_id', 'sender_name', 'sender_role', 'text'],
    ...['sentiment', 'sentiment_confidence', 'intent', 'intent_confidence', 'keywords'],
    ...['is_spam', 'is_abusive', 'severity', 'reasons', 'recording_id'],
  ],
};

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Position of a recording: 0:12:30. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

function place(evidence: Evidence | undefined): ExportRow {
  const { recording_id = null, time = null, end_time = null, at = null } = evidence ?? {};
  return {
    position: time === null ? null : clock(time),
    seconds: time,
    end_seconds: end_time,
    at,
    recording_id,
  };
}

/** Also what rests on no moment gets its row. */
function perEvidence(row: ExportRow, evidence: readonly Evidence[]): ExportRow[] {
  const moments = evidence.length === 0 ? [undefined] : evidence;
  return moments.map((one) => Object.assign({}, row, place(one)));
}

export function insightRows({ key_insights: insights }: Pick<SessionAnalysis, 'key_insights'>): ExportRow[] {
  return insights.flatMap(({ kind, text, confidence, evidence }) =>
    perEvidence({ kind, text, confidence }, evidence),
  );
}

export function studentRows({
  student_profiles: profiles,
}: Pick<SessionAnalysis, 'student_profiles'>): ExportRow[] {
  return profiles.map(studentRow);
}

/** Without the teacher's notes: this table is handed around. */
function studentRow({ sentiment, signals: _signals, note: _note, ...profile }: StudentProfile): ExportRow {
  return {
    ...profile,
    positive: sentiment?.positive ?? null,
    neutral: sentiment?.neutral ?? null,
    negative: sentiment?.negative ?? null,
  };
}

export function helpRows(students: readonly StrugglingStudent[]): ExportRow[] {
  return students.flatMap(({ reasons, ...student }) => reasons.map((reason) => helpRow(student, reason)));
}

function helpRow(
  { student_id, name, risk_score, intervention, note }: Omit<StrugglingStudent, 'reasons'>,
  { signal, value, class_median, text }: StrugglingStudent['reasons'][number],
): ExportRow {
  return {
    ...{ student_id, name, risk_score, intervention, signal, value, class_median, text },
    note: note?.note ?? null,
    done: note?.done ?? null,
  };
}

export function topicRows({ topics }: Pick<SessionAnalysis, 'topics'>): ExportRow[] {
  return topics.map(topicRow);
}

function topicRow({ text, count, evidence }: SessionAnalysis['topics'][number]): ExportRow {
  return { text, count, ...place(evidence) };
}

export function timelineRows({ timeline }: Pick<SessionAnalysis, 'timeline'>): ExportRow[] {
  return timeline.flatMap(({ recording_id: recordingId, minutes }) =>
    minutes.map((minute) => minuteRow(recordingId, minute)),
  );
}

function minuteRow(
  recordingId: string,
  { time, ...counts }: SessionAnalysis['timeline'][number]['minutes'][number],
): ExportRow {
  return { position: clock(time), seconds: time, ...counts, recording_id: recordingId };
}

export function chatRows(items: ChatReadingsReply['items']): ExportRow[] {
  return items.map(chatRow);
}

function chatRow({ reading, time, recording_id, ...message }: ChatReadingsReply['items'][number]): ExportRow {
  return {
    ...message,
    position: time === null ? null : clock(time),
    seconds: time,
    recording_id,
    sentiment: reading?.sentiment.label ?? null,
    sentiment_confidence: reading?.sentiment.confidence ?? null,
    intent: reading?.intent.label ?? null,
    intent_confidence: reading?.intent.confidence ?? null,
    keywords: reading?.keywords.join(' ') ?? null,
    is_spam: reading?.spam.is_spam ?? null,
    is_abusive: reading?.spam.is_abusive ?? null,
    severity: reading?.spam.severity ?? null,
    reasons: reading?.spam.reasons.join(' ') ?? null,
  };
}
