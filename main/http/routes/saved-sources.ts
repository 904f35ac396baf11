/** Saved sources: addresses kept under a name, their credentials sealed. */
import { z } from 'zod';
import { idSchema } from '../../../contract/common.ts';
import {
  savedSourceChangeSchema,
  savedSourceListReplySchema,
  savedSourceRequestSchema,
  savedSourceSchema,
} from '../../../contract/recording.ts';
import { type RouteScope, problems } from '../route-schemas.ts';
import type { SavedSourceService } from '../services.ts';

const tags = ['Recording'];
const params = z.object({ source_id: idSchema });

export function addSavedSourceRoutes(app: RouteScope, sources: SavedSourceService): void {
  app.get(
    '/api/sources/saved',
    {
      schema: {
        summary: 'Saved sources by name, without their credentials',
        tags,
        response: { 200: savedSourceListReplySchema, ...problems() },
      },
    },
    async () => ({ items: await sources.list() }),
  );

  app.post(
    '/api/sources/saved',
    {
      schema: {
        summary: 'Keeps an address under a name; `saved:<source_id>` then stands for it',
        tags,
        body: savedSourceRequestSchema,
        response: { 201: savedSourceSchema, ...problems('stream_url_invalid') },
      },
    },
    async (request, reply) => reply.code(201).send(await sources.add(request.body)),
  );

  app.patch(
    '/api/sources/saved/:source_id',
    {
      schema: {
        summary: 'Changes the name or the address of a saved source',
        tags,
        params,
        body: savedSourceChangeSchema,
        response: { 200: savedSourceSchema, ...problems('source_not_saved', 'stream_url_invalid') },
      },
    },
    (request) => sources.change(request.params.source_id, request.body),
  );

  app.delete(
    '/api/sources/saved/:source_id',
    {
      schema: {
        summary: 'Forgets a saved source; watches of it keep its address',
        tags,
        params,
        response: { 204: z.undefined(), ...problems('source_not_saved') },
      },
    },
    async (request, reply) => {
      await sources.remove(request.params.source_id);
      return reply.code(204).send();
    },
  );
}
