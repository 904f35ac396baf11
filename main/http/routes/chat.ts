/** What a chat line says, and the school's own words that decide about it. */
import type { z } from 'zod';
import {
  analyzeChatQuerySchema,
  analyzeChatSchema,
  chatAnalysisSchema,
  glossaryReplySchema,
  putGlossarySchema,
} from '../../../contract/chat-analysis.ts';
import { type RouteScope, problems } from '../route-schemas.ts';
import type { ChatService, GlossaryService } from '../class-services.ts';

const tags = ['AI'];
/** 2,000 characters as JSON escapes and some room: what is larger is refused before it is read. */
const maxBodyBytes = 64_000;

/** Only in a scope of its own: it makes plain text a body that is understood. */
export function addAnalyzeChatRoute(scope: RouteScope, chat: ChatService): void {
  scope.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) =>
    done(null, { text: body.toString() } satisfies z.infer<typeof analyzeChatSchema>),
  );

  scope.post(
    '/api/ai/analyze-chat',
    {
      bodyLimit: maxBodyBytes,
      config: { rawTypes: ['text/plain'] },
      schema: {
        summary: 'What a chat line says: mood, intent, topics, spam and abuse. Nothing of it is kept',
        tags,
        querystring: analyzeChatQuerySchema,
        body: analyzeChatSchema,
        response: {
          200: chatAnalysisSchema,
          ...problems(
            'payload_too_large',
            'unsupported_media_type',
            'model_missing',
            'model_damaged',
            'analysis_failed',
          ),
        },
      },
    },
    (request) => chat.analyzeLine(request.body.text, request.query.lang),
  );
}

export function addGlossaryRoutes(app: RouteScope, glossary: GlossaryService): void {
  app.get(
    '/api/glossary',
    {
      schema: {
        summary:
          "The school's own terms, words that are never topics, and words that are allowed in its chats",
        tags,
        response: { 200: glossaryReplySchema, ...problems() },
      },
    },
    () => glossary.getGlossary(),
  );

  app.put(
    '/api/glossary',
    {
      schema: {
        summary: 'Replaces the lists that are given; they count from the next line on',
        tags,
        body: putGlossarySchema,
        response: { 200: glossaryReplySchema, ...problems() },
      },
    },
    (request) => glossary.putGlossary(request.body),
  );
}
