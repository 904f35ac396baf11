/** Automatic recording: addresses that are recorded whenever they are on air. */
import { z } from 'zod';
import { idSchema } from '../../../contract/common.ts';
import {
  watchChangeSchema,
  watchListReplySchema,
  watchRequestSchema,
  watchSchema,
} from '../../../contract/recording.ts';
import { type RouteScope, problems } from '../route-schemas.ts';
import type { WatchService } from '../services.ts';

const tags = ['Recording'];
const params = z.object({ watch_id: idSchema });

export function addWatchRoutes(app: RouteScope, watches: WatchService): void {
  app.get(
    '/api/watches',
    {
      schema: {
        summary: 'Rules of automatic recording',
        tags,
        response: { 200: watchListReplySchema, ...problems() },
      },
    },
    async () => ({ items: await watches.listWatches() }),
  );

  app.post(
    '/api/watches',
    {
      schema: {
        summary: 'Records a stream whenever it is on air within these days and hours',
        tags,
        body: watchRequestSchema,
        response: { 201: watchSchema, ...problems('stream_url_invalid', 'source_not_saved') },
      },
    },
    async (request, reply) => reply.code(201).send(await watches.addWatch(request.body)),
  );

  app.patch(
    '/api/watches/:watch_id',
    {
      schema: {
        summary:
          'Changes a rule; what it records now is stopped when its hours are over or it is switched off',
        tags,
        params,
        body: watchChangeSchema,
        response: {
          200: watchSchema,
          ...problems('watch_not_found', 'stream_url_invalid', 'source_not_saved'),
        },
      },
    },
    (request) => watches.changeWatch(request.params.watch_id, request.body),
  );

  app.delete(
    '/api/watches/:watch_id',
    {
      schema: {
        summary: 'Ends a rule; what it recorded stays',
        tags,
        params,
        response: { 204: z.undefined(), ...problems('watch_not_found') },
      },
    },
    async (request, reply) => {
      await watches.removeWatch(request.params.watch_id);
      return reply.code(204).send();
    },
  );
}
