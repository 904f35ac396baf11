/**
 * What is found out about a class session and the feedback made of it. Whoever waits longer than `wait` seconds is told
 * the job that is making the answer.
 */
import type { FastifyReply } from 'fastify';
import {
  analyzeSessionSchema,
  chatReadingsQuerySchema,
  chatReadingsReplySchema,
  pendingReplySchema,
  putStudentNoteSchema,
  sessionAnalysisQuerySchema,
  sessionAnalysisSchema,
  strugglingStudentsSchema,
  studentFeedbackSchema,
  studentNoteParamsSchema,
  studentNoteSchema,
  teacherFeedbackSchema,
} from '../../../contract/session-analysis.ts';
import { type RouteScope, linkNext, problems, sessionParams } from '../route-schemas.ts';
import type { Pending, SessionAnalysisService, SessionFeedbackService } from '../class-services.ts';

const tags = ['AI'];
const codes = ['session_not_found', 'analysis_failed', 'job_cancelled', 'shutting_down'] as const;
const pending = pendingReplySchema.describe('Still being made; `Location` is the job');

/** The result, or 202 and the name of the job that is making it. */
function resultOrJob<T extends object>(reply: FastifyReply, result: T | Pending): T | { job_id: string } {
  if (!('jobId' in result)) return result;
  void reply.code(202).header('location', `/api/jobs/${result.jobId}`);
  return { job_id: result.jobId };
}

export function addSessionAnalysisRoutes(
  app: RouteScope,
  analysis: SessionAnalysisService,
  feedback: SessionFeedbackService,
): void {
  app.post(
    '/api/ai/analyze-session/:session_id',
    {
      schema: {
        summary:
          'What chat, quiz, attendance and recordings of a session say together, each point with its moment',
        tags,
        params: sessionParams,
        querystring: sessionAnalysisQuerySchema,
        body: analyzeSessionSchema.nullish(),
        response: { 200: sessionAnalysisSchema, 202: pending, ...problems(...codes) },
      },
    },
    async (request, reply) => {
      const options = request.body ?? analyzeSessionSchema.parse({});
      const result = await analysis.analyze(request.params.session_id, options, request.query);
      return resultOrJob(reply, result);
    },
  );

  app.get(
    '/api/ai/student-feedback/:session_id/:student_id',
    {
      schema: {
        summary: 'For one student to read: strengths, what to look at again, where to find it',
        tags,
        params: studentNoteParamsSchema,
        querystring: sessionAnalysisQuerySchema,
        response: { 200: studentFeedbackSchema, 202: pending, ...problems(...codes, 'student_not_found') },
      },
    },
    async (request, reply) => {
      const { session_id: sessionId, student_id: studentId } = request.params;
      const result = await feedback.generateStudentFeedback(sessionId, studentId, request.query);
      return resultOrJob(reply, result);
    },
  );

  app.get(
    '/api/ai/struggling-students/:session_id',
    {
      schema: {
        summary:
          'Students who may need help, highest risk first, with reasons; empty when nothing speaks for it',
        tags,
        params: sessionParams,
        querystring: sessionAnalysisQuerySchema,
        response: { 200: strugglingStudentsSchema, 202: pending, ...problems(...codes) },
      },
    },
    async (request, reply) => {
      const result = await feedback.identifyStrugglingStudents(request.params.session_id, request.query);
      return resultOrJob(reply, result);
    },
  );

  app.get(
    '/api/ai/teacher-feedback/:session_id',
    {
      schema: {
        summary:
          'For the teacher: time to answer, questions, pace, confusing moments, suggestions with evidence',
        tags,
        params: sessionParams,
        querystring: sessionAnalysisQuerySchema,
        response: { 200: teacherFeedbackSchema, 202: pending, ...problems(...codes) },
      },
    },
    async (request, reply) => {
      const result = await feedback.generateTeacherFeedback(request.params.session_id, request.query);
      return resultOrJob(reply, result);
    },
  );

  app.get(
    '/api/sessions/:session_id/chat-readings',
    {
      schema: {
        summary:
          'Chat messages by time with what was read out of them; `flagged=true` for spam and abuse alone',
        tags: ['Sessions'],
        params: sessionParams,
        querystring: chatReadingsQuerySchema,
        response: { 200: chatReadingsReplySchema, ...problems('session_not_found') },
      },
    },
    async (request, reply) => {
      const page = await analysis.chatReadings(request.params.session_id, request.query);
      linkNext(request, reply, page.next_cursor);
      return page;
    },
  );

  app.put(
    '/api/sessions/:session_id/students/:student_id/note',
    {
      schema: {
        summary: "The teacher's own note about a student in a session, and whether they have seen to it",
        tags: ['Sessions'],
        params: studentNoteParamsSchema,
        body: putStudentNoteSchema,
        response: { 200: studentNoteSchema, ...problems('session_not_found', 'student_not_found') },
      },
    },
    (request) => analysis.putNote(request.params.session_id, request.params.student_id, request.body),
  );
}
