/**
 * Entry of the process that makes the core's backups: reading terabytes and checking a library must not hold the core
 * up. It does one task and ends; killed at any moment, nothing is lost (repository.ts).
 */
import process from 'node:process';
import { AppError, toErrorSummary } from '../base/app-error.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { makeWorkDir } from './make-backup.ts';
import { openPlace } from './place.ts';
import type { BackupTask, FromBackupProcess, ToBackupProcess } from './process-protocol.ts';
import { openRepository } from './repository.ts';
import { runBackup } from './run-backup.ts';
import { verifySnapshot } from './verify.ts';

process.on('disconnect', () => process.exit(0));

const stop = new AbortController();
let resting: PromiseWithResolvers<void> | undefined;

process.on('message', (message: ToBackupProcess) => {
  switch (message.kind) {
    case 'task':
      void work(message.task);
      break;
    case 'rest':
      if (message.isResting) resting ??= Promise.withResolvers();
      else goOn();
      break;
    case 'cancel':
      stop.abort(new AppError('job_cancelled'));
      goOn();
      break;
  }
});
say({ kind: 'ready' });

async function work(task: BackupTask): Promise<void> {
  try {
    await (task.what === 'backup' ? backup(task) : check(task));
    say({ kind: 'finished' });
  } catch (error) {
    say({ kind: 'failed', error: toErrorSummary(error) });
  }
  process.disconnect();
}

async function backup(task: BackupTask): Promise<void> {
  await runBackup({
    ...{ dataDir: task.dataDir, place: task.place, keep: task.keep, version: task.version },
    ...{ clock: systemClock, log: silentLogger, signal: stop.signal, s3: task.s3 },
    passphrase: task.passphrase,
    wanted: { media: task.media, keys: true },
    beginAnew: task.beginAnew,
    rest,
    progress: (_phase, fraction) => say({ kind: 'progress', fraction }),
  });
}

/** The newest one, whole. */
async function check({ dataDir, place, passphrase, s3 }: BackupTask): Promise<void> {
  const store = await openPlace(place, { dataDir, s3, signal: stop.signal });
  const repository = await openRepository(store, { passphrase });
  const id = (await repository.snapshotIds()).at(-1);
  if (id === undefined) throw new AppError('backup_not_found');
  await verifySnapshot(
    await repository.snapshot(id),
    {
      repository,
      workDir: await makeWorkDir(dataDir),
      rest: async () => {
        await rest();
        if (stop.signal.aborted) throw new AppError('job_cancelled');
      },
      progress: (fraction) => say({ kind: 'progress', fraction }),
    },
    { readAll: true },
  );
}

async function rest(): Promise<void> {
  if (resting === undefined) return;
  await resting.promise;
  // Another lesson may have begun meanwhile.
  await rest();
}

function goOn(): void {
  resting?.resolve();
  resting = undefined;
}

function say(message: FromBackupProcess): void {
  process.send?.(message);
}
