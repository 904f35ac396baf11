/** What is known of a class session: who was in it, what was written, and what that says. */
import type { z } from 'zod';
import type {
  ChatReadingsReply,
  SessionAnalysis,
  SessionExportFormat,
  SessionExportPart,
  StrugglingStudent,
  StudentFeedback,
  StudentNote,
  TeacherFeedback,
  pendingReplySchema,
  putStudentNoteSchema,
} from '../../contract/session-analysis.ts';
import type { Session, SessionImportReply } from '../../contract/sessions.ts';
import type { Language } from '../i18n/language.tsx';
import { type Method, call } from './client.ts';
import { saveEdit } from './kept-edits.ts';

export type SessionImportKind = SessionImportReply['kind'];

/** Seconds that one request waits for a result before it asks again. */
const waitSec = 30;

/** Asks until the result is made; each request waits for it at the core. @throws ApiFailure; AbortError */
async function whenMade<T extends object>(
  method: Method,
  path: string,
  options: { language: Language; body?: unknown; signal?: AbortSignal | undefined },
): Promise<T> {
  const { language, body, signal } = options;
  const address = `${path}?wait=${waitSec}&lang=${language}`;
  for (;;) {
    const reply = await call<T | z.infer<typeof pendingReplySchema>>(method, address, { body, signal });
    if (!('job_id' in reply)) return reply;
  }
}

/** @throws ApiFailure, `session_not_found` */
export function classSession(sessionId: string, signal?: AbortSignal): Promise<Session> {
  return call('GET', `/api/sessions/${sessionId}`, { signal });
}

/** What the whole session says; made when it is asked for, and again when something changed. */
export function analyzeSession(
  sessionId: string,
  language: Language,
  signal?: AbortSignal,
): Promise<SessionAnalysis> {
  return whenMade('POST', `/api/ai/analyze-session/${sessionId}`, { language, body: {}, signal });
}

/** Who may need help, highest risk first. */
export function strugglingStudents(
  sessionId: string,
  language: Language,
  signal?: AbortSignal,
): Promise<StrugglingStudent[]> {
  return whenMade('GET', `/api/ai/struggling-students/${sessionId}`, { language, signal });
}

/** For the pupil to read. */
export function studentFeedback(
  sessionId: string,
  studentId: string,
  language: Language,
  signal?: AbortSignal,
): Promise<StudentFeedback> {
  return whenMade('GET', `/api/ai/student-feedback/${sessionId}/${studentId}`, { language, signal });
}

export function teacherFeedback(
  sessionId: string,
  language: Language,
  signal?: AbortSignal,
): Promise<TeacherFeedback> {
  return whenMade('GET', `/api/ai/teacher-feedback/${sessionId}`, { language, signal });
}

/** A page of the messages with what was read out of them. */
export function chatReadings(
  sessionId: string,
  query: { flagged?: boolean; cursor?: string | undefined; limit?: number },
  signal?: AbortSignal,
): Promise<ChatReadingsReply> {
  const { flagged = false, cursor, limit = 200 } = query;
  const search = new URLSearchParams({ limit: String(limit), flagged: String(flagged) });
  if (cursor !== undefined) search.set('cursor', cursor);
  return call('GET', `/api/sessions/${sessionId}/chat-readings?${search}`, { signal });
}

/** Route of a pupil's note, as `saveEdit` and `withEdit` take it. */
export function studentNoteRoute(sessionId: string, studentId: string): string {
  return `PUT /api/sessions/${sessionId}/students/${studentId}/note`;
}

/**
 * The teacher's own words about a pupil, and whether they have seen to it.
 * @returns undefined when the core is away: the change is kept and sent later
 */
export function putStudentNote(
  sessionId: string,
  studentId: string,
  change: z.input<typeof putStudentNoteSchema>,
): Promise<StudentNote | undefined> {
  return saveEdit(studentNoteRoute(sessionId, studentId), change);
}

/**
 * Reads a CSV or JSON file of another tool.
 * @param options.kind default: what its columns look like
 * @param options.isPreview says what was understood and stores nothing
 * @throws ApiFailure, `import_unreadable`
 */
export function importSessionFile(
  sessionId: string,
  file: File,
  options: { kind?: SessionImportKind | undefined; isPreview: boolean; signal?: AbortSignal },
): Promise<SessionImportReply> {
  const { kind, isPreview, signal } = options;
  const form = new FormData();
  form.append('file', file, file.name);
  const search = new URLSearchParams({ preview: String(isPreview) });
  if (kind !== undefined) search.set('kind', kind);
  return call('POST', `/api/sessions/${sessionId}/import?${search}`, { body: form, signal });
}

/** Route of a part of the analysis as a file; for `SaveFileButton`. */
export function sessionExportRoute(
  sessionId: string,
  part: SessionExportPart,
  options: { format: SessionExportFormat; language: Language },
): string {
  return `/api/sessions/${sessionId}/analysis/${part}.${options.format}?lang=${options.language}`;
}
