/** Search over the library. */
import type { FastifyReply } from 'fastify';
import { type SearchQuery, searchQuerySchema, searchReplySchema } from '../../../contract/search.ts';
import { foundFamily, lengthsFamily, lessonFamily, lessonsFamily } from '../../cache/families.ts';
import { dependsOn, keptList } from '../kept-replies.ts';
import { type RouteScope, linkNext, problems } from '../route-schemas.ts';
import type { SearchService } from '../services.ts';

/**
 * Which lessons are found, and what is told of them, is never old. Scores follow how frequent a word is in the whole
 * library, by a little: they may be this old (ms). At 15 s, half of what a school types was made anew for them.
 */
const scoresTtlMs = 600_000;

/** Whether a lesson that grows may come into the list, or move in it. */
function tellsByLength({ sort, min_duration, max_duration }: SearchQuery): boolean {
  return min_duration !== undefined || max_duration !== undefined || (sort?.endsWith('duration') ?? false);
}

export function addSearchRoutes(app: RouteScope, service: SearchService): void {
  app.get(
    '/api/search',
    {
      config: { kept: { ...keptList('search', foundFamily), ttlMs: scoresTtlMs } },
      schema: {
        summary: 'Lessons by text, date, teacher, class, subject, tag, length',
        tags: ['Search'],
        querystring: searchQuerySchema,
        response: { 200: searchReplySchema, ...problems() },
      },
    },
    async (request, reply) => {
      const { reply: found, nextCursor, recordingIds, families } = await service.search(request.query);
      linkNext(request, reply, nextCursor);
      dependsOn(request, [...families, ...recordingIds.map(lessonFamily)]);
      // What is told of the lessons of the page falls under these; states of others matter only where they decide.
      if (request.query.status !== undefined) dependsOn(request, [lessonsFamily]);
      if (tellsByLength(request.query)) dependsOn(request, [lengthsFamily]);
      if (!Buffer.isBuffer(found)) return found;
      // Another thread has made it what it is to be.
      const raw: FastifyReply = reply.type('application/json; charset=utf-8');
      return raw.send(found);
    },
  );
}
