/** Cuts the torn tail of a take whose ffmpeg was killed. Only recovery calls this, when nothing writes the file. */
import { open } from 'node:fs/promises';
import { Fmp4Indexer, pollFile } from './fmp4-index.ts';

/**
 * @param path a take that nobody writes to
 * @returns bytes cut. 0 also when there is no whole fragment: such a file is left as it is, for a person to look at
 */
export async function truncateTornTail(path: string): Promise<{ cutBytes: number; validBytes: number }> {
  await using handle = await open(path, 'r+');
  const indexer = new Fmp4Indexer();
  await pollFile(indexer, handle);
  const { size } = await handle.stat();
  const { validBytes } = indexer;
  if (indexer.index({ complete: true }) === undefined || validBytes >= size)
    return { cutBytes: 0, validBytes };
  await handle.truncate(validBytes);
  await handle.sync();
  return { cutBytes: size - validBytes, validBytes };
}
