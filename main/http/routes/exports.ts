/** Files of lessons to take away: made by a job, kept a day. */
import { z } from 'zod';
import { idSchema } from '../../../contract/common.ts';
import {
  createExportSchema,
  exportListReplySchema,
  exportSchema,
  listExportsQuerySchema,
} from '../../../contract/vod.ts';
import { attachmentHeader } from '../attachment.ts';
import { sendMediaFile } from '../media-file.ts';
import { type RouteScope, binaryReply, linkNext, problems, recordingParams } from '../route-schemas.ts';
import type { ExportService } from '../services.ts';

const tags = ['VOD'];
const params = z.object({ export_id: idSchema });

export function addExportRoutes(app: RouteScope, exports: ExportService): void {
  app.post(
    '/api/vod/:recording_id/exports',
    {
      schema: {
        summary: 'Has one MP4 made of the lesson or an exact part of it',
        tags,
        params: recordingParams,
        body: createExportSchema,
        response: {
          202: exportSchema,
          ...problems(
            'recording_not_found',
            'rendition_unknown',
            'rendition_not_ready',
            'media_not_ready',
            'media_missing',
            'range_invalid',
            'disk_full',
          ),
        },
      },
    },
    async (request, reply) =>
      reply.code(202).send(await exports.create(request.params.recording_id, request.body)),
  );

  app.get(
    '/api/exports',
    {
      schema: {
        summary: 'Exports, newest first',
        tags,
        querystring: listExportsQuerySchema,
        response: { 200: exportListReplySchema, ...problems() },
      },
    },
    async (request, reply) => {
      const page = await exports.list(request.query);
      linkNext(request, reply, page.next_cursor);
      return page;
    },
  );

  app.get(
    '/api/exports/:export_id',
    {
      schema: {
        summary: 'State and progress of one export',
        tags,
        params,
        response: { 200: exportSchema, ...problems('export_not_found') },
      },
    },
    (request) => exports.get(request.params.export_id),
  );

  app.route({
    method: ['GET', 'HEAD'],
    url: '/api/exports/:export_id/file',
    schema: {
      summary: 'The file of an export, whole or by byte ranges',
      tags,
      params,
      response: {
        200: binaryReply('The file', 'video/mp4'),
        206: binaryReply('Part of the file', 'video/mp4'),
        304: z.undefined().describe('The client has it'),
        ...problems('export_not_found', 'export_not_ready', 'range_not_satisfiable'),
      },
    },
    handler: async (request, reply) => {
      const { file, filename } = await exports.file(request.params.export_id);
      void reply.header('content-disposition', attachmentHeader(filename));
      return sendMediaFile(request, reply, file);
    },
  });

  app.delete(
    '/api/exports/:export_id',
    {
      schema: {
        summary: 'Removes an export and its file; one that is being made is cancelled',
        tags,
        params,
        response: { 204: z.undefined(), ...problems('export_not_found') },
      },
    },
    async (request, reply) => {
      await exports.remove(request.params.export_id);
      return reply.code(204).send();
    },
  );
}
