/** Files that belong to a session: screenshots, and exports of other tools. Small, held in memory. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  screenshotFieldsSchema,
  screenshotReplySchema,
  sessionImportQuerySchema,
  sessionImportReplySchema,
} from '../../../contract/sessions.ts';
import { AppError } from '../../base/app-error.ts';
import { type RouteScope, problems, sessionParams } from '../route-schemas.ts';
import type { SessionService } from '../class-services.ts';
import { parseFields, receiveToMemory, refuseLargerThan } from '../upload.ts';

const tags = ['Sessions'];
/** What may be sent as the body itself instead of a form. */
const rawTypes = ['text/csv', 'application/json'];

export function addScreenshotRoute(
  scope: RouteScope,
  sessions: Pick<SessionService, 'addScreenshot'>,
  maxFileBytes: number,
): void {
  scope.post(
    '/api/sessions/:session_id/screenshots',
    {
      onRequest: refuseLargerThan(maxFileBytes),
      config: { form: screenshotFieldsSchema.extend({ image: z.file() }) },
      schema: {
        summary: 'Adds a screenshot; the same picture of the same moment again is a no-op',
        tags,
        params: sessionParams,
        response: {
          201: screenshotReplySchema,
          ...problems('session_not_found', 'payload_too_large', 'unsupported_media_type', 'image_unreadable'),
        },
      },
    },
    async (request, reply) => {
      const { file, fields } = await receiveToMemory(request, { fileField: 'image', maxFileBytes });
      const known = parseFields(screenshotFieldsSchema, fields);
      const stored = await sessions.addScreenshot(request.params.session_id, {
        ...known,
        image: file.content,
      });
      return reply.code(201).send(stored);
    },
  );
}

/** A form with `file`, or the file itself as the body. */
export function addSessionImportRoute(
  scope: RouteScope,
  sessions: Pick<SessionService, 'importFile'>,
  maxFileBytes: number,
): void {
  for (const type of rawTypes) {
    scope.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: maxFileBytes }, (_request, body, done) =>
      done(null, body),
    );
  }

  scope.post(
    '/api/sessions/:session_id/import',
    {
      onRequest: refuseLargerThan(maxFileBytes),
      config: { form: z.object({ file: z.file() }), rawTypes },
      schema: {
        summary: 'Imports a CSV or JSON file of chat, quiz responses, attendance or students',
        tags,
        params: sessionParams,
        querystring: sessionImportQuerySchema,
        response: {
          200: sessionImportReplySchema,
          ...problems(
            'session_not_found',
            'payload_too_large',
            'unsupported_media_type',
            'import_unreadable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { kind, preview } = request.query;
      const file = await readImport(request, maxFileBytes);
      const options = { kind, preview: preview === 'true' };
      return reply.send(await sessions.importFile(request.params.session_id, { ...file, ...options }));
    },
  );
}

async function readImport(
  request: FastifyRequest,
  maxFileBytes: number,
): Promise<{ content: Buffer; filename: string }> {
  if (request.isMultipart()) {
    return (await receiveToMemory(request, { fileField: 'file', maxFileBytes })).file;
  }
  const { body } = request;
  if (!Buffer.isBuffer(body) || body.length === 0) {
    throw new AppError('unsupported_media_type', 'send a form with a file, text/csv or application/json');
  }
  const isCsv = request.headers['content-type']?.startsWith('text/csv') === true;
  return { content: body, filename: isCsv ? 'import.csv' : 'import.json' };
}
