/**
 * A program for tests: backs a data folder up or restores it, and kills itself at a step, as a power cut would.
 *   node die-at.ts backup|restore DATA_FOLDER PLACE STEP
 */
import process from 'node:process';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { openFolderStore } from '../backup/folder-store.ts';
import { makeBackup } from '../backup/make-backup.ts';
import { openRepository } from '../backup/repository.ts';
import { restoreSnapshot } from '../backup/restore.ts';
import { lockDataDir } from '../db/data-lock.ts';

const [what, dataDir = '', place = '', step = ''] = process.argv.slice(2);
const repository = await openRepository(await openFolderStore(place), { make: what === 'backup' });

/** @param step `files` or `files:0.4`: not before that much is done */
function dieAt(now: string, fraction: number): void {
  const [name, from = '0'] = step.split(':');
  if (now === name && fraction >= Number(from)) process.kill(process.pid, 'SIGKILL');
}

if (what === 'backup') {
  await makeBackup({
    ...{ dataDir, repository, keep: 30, clock: systemClock, log: silentLogger, version: '1.0.0' },
    wanted: { media: true, keys: true },
    progress: dieAt,
  });
} else {
  lockDataDir(dataDir);
  const [id = ''] = (await repository.snapshotIds()).slice(-1);
  const snapshot = await repository.snapshot(id);
  await restoreSnapshot(
    repository,
    snapshot,
    { dataDir, log: silentLogger, progress: dieAt },
    { media: true, keys: true },
  );
}
