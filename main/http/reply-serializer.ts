/**
 * Replies as JSON. The usual shapes are copied field by field (base/pick-fields.ts): fields that the schema does not name
 * never leave. Whatever is not of the expected type, and every schema with more in it than that, goes through zod, which
 * answers or explains. Formats (ids, times) are checked by the tests of the routes.
 */
import { serializerCompiler as compileWithZod } from 'fastify-type-provider-zod';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import { z } from 'zod';
import { mismatch, pickerOf } from '../base/pick-fields.ts';

export const compileReplySerializer: FastifySerializerCompiler<z.ZodType | { properties: z.ZodType }> = (
  route,
) => {
  const viaZod = compileWithZod(route);
  const pick = route.schema instanceof z.ZodType ? pickerOf(route.schema) : undefined;
  if (pick === undefined) return viaZod;
  return (data) => {
    const picked = pick(data);
    return picked === mismatch ? viaZod(data) : JSON.stringify(picked);
  };
};
