/**
 * One backup at a time in a repository: pieces that nobody refers to yet would otherwise be removed by another run. The
 * lock is a thing in the store that says who has it and is written anew every minute; whose process has ended, or who
 * has not been heard of for a quarter of an hour, has lost it.
 */
import { hostname } from 'node:os';
import process from 'node:process';
import { z } from 'zod';
import { AppError, systemErrorCode } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';
import type { BackupStore } from './backup-store.ts';

const lockKey = 'lock.json';
const renewEveryMs = 60_000;
/** Another PC's clock may be some minutes off. */
const staleAfterMs = 900_000;

const holderSchema = z.object({ id: z.string(), host: z.string(), pid: z.int(), renewed_at_ms: z.number() });
export type LockHolder = z.infer<typeof holderSchema>;

/** Whether a holder can no longer be at work. Pure. */
export function isStale(
  holder: LockHolder,
  now: { nowMs: number; host: string; isRunning: (pid: number) => boolean },
): boolean {
  if (Math.abs(now.nowMs - holder.renewed_at_ms) > staleAfterMs) return true;
  return holder.host === now.host && !now.isRunning(holder.pid);
}

/** @throws AppError backup_busy */
export async function lockRepository(store: BackupStore): Promise<AsyncDisposable> {
  const id = newId();
  const mine = (): Buffer =>
    Buffer.from(
      JSON.stringify({
        id,
        host: hostname(),
        pid: process.pid,
        renewed_at_ms: Date.now(),
      } satisfies LockHolder),
    );
  if (!(await store.put(lockKey, mine(), { onlyNew: true }))) {
    const holder = readHolder(await store.get(lockKey));
    const now = { nowMs: Date.now(), host: hostname(), isRunning };
    if (holder !== undefined && !isStale(holder, now)) {
      throw new AppError(
        'backup_busy',
        `${holder.host} (process ${holder.pid}) is making a backup in ${store.where}`,
      );
    }
    await store.remove(lockKey);
    if (!(await store.put(lockKey, mine(), { onlyNew: true }))) throw new AppError('backup_busy');
  }
  // A store that does not know "only new" lets two in: the one that wrote last has it.
  if (readHolder(await store.get(lockKey))?.id !== id) throw new AppError('backup_busy');
  const renewing = setInterval(() => {
    store.put(lockKey, mine()).catch(() => undefined);
  }, renewEveryMs).unref();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(renewing);
      // A store that went away while it was written to: the lock runs out by itself.
      await store.remove(lockKey).catch(() => undefined);
    },
  };
}

function readHolder(stored: Buffer | undefined): LockHolder | undefined {
  if (stored === undefined) return undefined;
  try {
    return holderSchema.parse(JSON.parse(stored.toString('utf8')));
  } catch {
    // Torn by a cut: nobody's.
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
