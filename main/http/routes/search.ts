/** Search over the library. */
import { searchQuerySchema, searchReplySchema } from '../../../contract/search.ts';
import { type RouteScope, linkNext, problems } from '../route-schemas.ts';
import type { SearchService } from '../services.ts';

export function addSearchRoutes(app: RouteScope, service: SearchService): void {
  app.get(
    '/api/search',
    {
      schema: {
        summary: 'Lessons by text, date, teacher, class, subject, tag, length',
        tags: ['Search'],
        querystring: searchQuerySchema,
        response: { 200: searchReplySchema, ...problems() },
      },
    },
    async (request, reply) => {
      const found = await service.search(request.query);
      linkNext(request, reply, found.next_cursor);
      return found;
    },
  );
}
