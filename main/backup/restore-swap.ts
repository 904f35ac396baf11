/**
 * Puts restored files in the place of those that are there, so that it can be undone at any moment: what was there is
 * set aside by a rename (the restore point), a journal on disk tells what is under way, and the next start or restore
 * undoes what was interrupted. Nothing is deleted that was not made here.
 *
 *   <data>/restore-work/journal.json     phase
 *   <data>/restore-work/plan.jsonl       paths, and whether something was there before
 *   <data>/restore-work/new/…            restored files that wait
 *   <data>/restore-points/<name>/…       what was there before
 */
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { systemErrorCode } from '../base/app-error.ts';

export const restoreWorkFolder = 'restore-work';
export const restorePointsFolder = 'restore-points';

/**
 * `building`: nothing has been touched. `swapping`: files are being exchanged, or the result is being checked: undone
 * when interrupted. `finished`: only to be tidied up.
 */
const journalSchema = z.object({
  phase: z.enum(['building', 'swapping', 'finished']),
  started_at: z.string(),
  /** What is being restored, for people. */
  what: z.string(),
  /** Name of the restore point. */
  point: z.string().regex(/^[\w-]{1,80}$/),
});
type Journal = z.infer<typeof journalSchema>;

/** `isNew`: it waits in `new/`. Without, the path is only emptied. `had`: something was there before. */
const planLineSchema = z.object({ path: z.string(), isNew: z.boolean(), had: z.boolean() });
export type PlanLine = z.infer<typeof planLineSchema>;

export type RestoreSwap = {
  /** Where a restored file waits; its folder is there. */
  stagedFile(name: string): Promise<string>;
  /** Adds a path to the plan. */
  plan(name: string, isNew: boolean): Promise<void>;
  /** Exchanges the files. Throws as the disk does; then `undo`. */
  swap(): Promise<void>;
  undo(): Promise<void>;
  /** Keeps the result. @returns folder of the restore point; undefined when nothing was there before */
  finish(): Promise<string | undefined>;
};

/** Whether a restore is under way, or was interrupted and waits to be undone. */
export function isRestoring(dataDir: string): boolean {
  return existsSync(journalOf(dataDir));
}

/** @param dataDir locked by the caller; `recoverRestore` has been called */
export async function beginRestore(
  dataDir: string,
  told: { what: string; startedAt: string },
): Promise<RestoreSwap> {
  const work = path.join(dataDir, restoreWorkFolder);
  await mkdir(work, { recursive: true, mode: 0o700 });
  const journal: Journal = {
    phase: 'building',
    started_at: told.startedAt,
    what: told.what,
    point: told.startedAt.replaceAll(/[:.]/g, '-'),
  };
  await writeJournal(dataDir, journal);
  const planFile = await open(planOf(dataDir), 'w', 0o600);
  return {
    stagedFile: async (name) => {
      const file = path.join(work, 'new', ...name.split('/'));
      await mkdir(path.dirname(file), { recursive: true });
      return file;
    },
    plan: async (name, isNew) => {
      const line: PlanLine = { path: name, isNew, had: existsSync(inFolder(dataDir, name)) };
      await planFile.writeFile(`${JSON.stringify(line)}\n`);
    },
    swap: async () => {
      await planFile.sync();
      await planFile.close();
      await writeJournal(dataDir, { ...journal, phase: 'swapping' });
      for await (const line of readPlan(dataDir)) await exchange(dataDir, journal.point, line);
    },
    undo: async () => {
      await planFile.close().catch(() => undefined);
      await recoverRestore(dataDir);
    },
    finish: async () => {
      await writeJournal(dataDir, { ...journal, phase: 'finished' });
      const point = pointOf(dataDir, journal.point);
      const hasPoint = existsSync(point);
      if (hasPoint) {
        await writeFile(
          path.join(point, 'restore-point.json'),
          JSON.stringify({ set_aside_at: journal.started_at, replaced_by: journal.what }),
        );
      }
      await rm(work, { recursive: true, force: true });
      return hasPoint ? point : undefined;
    },
  };
}

/**
 * Undoes or tidies up what was interrupted. Idempotent, at any moment, also when it is interrupted itself.
 * @returns what was done; undefined when there was nothing
 */
export async function recoverRestore(dataDir: string): Promise<'undone' | 'tidied' | undefined> {
  const work = path.join(dataDir, restoreWorkFolder);
  const journal = await readJournal(dataDir);
  if (journal === undefined) {
    // Killed before the journal was written or after it was removed: nothing had been touched, or all was done.
    await rm(work, { recursive: true, force: true });
    return undefined;
  }
  if (journal.phase === 'swapping') {
    const lines: PlanLine[] = [];
    for await (const line of readPlan(dataDir)) lines.push(line);
    for (const line of lines.toReversed()) await putBack(dataDir, journal.point, line);
    await removeEmptyFolders(pointOf(dataDir, journal.point));
  }
  // The journal goes first: without it what is left is only to be removed.
  await rm(journalOf(dataDir), { force: true });
  await rm(work, { recursive: true, force: true });
  return journal.phase === 'swapping' ? 'undone' : 'tidied';
}

async function exchange(dataDir: string, point: string, { path: name, isNew, had }: PlanLine): Promise<void> {
  const place = inFolder(dataDir, name);
  if (had) await moveFile(place, inFolder(pointOf(dataDir, point), name));
  if (isNew) await moveFile(inFolder(path.join(dataDir, restoreWorkFolder, 'new'), name), place);
}

async function putBack(dataDir: string, point: string, { path: name, had }: PlanLine): Promise<void> {
  const place = inFolder(dataDir, name);
  const aside = inFolder(pointOf(dataDir, point), name);
  const waiting = inFolder(path.join(dataDir, restoreWorkFolder, 'new'), name);
  // Whatever is there now came from here, or was made of it when it was opened.
  if (had && !existsSync(aside)) return;
  if (existsSync(place)) await moveFile(place, waiting);
  if (had) await moveFile(aside, place);
}

async function moveFile(from: string, to: string): Promise<void> {
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
}

async function* readPlan(dataDir: string): AsyncIterable<PlanLine> {
  if (!existsSync(planOf(dataDir))) return;
  const lines = createInterface({ input: createReadStream(planOf(dataDir), 'utf8'), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') yield planLineSchema.parse(JSON.parse(line));
}

async function readJournal(dataDir: string): Promise<Journal | undefined> {
  try {
    return journalSchema.parse(JSON.parse(await readFile(journalOf(dataDir), 'utf8')));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeJournal(dataDir: string, journal: Journal): Promise<void> {
  // Synced before it takes its name.
  await writeFileAtomic(journalOf(dataDir), JSON.stringify(journal), { mode: 0o600 });
}

async function removeEmptyFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries)
    if (entry.isDirectory()) await removeEmptyFolders(path.join(folder, entry.name));
  const left = await readdir(folder).catch(() => ['gone']);
  const found = await stat(folder).catch(() => undefined);
  if (left.length === 0 && found?.isDirectory() === true) await rm(folder, { recursive: true });
}

const inFolder = (folder: string, name: string): string => path.join(folder, ...name.split('/'));
const journalOf = (dataDir: string): string => path.join(dataDir, restoreWorkFolder, 'journal.json');
const planOf = (dataDir: string): string => path.join(dataDir, restoreWorkFolder, 'plan.jsonl');
const pointOf = (dataDir: string, name: string): string => path.join(dataDir, restorePointsFolder, name);
