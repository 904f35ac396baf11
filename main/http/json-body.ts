/** JSON request bodies: refuses deep nesting before anything recursive sees it, and prototype keys. */
import type { FastifyInstance } from 'fastify';
import { AppError } from '../base/app-error.ts';

/** Deepest nesting of arrays and objects; the contract's own bodies need five. */
export const maxJsonDepth = 32;

/** Replaces Fastify's parsers: JSON is the only body that is understood unless a route adds another. */
export function acceptJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text.trim() === '') {
      done(null, undefined);
    } else if (isNestedDeeperThan(text, maxJsonDepth)) {
      done(new AppError('bad_request', `the JSON is nested deeper than ${maxJsonDepth} levels`));
    } else {
      void parse(request, text, (error, value) => {
        if (error === null) done(null, value);
        else done(new AppError('bad_request', 'the body is not valid JSON', { cause: error }));
      });
    }
  });
}

/** Counts open brackets outside strings; right for every valid JSON text. */
export function isNestedDeeperThan(json: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const char = json.charCodeAt(at);
    if (isInString) {
      if (char === 0x5c) at += 1;
      else if (char === 0x22) isInString = false;
    } else if (char === 0x22) {
      isInString = true;
    } else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === 0x5d || char === 0x7d) {
      depth -= 1;
    }
  }
  return false;
}
