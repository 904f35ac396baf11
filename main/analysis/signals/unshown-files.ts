/** Tidies up beside the signals of a lesson. */
import { evidenceNames, readSignals } from '../../db/signals.ts';
import type { LessonParts } from '../../lesson/lesson-parts.ts';
import { signalsPrefix } from '../../storage/lesson-keys.ts';

/** Removes what the result does not show: frames of earlier or unfinished searches, and how far those came. */
export async function removeUnshown(
  { db, store }: Pick<LessonParts, 'db' | 'store'>,
  recordingId: string,
): Promise<void> {
  const names = evidenceNames((await readSignals(db, recordingId)) ?? { moments: [] });
  const prefix = signalsPrefix(recordingId);
  for (const { key } of await Array.fromAsync(store.list(prefix))) {
    if (!names.has(key.slice(prefix.length))) await store.remove(key);
  }
}
