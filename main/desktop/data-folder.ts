/** Which folder holds the lessons. Only folders that the dialog returned can be set: a page must not name one. */
import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../base/app-error.ts';
import type { CoreProcess } from './core-process.ts';
import type { ShellConfig } from './shell-config.ts';

export type DataFolder = ReturnType<typeof createDataFolder>;

/**
 * @param options.fromFlag `--data-dir`, which wins for this run
 * @param options.fromInstaller used where nobody chose one
 */
export function createDataFolder(options: {
  config: ShellConfig;
  fromFlag: string | undefined;
  fromInstaller: string | undefined;
  isRecording: () => boolean;
  /** A new core is on trial, with a copy of this folder's library. */
  isUpdating: () => boolean;
}) {
  const { config, fromFlag, fromInstaller } = options;
  const offered = new Set<string>();
  let isFlagOverruled = false;

  /** Undefined: the core's own choice. */
  const current = (): string | undefined =>
    (isFlagOverruled ? undefined : fromFlag) ?? config.get().data_dir ?? fromInstaller;

  return {
    current,
    offer: (folder: string) => offered.add(folder),
    /**
     * Restarts the core on another folder; when it doesn't come up there, on the old one.
     * @throws AppError recording_in_progress, update_in_progress, validation_failed, storage_unavailable
     */
    change: async (folder: string | null, core: CoreProcess): Promise<void> => {
      if (options.isRecording()) throw new AppError('recording_in_progress');
      if (options.isUpdating()) throw new AppError('update_in_progress');
      if (folder !== null && !offered.has(folder)) {
        throw new AppError('validation_failed', 'choose the folder in the dialog first');
      }
      if (folder !== null) {
        await access(folder, constants.W_OK).catch((error: unknown) => {
          throw new AppError('storage_unavailable', undefined, { cause: error });
        });
      }
      const before = { isFlagOverruled, dataDir: config.get().data_dir };
      isFlagOverruled = true;
      config.set({ data_dir: folder });
      core.restart();
      if (await isUp(core)) return;
      isFlagOverruled = before.isFlagOverruled;
      config.set({ data_dir: before.dataDir });
      core.restart();
      throw new AppError('storage_unavailable', core.logTail.trim().split('\n').at(-1));
    },
  };
}

/** Whether the core runs after the change that is under way. */
async function isUp(core: CoreProcess): Promise<boolean> {
  for (;;) {
    const { phase } = core.state;
    if (phase === 'running') return true;
    if (phase === 'waiting' || phase === 'failed' || phase === 'idle') return false;
    await new Promise<void>((resolve) => {
      core.once('change', () => resolve());
    });
  }
}

/** Whether a file lies below a folder, links followed. */
export async function isInside(file: string, folder: string): Promise<boolean> {
  const [real, base] = await Promise.all([realpath(file), realpath(folder)]).catch(() => []);
  if (real === undefined || base === undefined) return false;
  const relative = path.relative(base, real);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
