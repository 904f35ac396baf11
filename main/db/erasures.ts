/** The record that someone's data was erased, which must not itself say whose. */
import { createHmac } from 'node:crypto';
import type { Db } from './database.ts';

/** @param key secret of this installation: without it the short list of pupils' ids could simply be tried */
export function subjectHash(studentId: string, key: Buffer | string): string {
  return createHmac('sha256', key).update(`student:${studentId}`).digest('hex');
}

export async function insertErasure(
  db: Db,
  erasure: { erasure_id: string; subject_hash: string; erased_at: string; counts: Record<string, number> },
): Promise<void> {
  await db
    .insertInto('erasures')
    .values({ ...erasure, counts: JSON.stringify(erasure.counts) })
    .execute();
}
