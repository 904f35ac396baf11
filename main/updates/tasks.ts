/** What the shell asks of the process that does an update's heavy work (main/update-worker.ts), and what that says. */
import { z } from 'zod';
import { errorSummarySchema } from '../../contract/errors.ts';
import { versionSchema } from '../../contract/updates.ts';

const dataDir = { data_dir: z.string() };

export const updateTaskSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stage'),
    updates_folder: z.string(),
    file: z.string(),
    keys: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('copy-library'), ...dataDir }),
  z.strictObject({ kind: z.literal('drop-library-copy'), ...dataDir }),
  /** `version`: that is given up. */
  z.strictObject({ kind: z.literal('put-library-back'), version: versionSchema, ...dataDir }),
]);
export type UpdateTask = z.infer<typeof updateTaskSchema>;

export const workerMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), share: z.number() }),
  z.object({ kind: z.literal('done'), value: z.unknown() }),
  z.object({ kind: z.literal('failed'), error: errorSummarySchema }),
]);
export type WorkerMessage = z.input<typeof workerMessageSchema>;
