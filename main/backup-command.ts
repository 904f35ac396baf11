/**
 * `npm run backup`, `backups`, `restore`, `move`. Backups are made while a recorder runs on the folder; restoring and
 * moving take the folder for themselves, and say so when a recorder has it.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { followMoves, moveDataFolder, removeMoved } from './backup/move-folder.ts';
import { openPlace } from './backup/place.ts';
import { type Repository, openRepository } from './backup/repository.ts';
import { type RestoreResult, listRestorePoints, restorePoint, restoreSnapshot } from './backup/restore.ts';
import { runBackup } from './backup/run-backup.ts';
import { makeWorkDir } from './backup/make-backup.ts';
import { verifySnapshot } from './backup/verify.ts';
import { AppError, toErrorSummary } from './base/app-error.ts';
import { systemClock } from './base/clock.ts';
import { silentLogger } from './base/logger.ts';
import { packageVersion } from './base/package-info.ts';
import { lockDataDir } from './db/data-lock.ts';
import type { ErrorCode } from '../contract/errors.ts';
import { type BackupCommand, type Options, readOptions, usage } from './backup-usage.ts';
import type { Boot, BootRequest } from './env.ts';
import { createTeller, sizeText } from './backup-tell.ts';

export { backupCommands, isBackupCommand } from './backup-usage.ts';

type Io = {
  boot: (argv: readonly string[]) => BootRequest;
  print: (line: string) => void;
  warn: (line: string) => void;
};

class UsageProblem extends Error {}

/** 0 done · 1 failed · 2 not understood · 3 somebody else is at it · 4 the backup is damaged, or its passphrase wrong. */
const exitCodes: Partial<Record<ErrorCode, number>> = {
  data_dir_locked: 3,
  backup_busy: 3,
  backup_damaged: 4,
  backup_passphrase_needed: 4,
  backup_passphrase_wrong: 4,
};

