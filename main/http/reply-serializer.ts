/**
 * Replies as JSON. The usual shapes (objects, lists, texts, numbers, choices) are copied field by field with a plain
 * check of each type: fields that the schema does not name never leave. With zod's parse a list of ten lessons cost
 * 330 µs of the core, without it 235. Whatever is not of the expected type, and every schema with more in it than that,
 * goes through zod, which answers or explains. Formats (ids, times) are checked by the tests of the routes.
 */
import { serializerCompiler as compileWithZod } from 'fastify-type-provider-zod';
import type { FastifySerializerCompiler } from 'fastify/types/schema.js';
import { z } from 'zod';

/** Not of the type that the schema says. */
const mismatch = Symbol('mismatch');
/** @returns what of a value may leave, or `mismatch` */
type Picker = (value: unknown) => unknown;

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

/** Undefined: the schema, or a part of it, does more than name a shape. */
function pickerOf(schema: z.core.$ZodType): Picker | undefined {
  if (isChanging(schema)) return undefined;
  if (schema instanceof z.core.$ZodString) return (value) => (typeof value === 'string' ? value : mismatch);
  if (schema instanceof z.core.$ZodNumber) return (value) => (Number.isFinite(value) ? value : mismatch);
  if (schema instanceof z.core.$ZodBoolean) return (value) => (typeof value === 'boolean' ? value : mismatch);
  if (schema instanceof z.core.$ZodEnum) return oneOf(Object.values(schema._zod.def.entries));
  if (schema instanceof z.core.$ZodLiteral) return oneOf(schema._zod.def.values);
  if (schema instanceof z.core.$ZodNullable) return orElse(null, pickerOf(schema._zod.def.innerType));
  if (schema instanceof z.core.$ZodOptional) return orElse(undefined, pickerOf(schema._zod.def.innerType));
  if (schema instanceof z.core.$ZodArray) return listOf(pickerOf(schema._zod.def.element));
  if (schema instanceof z.core.$ZodObject) {
    const { catchall, shape } = schema._zod.def;
    return catchall === undefined ? fieldsOf(shape) : undefined;
  }
  return undefined;
}

/** The value that leaves may be another than the one that came: trimmed, coerced. */
function isChanging({ _zod: { def } }: z.core.$ZodType): boolean {
  if ('coerce' in def && def.coerce === true) return true;
  return def.checks?.some((check) => check._zod.def.check === 'overwrite') ?? false;
}

function oneOf(values: readonly unknown[]): Picker {
  const known = new Set(values);
  return (value) => (known.has(value) ? value : mismatch);
}

function orElse(absent: null | undefined, pick: Picker | undefined): Picker | undefined {
  return pick && ((value) => (value === absent ? absent : pick(value)));
}

function listOf(pick: Picker | undefined): Picker | undefined {
  return (
    pick &&
    ((value) => {
      if (!Array.isArray(value)) return mismatch;
      const list: unknown[] = value.map(pick);
      return list.includes(mismatch) ? mismatch : list;
    })
  );
}

function fieldsOf(shape: z.core.$ZodShape): Picker | undefined {
  const fields: { name: string; pick: Picker }[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const pick = pickerOf(schema);
    if (pick === undefined) return undefined;
    fields.push({ name, pick });
  }
  return (value) => {
    if (typeof value !== 'object' || value === null) return mismatch;
    const object = value as Record<string, unknown>;
    const picked: Record<string, unknown> = {};
    for (const { name, pick } of fields) {
      const field = pick(object[name]);
      if (field === mismatch) return mismatch;
      picked[name] = field;
    }
    return picked;
  };
}
