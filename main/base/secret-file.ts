/** A file that holds one secret: made once, readable by its owner alone, never overwritten. */
import { constants } from 'node:fs';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { systemErrorCode } from './app-error.ts';
import { newId } from './ids.ts';

/**
 * Reads the file, or makes it with what `make` returns. It appears complete or not at all; when two processes make it
 * at the same time, both get what the first one wrote.
 */
export function readOrCreateSecretFile(file: string, make: () => Buffer): Buffer {
  const existing = readIfThere(file);
  if (existing !== undefined) return existing;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${newId()}.tmp`;
  try {
    const descriptor = openSync(draft, 'wx', 0o600);
    try {
      writeSync(descriptor, make());
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    publish(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return readFileSync(file);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function publish(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return;
    // File systems without hard links (exFAT, some network shares).
    try {
      copyFileSync(draft, file, constants.COPYFILE_EXCL);
    } catch (copyError) {
      if (systemErrorCode(copyError) !== 'EEXIST') throw copyError;
    }
  }
}
