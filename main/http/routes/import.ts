/** Makes a lesson of a video file that is already there. The upload is streamed to disk, never held in memory. */
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import { importFieldsSchema, importReplySchema } from '../../../contract/vod.ts';
import { type RouteScope, problems } from '../route-schemas.ts';
import type { VodService } from '../services.ts';
import { parseFields, receiveToDisk, refuseLargerThan } from '../upload.ts';

/** @param limits `folder` lies on the disk of the lessons, so that the file is moved there, not copied */
export function addImportRoute(
  scope: RouteScope,
  vod: Pick<VodService, 'importVideo'>,
  limits: { maxFileBytes: number; folder: string },
): void {
  scope.post(
    '/api/vod/import',
    {
      onRequest: refuseLargerThan(limits.maxFileBytes),
      config: { form: importFieldsSchema.extend({ file: z.file() }) },
      schema: {
        summary: 'Imports a video file as a lesson',
        tags: ['VOD'],
        response: {
          202: importReplySchema,
          ...problems('payload_too_large', 'unsupported_media_type', 'media_unreadable', 'disk_full'),
        },
      },
    },
    async (request, reply) => {
      const { file, fields } = await receiveToDisk(request, { ...limits, fileField: 'file' });
      try {
        const accepted = await vod.importVideo({
          fields: parseFields(importFieldsSchema, fields),
          uploadPath: file.content,
          filename: file.filename,
        });
        return await reply.code(202).header('location', `/api/jobs/${accepted.job_id}`).send(accepted);
      } catch (error) {
        await rm(file.content, { force: true });
        throw error;
      }
    },
  );
}
