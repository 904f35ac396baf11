/** Backups in a bucket, against a store that checks every signature and fails on demand. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BackupFolders, backupOf, makeFolders, testCost } from '../testing/backup-folder.ts';
import { type S3Server, startS3Server } from '../testing/s3-server.ts';
import { makeBackup } from './make-backup.ts';
import { openRepository } from './repository.ts';
import { openS3Store } from './s3-store.ts';
import { verifySnapshot } from './verify.ts';

let server: S3Server;
let folders: BackupFolders;
beforeEach(async () => {
  server = await startS3Server({ pageSize: 5 });
  folders = await makeFolders(20_000);
});
afterEach(async () => {
  await server.close();
  await folders.remove();
});

const place = { bucket: 'school', prefix: 'rooms/101' };
const open = (access: object = {}, bucket = place) =>
  openS3Store(bucket, { ...server.access, ...access }, { firstWaitMs: 1 });

it('a backup is made, listed in pages, read back and pruned', async () => {
  const repository = await openRepository(open(), { make: true, passphrase: 'passphrase', cost: testCost });
  const first = await makeBackup(backupOf(folders, repository));
  expect([...server.items.keys()].every((key) => key.startsWith('rooms/101/'))).toBe(true);
  const puts = server.requests.filter((line) => line.startsWith('PUT')).length;
  const second = await makeBackup(backupOf(folders, repository, { keep: 1 }));
  // Lock twice over, a piece or two of library and list, the snapshot.
  expect(server.requests.filter((line) => line.startsWith('PUT')).length - puts).toBeLessThan(6);
  expect(await repository.snapshotIds()).toEqual([second.snapshot.id]);
  expect(first.snapshot.id).not.toBe(second.snapshot.id);
  await verifySnapshot(second.snapshot, { repository, workDir: folders.root }, { readAll: true });
  const again = await openRepository(open(), { passphrase: 'passphrase' });
  expect(again.id).toBe(repository.id);
});

it('a second one at the same time is refused by the store', async () => {
  const store = open();
  expect(await store.put('lock.json', Buffer.from('1'), { onlyNew: true })).toBe(true);
  expect(await store.put('lock.json', Buffer.from('2'), { onlyNew: true })).toBe(false);
});

describe('trouble', () => {
  it('a busy store and a cut connection are tried again', async () => {
    server.troubles.push({ status: 503, code: 'SlowDown' }, 'cut', { status: 500, code: 'InternalError' });
    await open().put('a', Buffer.from('content'));
    expect(server.items.get('rooms/101/a')?.toString()).toBe('content');
  });

  it('a store that stays away is said to', async () => {
    server.troubles.push(...Array.from({ length: 6 }, () => 'cut' as const));
    await expect(open().get('a')).rejects.toMatchObject({ code: 'backup_unreachable' });
    server.troubles.push(...Array.from({ length: 6 }, () => ({ status: 503, code: 'SlowDown' })));
    await expect(open().get('a')).rejects.toMatchObject({
      code: 'backup_unreachable',
      message: expect.stringContaining('503 SlowDown') as string,
    });
  });

  it.each([
    ['another secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
    ['another key', { accessKeyId: 'AKOTHER' }, 'InvalidAccessKeyId'],
  ])('%s is refused at once, without trying again', async (_what, access, code) => {
    await expect(open(access).put('a', Buffer.from('x'))).rejects.toMatchObject({
      code: 'backup_denied',
      message: expect.stringContaining(code) as string,
    });
    expect(server.requests).toHaveLength(1);
  });

  it('a bucket that is not there is not an empty one', async () => {
    const store = open({}, { bucket: 'other', prefix: '' });
    await expect(store.get('repository.json')).rejects.toMatchObject({ code: 'backup_target_missing' });
    await expect(openRepository(store, { make: true })).rejects.toMatchObject({
      code: 'backup_target_missing',
    });
  });

  it('cut in the midst of a backup, the next one goes on', async () => {
    const repository = await openRepository(open(), { make: true });
    const failing = makeBackup(
      backupOf(folders, repository, {
        progress: (phase) => {
          if (phase === 'files') server.troubles.push(...Array.from({ length: 60 }, () => 'cut' as const));
        },
      }),
    );
    await expect(failing).rejects.toMatchObject({ code: 'backup_unreachable' });
    server.troubles.length = 0;
    server.items.delete('rooms/101/lock.json');
    const { snapshot } = await makeBackup(backupOf(folders, repository));
    await verifySnapshot(snapshot, { repository, workDir: folders.root }, { readAll: true });
  });
});
