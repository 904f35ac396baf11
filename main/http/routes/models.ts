/** The models of the analysis: list, install from the network or from a file, remove. */
import { rm } from 'node:fs/promises';
import { z } from 'zod';
import {
  installModelReplySchema,
  modelListReplySchema,
  modelNameSchema,
  removedModelReplySchema,
} from '../../../contract/analysis.ts';
import { type RouteScope, problems } from '../route-schemas.ts';
import type { ModelService } from '../services.ts';
import { receiveToDisk, refuseLargerThan } from '../upload.ts';

const tags = ['Models'];
const params = z.object({ name: modelNameSchema });

export function addModelRoutes(app: RouteScope, models: ModelService): void {
  app.get(
    '/api/models',
    {
      schema: {
        summary: 'Models, with which one does what',
        tags,
        response: { 200: modelListReplySchema, ...problems() },
      },
    },
    async () => ({ items: await models.list() }),
  );

  app.post(
    '/api/models/:name/install',
    {
      schema: {
        summary: 'Downloads and installs a model pack',
        tags,
        params,
        response: { 202: installModelReplySchema, ...problems('model_unknown', 'model_built_in') },
      },
    },
    async (request, reply) => {
      const accepted = await models.install(request.params.name);
      return reply.code(202).header('location', `/api/jobs/${accepted.job_id}`).send(accepted);
    },
  );

  app.post(
    '/api/models/:name/fit',
    {
      schema: {
        summary: 'Fits an installed pack to its task again, and measures whether it is better',
        tags,
        params,
        response: { 202: installModelReplySchema, ...problems('model_unknown', 'model_missing') },
      },
    },
    async (request, reply) => {
      const accepted = await models.fit(request.params.name);
      return reply.code(202).header('location', `/api/jobs/${accepted.job_id}`).send(accepted);
    },
  );

  app.delete(
    '/api/models/:name',
    {
      schema: {
        summary: 'Removes an installed model pack',
        tags,
        params,
        response: { 200: removedModelReplySchema, ...problems('model_unknown', 'model_built_in') },
      },
    },
    async (request, reply) => {
      await models.remove(request.params.name);
      return reply.send({ status: 'removed' });
    },
  );
}

/** Where the network is closed: the file is brought along. */
export function addModelFileRoute(
  scope: RouteScope,
  models: ModelService,
  limits: { maxFileBytes: number; folder: string },
): void {
  scope.post(
    '/api/models/:name/file',
    {
      onRequest: refuseLargerThan(limits.maxFileBytes),
      config: { form: z.object({ file: z.file() }) },
      schema: {
        summary: 'Installs a model pack from its file, which is known by size and hash',
        tags,
        params,
        response: {
          200: modelListReplySchema,
          ...problems(
            'model_unknown',
            'model_built_in',
            'model_damaged',
            'payload_too_large',
            'unsupported_media_type',
            'disk_full',
          ),
        },
      },
    },
    async (request, reply) => {
      const { file } = await receiveToDisk(request, { ...limits, fileField: 'file' });
      try {
        await models.installFile(request.params.name, file.content);
      } finally {
        await rm(file.content, { force: true });
      }
      return reply.send({ items: await models.list() });
    },
  );
}
