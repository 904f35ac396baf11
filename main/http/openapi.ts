/** The OpenAPI 3.1 document, made from the zod schemas of the routes, and its page at /api/docs. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemSchema } from '../../contract/errors.ts';
import { jobSchema } from '../../contract/jobs.ts';
import { recordingStatusReplySchema, watchSchema } from '../../contract/recording.ts';
import { sessionSchema } from '../../contract/sessions.ts';
import { settingsReplySchema } from '../../contract/settings.ts';
import { chapterSchema, infoSchema } from '../../contract/vod.ts';

/** Schemas that many routes use, named once in the document. */
const named = {
  Problem: problemSchema,
  Job: jobSchema,
  RecordingStatus: recordingStatusReplySchema,
  Watch: watchSchema,
  Session: sessionSchema,
  Settings: settingsReplySchema,
  Chapter: chapterSchema,
  Lesson: infoSchema,
} as const;

/** To be called before routes are added. */
export async function describeRoutes(app: FastifyInstance, version: string): Promise<void> {
  const schemaRegistry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) schemaRegistry.add(schema, { id });
  const transform = createJsonSchemaTransform({ schemaRegistry });
  const transformObject = createJsonSchemaTransformObject({ schemaRegistry });

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'AIRClass Recorder',
        version,
        description:
          'Records classroom streams, keeps the lessons, plays and finds them. Times are ISO 8601 UTC, ' +
          'positions and durations seconds; errors are problem+json with a stable `code`.',
      },
      servers: [{ url: '/' }],
      tags: ['Recording', 'VOD', 'Analysis', 'AI', 'Search', 'Sessions', 'Models', 'Jobs', 'System'].map(
        (name) => ({ name }),
      ),
      security: [{ token: [] }, { session: [] }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'The token of the data folder.' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'airclass_*',
            description: 'Set by the start-up link; the name ends with letters of this recorder.',
          },
        },
      },
    },
    transform: (input) => {
      const { form, rawTypes = [] } = input.route.config ?? {};
      if (form === undefined) {
        if (rawTypes.length === 0) return transform(input);
        return transform({
          ...input,
          schema: { ...input.schema, consumes: ['application/json', ...rawTypes] },
        });
      }
      const consumes = ['multipart/form-data', ...rawTypes];
      return transform({ ...input, schema: { ...input.schema, body: form, consumes } });
    },
    transformObject: (input) => withoutUnusedSchemas(transformObject(input)),
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { deepLinking: true } });
}

/** To be called after every route was added. */
export function addOpenApiRoute(app: FastifyInstance): void {
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
}

/** Each named schema comes in a form for requests and one for replies; most are used in one of them. */
function withoutUnusedSchemas<D extends object>(document: D): D {
  const { components } = document as { components?: { schemas?: Record<string, unknown> } };
  const text = JSON.stringify(document);
  const schemas = Object.entries(components?.schemas ?? {}).filter(([name]) =>
    text.includes(`"#/components/schemas/${name}"`),
  );
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } };
}
