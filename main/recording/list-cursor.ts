/** The opaque cursor of the list of all recordings: the last row of a page. */
import { z } from 'zod';
import { AppError } from '../base/app-error.ts';

const cursorSchema = z.object({ created_at: z.string(), recording_id: z.string() });

export function encodeCursor(row: z.infer<typeof cursorSchema>): string {
  return Buffer.from(JSON.stringify({ created_at: row.created_at, recording_id: row.recording_id })).toString(
    'base64url',
  );
}

/** @throws AppError validation_failed for a cursor that no reply of ours held */
export function decodeCursor(cursor: string): z.infer<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new AppError('validation_failed', 'The cursor is not one of this list.', {
      cause: error,
      fields: [{ path: 'cursor', message: 'not a cursor of this list' }],
    });
  }
}
