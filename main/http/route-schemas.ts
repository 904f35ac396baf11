/** Pieces that route descriptions share: path parameters, error replies, replies that are not JSON. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { externalIdSchema, idSchema } from '../../contract/common.ts';
import { type ErrorCode, errorTable, problemSchema } from '../../contract/errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Multipart form of the route, for its description; the handler validates the fields as they come. */
    form?: z.ZodType;
    /** Content types that are taken as they are beside the form, or beside JSON where there is no form. */
    rawTypes?: readonly string[];
  }
}

/** Where routes are added: requests and replies are typed by their zod schemas. */
export type RouteScope = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export const recordingParams = z.object({ recording_id: idSchema });
export const sessionParams = z.object({ session_id: externalIdSchema });
export const studentParams = z.object({ student_id: externalIdSchema });

/** Codes that any route with a token may answer. */
const commonCodes = [
  'bad_request',
  'unauthorized',
  'origin_not_allowed',
  'validation_failed',
  'too_many_requests',
  'overloaded',
  'internal',
] as const satisfies readonly ErrorCode[];

/**
 * The error replies of a route for its OpenAPI description. Typed as nothing: handlers throw an AppError, they never
 * send one of these.
 */
export function problems(...codes: ErrorCode[]): object {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...commonCodes, ...codes]) {
    const { status } = errorTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      status,
      {
        description: named.map((code) => `\`${code}\`: ${errorTable[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

/** A reply of text for the description; handlers send the text with its content type. */
export function textReply(description: string, ...contentTypes: string[]): object {
  return {
    description,
    content: Object.fromEntries(contentTypes.map((type) => [type, { schema: z.string() }])),
  };
}

/** A reply of bytes for the description. */
export function binaryReply(description: string, ...contentTypes: string[]): object {
  return {
    description,
    content: Object.fromEntries(contentTypes.map((type) => [type, { schema: z.file() }])),
  };
}

/** Sets `Link: rel="next"` to this same list after the cursor. */
export function linkNext(request: FastifyRequest, reply: FastifyReply, cursor: string | null): void {
  if (cursor === null) return;
  const [path = '', query = ''] = request.url.split('?', 2);
  const next = new URLSearchParams(query);
  next.set('cursor', cursor);
  void reply.header('link', `<${path}?${next.toString()}>; rel="next"`);
}

/** Fires when the client goes away before the reply is complete. */
export function abortedByClient(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
