/**
 * The page: files of the built renderer, and its index for every address that is the page's own. Public, because it
 * holds no data; also where the start-up link lands.
 */
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { isApiPath } from './auth.ts';

/** @param pageDir folder of the built page; undefined: nothing is shown, but the link still logs in */
export async function addPage(app: FastifyInstance, pageDir: string | undefined): Promise<void> {
  if (pageDir !== undefined) {
    await app.register(staticFiles, { root: path.resolve(pageDir), serve: false, dotfiles: 'ignore' });
  }

  app.get(
    '/*',
    { config: { isPublic: true, takesToken: true }, schema: { hide: true } },
    async (request, reply) => {
      if (isApiPath(request.url) || pageDir === undefined) return reply.callNotFound();
      const target = request.url.split('?', 1)[0] ?? '/';
      const isFile = /\.[A-Za-z0-9]{1,10}$/.test(target);
      const file = isFile ? decodeURIComponent(target) : '/index.html';
      // File names below assets/ carry a hash of their content.
      const isHashed = file.startsWith('/assets/');
      return reply.sendFile(file, {
        cacheControl: true,
        immutable: isHashed,
        maxAge: isHashed ? '365d' : 0,
      });
    },
  );
}
