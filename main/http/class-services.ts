/**
 * What the HTTP layer needs of all that is known about a class: its sessions, its chat, and what is found out from them.
 * As in services.ts, nothing here knows how it works.
 */
import type { z } from 'zod';
import type {
  ChatAnalysis,
  analyzeChatQuerySchema,
  glossaryReplySchema,
  putGlossarySchema,
} from '../../contract/chat-analysis.ts';
import type {
  AnalyzeSession,
  ChatReadingsReply,
  SessionAnalysis,
  SessionAnalysisQuery,
  SessionExportFormat,
  SessionExportPart,
  StrugglingStudent,
  StudentFeedback,
  StudentNote,
  TeacherFeedback,
  chatReadingsQuerySchema,
  putStudentNoteSchema,
} from '../../contract/session-analysis.ts';
import type {
  PutSession,
  Session,
  SessionImportReply,
  attendanceBatchSchema,
  chatBatchSchema,
  chatListReplySchema,
  ingestReplySchema,
  listSessionsQuerySchema,
  quizBatchSchema,
  screenshotFieldsSchema,
  screenshotReplySchema,
  sessionImportKinds,
  sessionListReplySchema,
  studentErasureReplySchema,
  studentExportSchema,
} from '../../contract/sessions.ts';

export type SessionService = {
  /** Creates the session or changes the fields that are given. */
  putSession(sessionId: string, fields: PutSession): Promise<Session>;
  getSession(sessionId: string): Promise<Session>;
  listSessions(
    query: z.infer<typeof listSessionsQuerySchema>,
  ): Promise<z.infer<typeof sessionListReplySchema>>;
  addChat(
    sessionId: string,
    messages: z.infer<typeof chatBatchSchema>,
  ): Promise<z.infer<typeof ingestReplySchema>>;
  /** By time. */
  listChat(
    sessionId: string,
    query: { limit: number; cursor?: string | undefined },
  ): Promise<z.infer<typeof chatListReplySchema>>;
  addQuizResponses(
    sessionId: string,
    responses: z.infer<typeof quizBatchSchema>,
  ): Promise<z.infer<typeof ingestReplySchema>>;
  addAttendance(
    sessionId: string,
    rows: z.infer<typeof attendanceBatchSchema>,
  ): Promise<z.infer<typeof ingestReplySchema>>;
  addScreenshot(
    sessionId: string,
    screenshot: z.infer<typeof screenshotFieldsSchema> & { image: Buffer },
  ): Promise<z.infer<typeof screenshotReplySchema>>;
  /** A CSV or JSON file saved from another tool. With `preview` nothing is stored. */
  importFile(
    sessionId: string,
    upload: {
      content: Buffer;
      filename: string;
      kind?: (typeof sessionImportKinds)[number] | undefined;
      preview: boolean;
    },
  ): Promise<SessionImportReply>;
};

export type StudentService = {
  exportStudent(studentId: string): Promise<z.infer<typeof studentExportSchema>>;
  eraseStudent(studentId: string): Promise<z.infer<typeof studentErasureReplySchema>>;
};

/** ChatAnalyzer. */
export type ChatService = {
  /** @throws AppError model_missing, model_damaged */
  analyzeLine(
    text: string,
    lang?: z.infer<typeof analyzeChatQuerySchema>['lang'],
  ): ChatAnalysis | Promise<ChatAnalysis>;
};

/** The school's own words. */
export type GlossaryService = {
  getGlossary(): z.infer<typeof glossaryReplySchema> | Promise<z.infer<typeof glossaryReplySchema>>;
  putGlossary(change: z.infer<typeof putGlossarySchema>): Promise<z.infer<typeof glossaryReplySchema>>;
};

/** The answer is still being made by this job. */
export type Pending = { jobId: string };

/** SessionAnalysis. */
export type SessionAnalysisService = {
  /** @throws AppError session_not_found, analysis_failed, job_cancelled */
  analyze(
    sessionId: string,
    options: AnalyzeSession,
    query: SessionAnalysisQuery,
  ): Promise<SessionAnalysis | Pending>;
  /** @throws AppError session_not_found */
  chatReadings(sessionId: string, query: z.infer<typeof chatReadingsQuerySchema>): Promise<ChatReadingsReply>;
  /** @throws AppError session_not_found, student_not_found */
  putNote(
    sessionId: string,
    studentId: string,
    change: z.infer<typeof putStudentNoteSchema>,
  ): Promise<StudentNote>;
};

/** FeedbackGenerator. */
export type SessionFeedbackService = {
  /** @throws AppError session_not_found, student_not_found, analysis_failed, job_cancelled */
  generateStudentFeedback(
    sessionId: string,
    studentId: string,
    query: SessionAnalysisQuery,
  ): Promise<StudentFeedback | Pending>;
  /** @throws AppError session_not_found, analysis_failed, job_cancelled */
  generateTeacherFeedback(sessionId: string, query: SessionAnalysisQuery): Promise<TeacherFeedback | Pending>;
  /** @throws AppError session_not_found, analysis_failed, job_cancelled */
  identifyStrugglingStudents(
    sessionId: string,
    query: SessionAnalysisQuery,
  ): Promise<StrugglingStudent[] | Pending>;
};

export type SessionExportService = {
  /** @throws AppError session_not_found, analysis_not_ready while it is still being made, analysis_failed */
  exportPart(
    sessionId: string,
    part: SessionExportPart,
    options: { format: SessionExportFormat; lang?: 'ko' | 'en' | undefined },
  ): Promise<{ body: string; contentType: string; filename: string }>;
};
