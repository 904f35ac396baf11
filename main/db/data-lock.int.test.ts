import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '../base/app-error.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createProcessRunner } from '../base/process.ts';
import { lockDataDir } from './data-lock.ts';

const program = path.resolve(import.meta.dirname, '../testing/hold-data-lock.ts');
let folder: string;
let runner: ReturnType<typeof createProcessRunner>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-lock-'));
  runner = createProcessRunner({
    ledgerDir: path.join(folder, 'ledger'),
    log: silentLogger,
    clock: systemClock,
  });
});
afterEach(async () => {
  await Promise.all([...runner.running].map((child) => child.kill()));
  rmSync(folder, { recursive: true });
});

/** Starts a core's worth of process on the folder and waits for what it says. */
async function startHolder(dataDir: string) {
  const said = Promise.withResolvers<string>();
  const child = runner.start({
    command: process.execPath,
    args: [program, dataDir],
    purpose: 'lock test',
    stdout: (chunk) => said.resolve(chunk.toString().trim()),
  });
  void child.exited.then(() => said.reject(new Error(child.stderrTail())));
  return { child, said: await said.promise };
}

describe('lockDataDir', () => {
  test('lets one process in, refuses the second, and lets the next in once the first was killed', async () => {
    const dataDir = path.join(folder, 'new', 'data');
    const first = await startHolder(dataDir);
    expect(first.said).toBe('locked');

    const second = await startHolder(dataDir);
    expect(second.said).toContain('data_dir_locked');
    expect(JSON.parse(second.said)).toMatchObject({ detail: expect.stringContaining(dataDir) as string });
    await second.child.exited;

    await first.child.kill();
    const third = await startHolder(dataDir);
    expect(third.said).toBe('locked');
  });

  test('is free again after release, and does not keep other folders from being used', () => {
    const lock = lockDataDir(folder);
    expect(() => lockDataDir(folder)).toThrow(
      expect.toSatisfy((error: unknown) => isAppError(error, 'data_dir_locked')),
    );
    lockDataDir(path.join(folder, 'other')).release();
    lock.release();
    lockDataDir(folder).release();
  });

  test('says that a folder cannot be used when it is a file', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(() => lockDataDir(file)).toThrow(
      expect.toSatisfy((error: unknown) => isAppError(error, 'storage_unavailable')),
    );
  });
});
