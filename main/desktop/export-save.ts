/** Streams a reply of the core into a file that a person chose. It appears complete or not at all. */
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { AppError, isDiskFull } from '../base/app-error.ts';
import type { CoreClient } from './core-client.ts';

export type SaveProgress = (writtenBytes: number, totalBytes: number | null) => void;
export type SaveOutcome = { status: 'saved'; sizeBytes: number } | { status: 'cancelled' };

const progressEveryMs = 200;

/**
 * @param route path below /api/ with its query
 * @throws AppError with the core's code, disk_full, storage_unavailable
 */
export async function saveExport(options: {
  client: CoreClient;
  route: string;
  file: string;
  signal: AbortSignal;
  onProgress: SaveProgress;
}): Promise<SaveOutcome> {
  const { client, route, file, signal } = options;
  if (!new URL(route, client.origin).pathname.startsWith('/api/')) {
    throw new AppError('validation_failed', 'only what the core’s API gives can be saved');
  }
  // A name of its own: a `.part` that is there already is somebody else's.
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const response = await client.request(route, { signal });
    const sizeBytes = await write(response, unfinished, options);
    await rename(unfinished, file);
    return { status: 'saved', sizeBytes };
  } catch (error) {
    await rm(unfinished, { force: true });
    if (signal.aborted) return { status: 'cancelled' };
    if (error instanceof AppError) throw error;
    throw new AppError(isDiskFull(error) ? 'disk_full' : 'storage_unavailable', undefined, { cause: error });
  }
}

async function write(
  response: Response,
  file: string,
  { onProgress }: { onProgress: SaveProgress },
): Promise<number> {
  const length = Number(response.headers.get('content-length') ?? 'NaN');
  const total = Number.isSafeInteger(length) ? length : null;
  await using handle = await open(file, 'wx');
  let written = 0;
  let toldMs = 0;
  for await (const chunk of response.body ?? []) {
    await handle.writeFile(chunk);
    written += chunk.byteLength;
    if (performance.now() - toldMs < progressEveryMs) continue;
    toldMs = performance.now();
    onProgress(written, total);
  }
  if (total !== null && written !== total) throw new AppError('not_ready', 'the core stopped in the middle');
  await handle.sync();
  onProgress(written, total ?? written);
  return written;
}
