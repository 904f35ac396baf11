/**
 * Moves a data folder to another disk: every file is copied, read back and compared, then a note in the old folder leads
 * to the new one, so that the recorder starts there however it is told where its folder is. The old files are removed
 * only when somebody asks for that afterwards. An interrupted move goes on where it was.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  rmdir,
  stat,
  statfs,
  utimes,
} from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { AppError, isDiskFull, systemErrorCode } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { checkLibraryCopy } from '../db/library-copy.ts';
import { isWithin } from './place.ts';

/** In the old folder: where its lessons are now. */
export const movedNote = 'moved.json';
/** In the new folder while it is being filled: what has been copied and compared. */
const journalName = 'move-journal.jsonl';
/** Not copied: belong to a process, or are work that is begun anew. */
const leftBehind: ReadonlySet<string> = new Set([
  'lock.sqlite',
  'lock.sqlite-journal',
  'processes',
  'reserve',
  'backup-work',
  'restore-work',
  movedNote,
  journalName,
]);

const noteSchema = z.object({ to: z.string(), moved_at: z.string() });
const lineSchema = z.object({ path: z.string(), size: z.number(), mtime_ms: z.number(), sha256: z.string() });
type Line = z.infer<typeof lineSchema>;

export type MoveParts = {
  /** Locked by the caller. */
  from: string;
  /** Empty, or what an interrupted move has left. */
  to: string;
  nowMs?: number;
  signal?: AbortSignal;
  /** @param fraction 0–1 */
  progress?: (fraction: number) => void;
};

/**
 * @throws AppError validation_failed (the new folder is not empty, or in the old one), disk_full, storage_unavailable,
 * backup_damaged (what was copied is not what was read); the old folder stays in use then
 */
export async function moveDataFolder(parts: MoveParts): Promise<{ files: number; bytes: number }> {
  const { from, to, signal, nowMs = Date.now(), progress = () => undefined } = parts;
  const files = await listFiles(from, '');
  const total = files.reduce((sum, file) => sum + file.size, 0);
  await prepareTarget(from, to, total);
  const finished = await readJournal(to);
  const journal = await open(path.join(to, journalName), 'a', 0o600);
  let bytes = 0;
  try {
    for (const file of files) {
      if (signal?.aborted === true) throw new AppError('job_cancelled');
      if (!(await isCopied(to, file, finished.get(file.path)))) {
        const line = await copyCompared(from, to, file);
        await journal.writeFile(`${JSON.stringify(line)}\n`);
      }
      bytes += file.size;
      progress(total === 0 ? 1 : bytes / total);
    }
    await journal.sync();
  } catch (error) {
    throw isDiskFull(error)
      ? new AppError('disk_full', `there is too little room in ${to}`, { cause: error })
      : error;
  } finally {
    await journal.close();
  }
  const library = path.join(to, 'library.sqlite');
  if (existsSync(library)) checkLibraryCopy(library);
  // From here on the recorder starts on the new folder.
  await writeFileAtomic(path.join(from, movedNote), JSON.stringify({ to, moved_at: isoTime(nowMs) }));
  return { files: files.length, bytes };
}

/**
 * The folder that a data folder was moved to, followed from note to note.
 * @returns the folder itself when it was not moved
 * @throws AppError storage_unavailable when it was moved to a disk that is not there: starting on what is left behind
 * would make a second library
 */
export async function followMoves(dataDir: string): Promise<string> {
  let at = dataDir;
  const seen = new Set<string>();
  for (;;) {
    const note = await readNote(at);
    if (note === undefined) return at;
    seen.add(at);
    if (seen.has(note.to)) {
      throw new AppError(
        'storage_unavailable',
        `${movedNote} in ${at} leads back to where it came from: remove it in the folder that holds the lessons`,
      );
    }
    if (!existsSync(note.to)) {
      throw new AppError(
        'storage_unavailable',
        `the data folder ${at} was moved to ${note.to}, which is not there: plug that disk in, or remove ${path.join(at, movedNote)} to use what is left here`,
      );
    }
    at = note.to;
  }
}

/**
 * Removes the files of a folder that was moved, except the note. Each is compared with the new folder's first.
 * @returns bytes that are free now
 * @throws AppError validation_failed when the folder was not moved; backup_damaged when the new folder lacks a file
 */
export async function removeMoved(from: string): Promise<number> {
  const note = await readNote(from);
  if (note === undefined) throw new AppError('validation_failed', `${from} was not moved`);
  const copied = await readJournal(note.to);
  const files = await listFiles(from, '');
  for (const file of files) {
    const line = copied.get(file.path);
    const isSame = line?.size === file.size && line.mtime_ms === file.mtimeMs;
    // It may have been deleted in the new folder since; it was copied and compared then.
    if (!isSame) {
      throw new AppError(
        'backup_damaged',
        `${file.path} was not moved, or has changed since: nothing was removed`,
      );
    }
  }
  if (!existsSync(path.join(note.to, 'library.sqlite')) && existsSync(path.join(from, 'library.sqlite'))) {
    throw new AppError('backup_damaged', `there is no library in ${note.to}: nothing was removed`);
  }
  for (const file of files) await rm(path.join(from, ...file.path.split('/')), { force: true });
  for (const name of ['reserve', 'processes', 'backup-work', 'lock.sqlite']) {
    await rm(path.join(from, name), { recursive: true, force: true });
  }
  await removeEmptyFolders(from, true);
  await rm(path.join(note.to, journalName), { force: true });
  return files.reduce((sum, file) => sum + file.size, 0);
}

