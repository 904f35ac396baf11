/**
 * Which core is started, which was before, and which is on trial: one small file, written whole and at once, so that a
 * power cut leaves the old state or the new one.
 */
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { timeSchema } from '../../contract/common.ts';
import { rollBackReasonSchema, updatesStateSchema, versionSchema } from '../../contract/updates.ts';

const versionOrOwn = versionSchema.nullable();

export const updateRecordSchema = z.strictObject({
  /** null: the core that the program was installed with. */
  active: versionOrOwn.default(null),
  /** Runs again when the active one fails. */
  previous: versionOrOwn.default(null),
  /** Unpacked, and waits for a quiet moment. */
  next: versionOrOwn.default(null),
  /** `active` has not shown yet that it works. */
  trial: z
    .strictObject({
      version: versionSchema,
      since: timeSchema,
      /** Starts so far that were not ended on purpose. */
      starts: z.int().min(0),
      /** Of the lessons. */
      data_dir: z.string(),
      /** Parts that did not work under the old core either. */
      known_troubles: z.array(z.string()),
    })
    .nullable()
    .default(null),
  given_up: z
    .record(versionSchema, z.strictObject({ reason: rollBackReasonSchema, at: timeSchema }))
    .default({}),
  last: updatesStateSchema.shape.last.default(null),
});
export type UpdateRecord = z.infer<typeof updateRecordSchema>;

export type RecordFile = {
  get(): UpdateRecord;
  /** On disk when it returns. @throws when it cannot be written: nothing may be started on it then */
  set(change: Partial<UpdateRecord>): void;
};

/** @param onProblem told of a file that cannot be used; it is set aside, and the installed core runs */
export function openRecordFile(updatesFolder: string, onProblem: (error: unknown) => void): RecordFile {
  const file = path.join(updatesFolder, 'current.json');
  let record = read(file, onProblem);
  return {
    get: () => record,
    set: (change) => {
      const next = updateRecordSchema.parse({ ...record, ...change });
      mkdirSync(updatesFolder, { recursive: true, mode: 0o700 });
      writeFileAtomic.sync(file, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      record = next;
    },
  };
}

function read(file: string, onProblem: (error: unknown) => void): UpdateRecord {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return updateRecordSchema.parse({});
  }
  try {
    return updateRecordSchema.parse(JSON.parse(text));
  } catch (error) {
    onProblem(error);
    renameSync(file, `${file}.unreadable`);
    return updateRecordSchema.parse({});
  }
}
