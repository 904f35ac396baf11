/** What the shell itself remembers between starts; lessons and settings belong to the core. */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Logger } from '../base/logger.ts';

const shellConfigSchema = z.object({
  /** null: where the core puts it by itself. */
  data_dir: z.string().nullable().default(null),
  shortcut: z.string().nullable().default(null),
  language: z.enum(['ko', 'en']).nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  window: z
    .object({
      bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
      is_maximized: z.boolean(),
    })
    .nullable()
    .default(null),
  /** The window went to the tray once: that is said only the first time. */
  was_told_of_tray: z.boolean().default(false),
});
export type ShellConfigValues = z.infer<typeof shellConfigSchema>;

export type ShellConfig = {
  get(): ShellConfigValues;
  /** Kept at once; a disk that refuses is logged. */
  set(change: Partial<ShellConfigValues>): void;
};

/** @param folder Electron's userData */
export function openShellConfig(folder: string, log: Logger): ShellConfig {
  const file = path.join(folder, 'shell.json');
  let values = read(file, log);
  return {
    get: () => values,
    set: (change) => {
      values = { ...values, ...change };
      try {
        writeFileAtomic.sync(file, `${JSON.stringify(values, null, 2)}\n`, { mode: 0o600 });
      } catch (error) {
        log.warn({ err: error }, 'the shell’s settings could not be kept');
      }
    },
  };
}

function read(file: string, log: Logger): ShellConfigValues {
  if (!existsSync(file)) return shellConfigSchema.parse({});
  try {
    return shellConfigSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    // Set aside for a look, not wiped: it may name the folder of all lessons.
    log.warn({ err: error }, 'the shell’s settings could not be read');
    renameSync(file, `${file}.unreadable`);
    return shellConfigSchema.parse({});
  }
}
