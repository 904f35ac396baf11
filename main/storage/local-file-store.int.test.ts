import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { isAppError } from '../base/app-error.ts';
import { describeFileStore } from '../testing/file-store-contract.ts';
import { openLocalFileStore, storageError } from './local-file-store.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

describeFileStore('local file store', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'airclass-store-'));
  folders.push(folder);
  return openLocalFileStore(path.join(folder, 'media'));
});

describe('storage errors', () => {
  it.each([
    ['ENOSPC', 'disk_full'],
    ['EDQUOT', 'disk_full'],
    ['EACCES', 'storage_unavailable'],
    ['EROFS', 'storage_unavailable'],
  ] as const)('%s becomes %s', (system, code) => {
    const error = Object.assign(new Error(system), { code: system });
    expect(isAppError(storageError(error), code)).toBe(true);
  });

  it('leaves an unknown error as it is', () => {
    const error = new Error('x');
    expect(storageError(error)).toBe(error);
  });
});
