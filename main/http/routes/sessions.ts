/** Sessions and what happened in class. Ingestion is idempotent: the same id again is counted as a duplicate. */
import { pageQuerySchema } from '../../../contract/common.ts';
import {
  attendanceBatchSchema,
  chatBatchSchema,
  chatListReplySchema,
  ingestReplySchema,
  listSessionsQuerySchema,
  putSessionSchema,
  quizBatchSchema,
  sessionListReplySchema,
  sessionSchema,
} from '../../../contract/sessions.ts';
import { sessionsFamily } from '../../cache/families.ts';
import { keptList, keptOfSession } from '../kept-replies.ts';
import { type RouteScope, linkNext, problems, sessionParams } from '../route-schemas.ts';
import type { SessionService } from '../class-services.ts';

const tags = ['Sessions'];
/** A thousand messages of 2,000 characters, each up to six bytes as escaped JSON. */
const batchBodyLimit = 16_000_000;

export function addSessionRoutes(app: RouteScope, sessions: SessionService): void {
  app.get(
    '/api/sessions',
    {
      config: { kept: keptList('sessions', sessionsFamily) },
      schema: {
        summary: 'Sessions, newest first',
        tags,
        querystring: listSessionsQuerySchema,
        response: { 200: sessionListReplySchema, ...problems() },
      },
    },
    async (request, reply) => {
      const page = await sessions.listSessions(request.query);
      linkNext(request, reply, page.next_cursor);
      return page;
    },
  );

  app.get(
    '/api/sessions/:session_id',
    {
      config: { kept: keptOfSession('session') },
      schema: {
        summary: 'A session with its roster',
        tags,
        params: sessionParams,
        response: { 200: sessionSchema, ...problems('session_not_found') },
      },
    },
    (request) => sessions.getSession(request.params.session_id),
  );

  app.put(
    '/api/sessions/:session_id',
    {
      schema: {
        summary: 'Creates a session or changes the fields that are given',
        tags,
        params: sessionParams,
        body: putSessionSchema,
        response: { 200: sessionSchema, ...problems('payload_too_large') },
      },
    },
    (request) => sessions.putSession(request.params.session_id, request.body),
  );

  app.get(
    '/api/sessions/:session_id/chat',
    {
      schema: {
        summary: 'Chat messages by time',
        tags,
        params: sessionParams,
        querystring: pageQuerySchema,
        response: { 200: chatListReplySchema, ...problems('session_not_found') },
      },
    },
    async (request, reply) => {
      const page = await sessions.listChat(request.params.session_id, request.query);
      linkNext(request, reply, page.next_cursor);
      return page;
    },
  );

  app.post(
    '/api/sessions/:session_id/chat',
    {
      bodyLimit: batchBodyLimit,
      schema: {
        summary: 'Adds chat messages, up to 1,000 a call',
        tags,
        params: sessionParams,
        body: chatBatchSchema,
        response: { 200: ingestReplySchema, ...problems('session_not_found', 'payload_too_large') },
      },
    },
    (request) => sessions.addChat(request.params.session_id, request.body),
  );

  app.post(
    '/api/sessions/:session_id/quiz-responses',
    {
      bodyLimit: batchBodyLimit,
      schema: {
        summary: 'Adds quiz responses, up to 1,000 a call',
        tags,
        params: sessionParams,
        body: quizBatchSchema,
        response: { 200: ingestReplySchema, ...problems('session_not_found', 'payload_too_large') },
      },
    },
    (request) => sessions.addQuizResponses(request.params.session_id, request.body),
  );

  app.post(
    '/api/sessions/:session_id/attendance',
    {
      schema: {
        summary: 'Adds attendance, up to 1,000 rows a call',
        tags,
        params: sessionParams,
        body: attendanceBatchSchema,
        response: { 200: ingestReplySchema, ...problems('session_not_found', 'payload_too_large') },
      },
    },
    (request) => sessions.addAttendance(request.params.session_id, request.body),
  );
}