/** @returns exit code */
export async function runBackupCommand(
  command: BackupCommand,
  args: readonly string[],
  io: Io,
): Promise<number> {
  const isJson = args.includes('--json');
  const tell = createTeller(io.print, isJson);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const { json, help, 'data-dir': dataDir, ...values } = parse(command, args);
    if (help) {
      io.print(usage[command].trimEnd());
      return 0;
    }
    const request = io.boot(dataDir === undefined ? [] : ['--data-dir', dataDir]);
    if (request.kind !== 'run')
      throw new UsageProblem(request.kind === 'invalid' ? request.message : usage[command]);
    const { boot } = request;
    // What was read above is what this command has.
    await commands[command](boot, { json, help, 'data-dir': dataDir, ...values } as never, {
      tell,
      signal: stop.signal,
    });
    return 0;
  } catch (error) {
    if (error instanceof UsageProblem) {
      io.warn(error.message);
      return 2;
    }
    const summary = toErrorSummary(error);
    if (isJson) io.print(JSON.stringify({ event: 'failed', ...summary }));
    else io.warn(`✘ ${summary.detail} (${summary.code})`);
    return exitCodes[summary.code] ?? 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

type Context = { tell: ReturnType<typeof createTeller>; signal: AbortSignal };
type Commands = {
  [C in BackupCommand]: (boot: Boot, options: Options<C>, context: Context) => Promise<void>;
};

const commands: Commands = {
  backup: async (boot, options, { tell, signal }) => {
    const dataDir = await followMoves(boot.dataDir);
    const keep = Number(options.keep);
    if (!Number.isInteger(keep) || keep < 1)
      throw new UsageProblem(`--keep must be a number from 1 on, not '${options.keep}'`);
    const place = placeOf(options.to, '--to');
    const { snapshot, bytesWritten, filesRead, pruned } = await runBackup({
      ...{
        dataDir,
        place,
        keep,
        signal,
        clock: systemClock,
        log: silentLogger,
        version: packageVersion,
        s3: boot.s3,
      },
      passphrase: await readPassphrase(boot, options['passphrase-file']),
      wanted: { media: options.media, keys: !options['without-keys'] },
      beginAnew: options['begin-anew'],
      rewrite: options.rewrite,
      progress: tell.progress,
    });
    tell.result(
      {
        event: 'backed_up',
        snapshot: snapshot.id,
        lessons: snapshot.lessons,
        files: snapshot.files,
        bytes: snapshot.bytes,
        files_read: filesRead,
        bytes_written: bytesWritten,
        removed_snapshots: pruned.snapshots,
      },
      `✔ ${snapshot.id}: ${snapshot.lessons} lessons, ${snapshot.files} files, ${sizeText(snapshot.bytes)}; new ${sizeText(bytesWritten)}. Opened and checked.`,
    );
  },
  backups: async (boot, options, { tell, signal }) => {
    const repository = await open(boot, options, signal);
    const ids = await repository.snapshotIds();
    for (const id of ids) {
      const { lessons, files, bytes, contents, host, version } = await repository.snapshot(id);
      tell.result(
        { event: 'snapshot', snapshot: id, lessons, files, bytes, ...contents, host, version },
        `${id}  ${String(lessons).padStart(6)} lessons  ${sizeText(bytes).padStart(9)}  ${contents.media ? 'with media' : 'library only'}  ${host}`,
      );
    }
    if (ids.length === 0) tell.result({ event: 'none' }, 'There are no backups yet.');
    const wanted = options['verify-all']
      ? ids
      : options.verify === undefined
        ? []
        : [idOf(ids, options.verify, repository)];
    const workDir = await makeWorkDir(await followMoves(boot.dataDir));
    const known = wanted.length === 0 ? undefined : await repository.knownObjects();
    for (const id of wanted) {
      await verifySnapshot(
        await repository.snapshot(id),
        { repository, workDir, progress: (fraction) => tell.progress('verify', fraction) },
        { readAll: options['verify-all'], ...(known === undefined ? {} : { known }) },
      );
      tell.result({ event: 'verified', snapshot: id }, `✔ ${id} is whole`);
    }
  },
  restore: async (boot, options, { tell, signal }) => {
    const dataDir = await followMoves(boot.dataDir);
    if (options.points) {
      for (const point of await listRestorePoints(dataDir))
        tell.result({ event: 'restore_point', point }, point);
      return;
    }
    using stack = new DisposableStack();
    stack.adopt(lockDataDir(dataDir), (held) => held.release());
    const parts = { dataDir, log: silentLogger, signal, progress: tell.progress };
    if (options.point !== undefined) {
      tellRestored(tell, await restorePoint(options.point, parts), `restore point ${options.point}`);
      return;
    }
    const repository = await open(boot, options, signal);
    const snapshot = await repository.snapshot(
      idOf(await repository.snapshotIds(), options.snapshot, repository),
    );
    const result = await restoreSnapshot(repository, snapshot, parts, {
      media: !options['without-media'],
      keys: !options['without-keys'],
    });
    tellRestored(tell, result, snapshot.id);
  },
  move: async (boot, options, { tell, signal }) => {
    if (options['remove-old']) {
      const bytes = await removeMoved(boot.dataDir);
      tell.result({ event: 'removed', bytes }, `✔ ${sizeText(bytes)} of ${boot.dataDir} are free now`);
      return;
    }
    if (options.to === undefined) throw new UsageProblem(usage.move);
    const from = await followMoves(boot.dataDir);
    const to = path.resolve(options.to);
    using stack = new DisposableStack();
    stack.adopt(lockDataDir(from), (held) => held.release());
    const { files, bytes } = await moveDataFolder({
      from,
      to,
      signal,
      progress: (fraction) => tell.progress('move', fraction),
    });
    tell.result(
      { event: 'moved', to, files, bytes },
      `✔ ${files} files, ${sizeText(bytes)}, copied and compared. The recorder now starts on ${to}.\n` +
        `  The old files are still in ${from}. When all is well: npm run move -- --remove-old --data-dir ${JSON.stringify(from)}`,
    );
  },
};

function tellRestored(tell: Context['tell'], result: RestoreResult, what: string): void {
  const { facts, restored, kept, restorePoint: point } = result;
  const notes = [
    ...(point === undefined ? [] : [`What was there before: ${point}`]),
    ...(facts.lessonsWithoutMedia === 0
      ? []
      : [`${facts.lessonsWithoutMedia} lessons have no recording here: the backup holds none of theirs.`]),
    ...(facts.unreadableAddresses === 0
      ? []
      : [
          `${facts.unreadableAddresses} stream addresses cannot be opened with this folder's key: enter them again.`,
        ]),
  ];
  tell.result(
    {
      event: 'restored',
      restored,
      kept,
      lessons: facts.lessons,
      lessons_without_media: facts.lessonsWithoutMedia,
      unreadable_addresses: facts.unreadableAddresses,
      restore_point: point ?? null,
    },
    [
      `✔ ${what} is restored: ${facts.lessons} lessons, ${restored} files brought, ${kept} were there already.`,
      ...notes,
    ].join('\n  '),
  );
}

function parse<C extends BackupCommand>(command: C, args: readonly string[]): Options<C> {
  try {
    return readOptions(command, args);
  } catch (error) {
    throw new UsageProblem(
      `${error instanceof Error ? error.message : String(error)} (--help lists the options)`,
      { cause: error },
    );
  }
}

/** A folder is meant from where the command was typed. */
function placeOf(text: string | undefined, flag: string): string {
  if (text === undefined || text.trim() === '')
    throw new UsageProblem(`${flag} FOLDER or ${flag} s3://BUCKET/PREFIX is needed (--help)`);
  return /^s3:/i.test(text) ? text.trim() : path.resolve(text);
}

async function open(
  boot: Boot,
  options: { from?: string | undefined; 'passphrase-file'?: string | undefined },
  signal: AbortSignal,
): Promise<Repository> {
  const store = await openPlace(placeOf(options.from, '--from'), { s3: boot.s3, signal });
  return openRepository(store, { passphrase: await readPassphrase(boot, options['passphrase-file']) });
}

async function readPassphrase(boot: Boot, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return boot.backupPassphrase;
  const [line = ''] = (await readFile(file, 'utf8')).split(/\r?\n/);
  if (line.length < 8) throw new UsageProblem(`the passphrase in ${file} is shorter than 8 characters`);
  return line;
}

function idOf(ids: readonly string[], wanted: string, { store }: Repository): string {
  const id = wanted === 'latest' ? ids.at(-1) : ids.find((each) => each === wanted);
  if (id === undefined)
    throw new AppError('backup_not_found', `there is no backup '${wanted}' in ${store.where}`);
  return id;
}
