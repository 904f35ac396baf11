/**
 * Sessions and what happened in them, as the ingestion routes use it: every call is one transaction and may be
 * repeated. Owns the order of checks; the rows are in db/, the files of pictures in the file store.
 */
import type { z } from 'zod';
import {
  type PutSession,
  type Session,
  type SessionImportReply,
  type attendanceBatchSchema,
  type chatBatchSchema,
  type chatListReplySchema,
  type listSessionsQuerySchema,
  maxRowsPerCall,
  type quizBatchSchema,
  type screenshotFieldsSchema,
  type screenshotReplySchema,
  type sessionListReplySchema,
} from '../../contract/sessions.ts';
import type { Clock } from '../base/clock.ts';
import { addAttendance } from '../db/attendance.ts';
import { type IngestReply, addChat, listChat } from '../db/chat.ts';
import type { Db } from '../db/database.ts';
import { addQuizResponses } from '../db/quiz.ts';
import {
  addStudents,
  nameStudents,
  getSession,
  listSessions,
  requireSession,
  upsertSession,
} from '../db/sessions.ts';
import type { ImportKind } from './import-columns.ts';
import type { ImportedRow } from './import-rows.ts';
import { type ScreenshotFiles, addScreenshot } from './screenshots.ts';
import { understandImport } from './session-import.ts';

export type SessionLibraryOptions = {
  db: Db;
  files: ScreenshotFiles;
  clock: Clock;
  /** The school's time zone as it is set now (IANA name; empty: the PC's own). */
  timeZone: () => string;
  /** Told after more is known of a session; `isListed`: also what lists tell of it and its lessons. */
  onChanged?: ((sessionId: string, isListed: boolean) => void) | undefined;
};

export type SessionLibrary = {
  putSession(sessionId: string, fields: PutSession): Promise<Session>;
  getSession(sessionId: string): Promise<Session>;
  listSessions(
    query: z.infer<typeof listSessionsQuerySchema>,
  ): Promise<z.infer<typeof sessionListReplySchema>>;
  addChat(sessionId: string, messages: z.infer<typeof chatBatchSchema>): Promise<IngestReply>;
  listChat(
    sessionId: string,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<z.infer<typeof chatListReplySchema>>;
  addQuizResponses(sessionId: string, responses: z.infer<typeof quizBatchSchema>): Promise<IngestReply>;
  addAttendance(sessionId: string, rows: z.infer<typeof attendanceBatchSchema>): Promise<IngestReply>;
  addScreenshot(
    sessionId: string,
    screenshot: z.infer<typeof screenshotFieldsSchema> & { image: Buffer },
  ): Promise<z.infer<typeof screenshotReplySchema>>;
  importFile(
    sessionId: string,
    upload: { content: Buffer; filename: string; kind?: ImportKind | undefined; preview: boolean },
  ): Promise<SessionImportReply>;
};

export function createSessionLibrary(options: SessionLibraryOptions): SessionLibrary {
  const { db, files, clock, timeZone } = options;
  const changed = <T>(sessionId: string, result: T, isListed = false): T => {
    options.onChanged?.(sessionId, isListed);
    return result;
  };
  return {
    putSession: async (sessionId, fields) =>
      changed(sessionId, await upsertSession(db, sessionId, fields, clock.now(), timeZone()), true),
    getSession: (sessionId) => getSession(db, sessionId),
    listSessions: (query) => listSessions(db, query),
    addChat: async (sessionId, messages) => changed(sessionId, await addChat(db, sessionId, messages)),
    listChat: (sessionId, query) => listChat(db, sessionId, query),
    addQuizResponses: async (sessionId, responses) =>
      changed(sessionId, await addQuizResponses(db, sessionId, responses)),
    addAttendance: async (sessionId, rows) => changed(sessionId, await addAttendance(db, sessionId, rows)),
    addScreenshot: (sessionId, screenshot) => addScreenshot(db, files, sessionId, screenshot),
    async importFile(sessionId, upload) {
      const session = await requireSession(db, sessionId);
      const understood = understandImport(upload.content, {
        kind: upload.kind,
        sessionDate: session.session_date,
        timeZone: timeZone(),
        teacherName: session.teacher_name,
      });
      if (upload.preview) return { ...understood.reply, accepted: 0, duplicates: 0 };
      const stored = await storeRows(db, sessionId, understood.rows);
      return changed(sessionId, { ...understood.reply, ...stored }, understood.reply.kind === 'students');
    },
  };
}

/** As many rows at once as an ingestion call may carry, so that a long file never holds the database for long. */
async function storeRows(db: Db, sessionId: string, rows: readonly ImportedRow[]): Promise<IngestReply> {
  const total = { accepted: 0, duplicates: 0 };
  for (let from = 0; from < rows.length; from += maxRowsPerCall) {
    const { accepted, duplicates } = await storeBatch(db, sessionId, rows.slice(from, from + maxRowsPerCall));
    await nameStudents(
      db,
      sessionId,
      rows.slice(from, from + maxRowsPerCall).flatMap(({ student }) => student ?? []),
    );
    total.accepted += accepted;
    total.duplicates += duplicates;
  }
  return total;
}

/** Rows of one file are all of one kind. */
async function storeBatch(db: Db, sessionId: string, batch: readonly ImportedRow[]): Promise<IngestReply> {
  const chat = batch.flatMap((one) => (one.kind === 'chat' ? [one.row] : []));
  if (chat.length > 0) return addChat(db, sessionId, chat);
  const quiz = batch.flatMap((one) => (one.kind === 'quiz_responses' ? [one.row] : []));
  if (quiz.length > 0) return addQuizResponses(db, sessionId, quiz);
  const attendance = batch.flatMap((one) => (one.kind === 'attendance' ? [one.row] : []));
  if (attendance.length > 0) return addAttendance(db, sessionId, attendance);
  const students = batch.flatMap((one) => (one.kind === 'students' ? [one.row] : []));
  return addStudents(db, sessionId, students);
}
