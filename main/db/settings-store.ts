/**
 * The settings in force. Kept in memory after one read; a change is validated whole before anything is stored.
 * Stored settings that cannot be read are written aside, never wiped, and the defaults hold.
 */
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { z } from 'zod';
import { type Settings, defaultSettings, settingsSchema, settingsVersion } from '../../contract/settings.ts';
import { AppError, type FieldError } from '../base/app-error.ts';
import { type Clock, isoTime } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import type { Db } from './database.ts';
import { type Changes, differenceFrom, isPlainObject, mergeChanges } from './settings-changes.ts';
import { type SettingsPolicy, applyPolicy, lockedIn, noPolicy, withoutLocked } from './settings-policy.ts';
import { readSettingsRow, writeSettingsRow } from './settings.ts';

export type SettingsStore = {
  get(): Settings;
  /** Paths of settings that the school has decided; they cannot be changed here. */
  readonly locked: readonly string[];
  /**
   * Merges any part of the settings; `null` takes a setting back to its default.
   * @throws AppError settings_invalid, setting_locked with one entry per field; nothing is changed then.
   */
  patch(change: Record<string, unknown>): Promise<Settings>;
  /** @returns a function that ends the listening */
  onChange(listener: (settings: Settings) => void): () => void;
};

/** `upgrades[n]` turns changes of version n into version n + 1. */
const upgrades: Readonly<Record<number, (changes: Changes) => Changes>> = {};

/**
 * @param options.asideDir folder that unreadable settings are kept in
 * @param options.policy what the school has decided; what a person had set before comes back when it is taken away
 */
export async function openSettingsStore(options: {
  db: Db;
  clock: Clock;
  log: Logger;
  asideDir: string;
  policy?: SettingsPolicy;
}): Promise<SettingsStore> {
  const { db, clock, log, policy = noPolicy } = options;
  const listeners = new Set<(settings: Settings) => void>();
  let own = await load();
  let settings = applyPolicy(own, policy);
  let lastPatch: Promise<unknown> = Promise.resolve();

  async function load(): Promise<Settings> {
    const row = await readSettingsRow(db);
    if (row === undefined) return defaultSettings;
    const read = readStored(row);
    if (read.ok) return read.settings;
    const file = path.join(options.asideDir, `settings-set-aside-${clock.now()}.json`);
    await writeFileAtomic(file, JSON.stringify(row));
    await store(defaultSettings);
    log.warn({ file, problem: read.problem }, 'stored settings could not be used and were set aside');
    return defaultSettings;
  }

  async function store(next: Settings): Promise<void> {
    await writeSettingsRow(db, {
      version: settingsVersion,
      changes: JSON.stringify(differenceFrom(defaultSettings, next)),
      updatedAt: isoTime(clock.now()),
    });
  }

  async function apply(change: Record<string, unknown>): Promise<Settings> {
    const locked = lockedIn(change, policy);
    if (locked.length > 0) {
      const fields = locked.map((name) => ({ path: name, message: 'set by the school' }));
      throw new AppError('setting_locked', `${locked.join(', ')}: set by the school`, { fields });
    }
    const merged = mergeChanges(differenceFrom(defaultSettings, own), withoutLocked(change, policy));
    const parsed = settingsSchema.safeParse(merged);
    if (!parsed.success)
      throw new AppError('settings_invalid', undefined, { fields: fieldErrors(parsed.error) });
    await store(parsed.data);
    own = parsed.data;
    settings = applyPolicy(own, policy);
    for (const listener of listeners) listener(settings);
    return settings;
  }

  return {
    get: () => settings,
    locked: [...policy.values.keys()],
    patch: (change) => {
      // One after another: two changes at once must both last.
      const patched = lastPatch.then(() => apply(change));
      lastPatch = patched.catch(() => undefined);
      return patched;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type ReadResult = { ok: true; settings: Settings } | { ok: false; problem: string };

function readStored(row: { version: number; changes: string }): ReadResult {
  if (row.version > settingsVersion) return { ok: false, problem: `they have version ${row.version}` };
  let changes: unknown;
  try {
    changes = JSON.parse(row.changes);
  } catch {
    return { ok: false, problem: 'they are no JSON' };
  }
  if (!isPlainObject(changes)) return { ok: false, problem: 'they are no object' };
  let upgraded = changes;
  for (let version = row.version; version < settingsVersion; version += 1) {
    upgraded = upgrades[version]?.(upgraded) ?? upgraded;
  }
  const parsed = settingsSchema.safeParse(upgraded);
  if (parsed.success) return { ok: true, settings: parsed.data };
  return {
    ok: false,
    problem: fieldErrors(parsed.error)
      .map((field) => `${field.path}: ${field.message}`)
      .join('; '),
  };
}

function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}
