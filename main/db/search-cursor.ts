/** Opaque cursors: where the next page begins, as base64url of JSON. A cursor from elsewhere is a 422, never a crash. */
import type { z } from 'zod';
import { AppError } from '../base/app-error.ts';

export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws AppError validation_failed */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    throw invalidCursor(error);
  }
  const parsed = schema.safeParse(position);
  if (!parsed.success) throw invalidCursor(parsed.error);
  return parsed.data;
}

export function invalidCursor(cause?: unknown): AppError {
  const message = 'This cursor does not belong to this list';
  return new AppError('validation_failed', message, { cause, fields: [{ path: 'cursor', message }] });
}