type Found = { path: string; size: number; mtimeMs: number };

async function listFiles(folder: string, prefix: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const entry of await readdir(path.join(folder, prefix), { withFileTypes: true })) {
    if (prefix === '' && leftBehind.has(entry.name)) continue;
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) {
      if (name !== 'media/.tmp') found.push(...(await listFiles(folder, name)));
    } else if (entry.isFile()) {
      const { size, mtimeMs } = await stat(path.join(folder, name));
      found.push({ path: name, size, mtimeMs: Math.floor(mtimeMs) });
    }
  }
  return found;
}

async function prepareTarget(from: string, to: string, bytes: number): Promise<void> {
  if (isWithin(to, from) || isWithin(from, to)) {
    throw new AppError(
      'validation_failed',
      'the new folder must not lie in the old one, nor the old one in it',
    );
  }
  try {
    await mkdir(to, { recursive: true, mode: 0o700 });
    const names = (await readdir(to)).filter((name) => !leftBehind.has(name) && name !== 'lost+found');
    if (names.length > 0 && !existsSync(path.join(to, journalName))) {
      throw new AppError('validation_failed', `${to} is not empty: choose an empty folder`);
    }
    const { bavail, bsize } = await statfs(to);
    const there = await bytesThere(to, names);
    if (bavail * bsize + there < bytes) {
      throw new AppError('disk_full', `moving needs ${(bytes / 1e9).toFixed(1)} GB of room in ${to}`);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('storage_unavailable', `${to} cannot be written (${systemErrorCode(error)})`, {
      cause: error,
    });
  }
}

async function bytesThere(to: string, names: readonly string[]): Promise<number> {
  if (names.length === 0) return 0;
  return (await listFiles(to, '')).reduce((sum, file) => sum + file.size, 0);
}

async function isCopied(to: string, file: Found, line: Line | undefined): Promise<boolean> {
  if (line?.size !== file.size || line.mtime_ms !== file.mtimeMs) return false;
  const found = await stat(path.join(to, ...file.path.split('/'))).catch(() => undefined);
  return found?.size === file.size && Math.floor(found.mtimeMs) === file.mtimeMs;
}

async function copyCompared(from: string, to: string, file: Found): Promise<Line> {
  const source = path.join(from, ...file.path.split('/'));
  const target = path.join(to, ...file.path.split('/'));
  const draft = `${target}.part`;
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const { mode, atime } = await stat(source);
  const sha256 = await copyHashed(source, draft, mode & 0o777);
  if ((await hashOf(draft)) !== sha256) {
    await rm(draft, { force: true });
    throw new AppError(
      'backup_damaged',
      `${file.path} could not be read back as it was written: is the new disk sound?`,
    );
  }
  await utimes(draft, atime, new Date(file.mtimeMs));
  await rename(draft, target);
  return { path: file.path, size: file.size, mtime_ms: file.mtimeMs, sha256 };
}

async function copyHashed(source: string, target: string, mode: number): Promise<string> {
  const hash = createHash('sha256');
  await using reading: FileHandle = await open(source, 'r');
  await using writing: FileHandle = await open(target, 'w', mode);
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  for (;;) {
    const { bytesRead } = await reading.read(buffer, 0, buffer.length);
    if (bytesRead === 0) break;
    const part = buffer.subarray(0, bytesRead);
    hash.update(part);
    await writing.writeFile(part);
  }
  await writing.sync();
  return hash.digest('hex');
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function readJournal(to: string): Promise<Map<string, Line>> {
  const lines = new Map<string, Line>();
  const file = path.join(to, journalName);
  if (!existsSync(file)) return lines;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const line = readLine(text);
    if (line !== undefined) lines.set(line.path, line);
  }
  return lines;
}

/** The last line of a killed move may be torn: its file is copied again. */
function readLine(text: string): Line | undefined {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function readNote(folder: string): Promise<z.infer<typeof noteSchema> | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(path.join(folder, movedNote), 'utf8')));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw new AppError('storage_unavailable', `${path.join(folder, movedNote)} cannot be read`, {
      cause: error,
    });
  }
}

async function removeEmptyFolders(folder: string, isTop = false): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    // Work in progress of a recorder that no longer runs here.
    if (isTop && entry.name === 'media')
      await rm(path.join(folder, 'media', '.tmp'), { recursive: true, force: true });
    await removeEmptyFolders(path.join(folder, entry.name));
  }
  if (!isTop && (await readdir(folder)).length === 0) await rmdir(folder);
}
