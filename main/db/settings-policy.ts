/**
 * Settings that the school has decided, for everyone who uses this computer: read once at the start from a file that
 * only its administrators can write, on Windows also from Group Policy. Each value is checked by itself: a mistake in one
 * leaves the others in force and is told, and never keeps a lesson from being recorded.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  type Settings,
  defaultSettings,
  schoolOnlySettings,
  settingsSchema,
} from '../../contract/settings.ts';
import { systemErrorCode } from '../base/app-error.ts';
import { type Changes, isPlainObject, mergeChanges } from './settings-changes.ts';

export type SettingsPolicy = {
  /** By their path: `analysis.camera_signals`. Sorted. */
  readonly values: ReadonlyMap<string, unknown>;
  /** What could not be used, for administrators. */
  readonly problems: readonly string[];
};

export const noPolicy: SettingsPolicy = { values: new Map(), problems: [] };

/** `null` is a value here, not the way back to the default. */
const policyFileSchema = z.strictObject({ settings: z.record(z.string(), z.unknown()) });

/** @param file that need not be there */
export async function readPolicyFile(file: string): Promise<SettingsPolicy> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return noPolicy;
    return { values: new Map(), problems: [`${file} cannot be read (${code ?? 'unknown error'})`] };
  }
  return parsePolicy(text, file);
}

/** @param text JSON: `{"settings": {"analysis": {"camera_signals": false}}}` @param name of it, for problems */
export function parsePolicy(text: string, name: string): SettingsPolicy {
  let content: unknown;
  try {
    // Windows' editors put a mark before the text.
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { values: new Map(), problems: [`${name} is no JSON`] };
  }
  const parsed = policyFileSchema.safeParse(content);
  if (!parsed.success) {
    return { values: new Map(), problems: [`${name} is no object with "settings" alone`] };
  }
  return checked([...leavesOf(parsed.data.settings)], name);
}

/** @param entries paths and values, not yet checked */
export function checked(entries: readonly (readonly [string, unknown])[], name: string): SettingsPolicy {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const [path, value] of entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const issue = issueWith(path, value);
    if (issue === undefined) values.set(path, value);
    else problems.push(`${name}: ${path}: ${issue}`);
  }
  return { values, problems };
}

/** Undefined when the setting may have the value. */
export function issueWith(path: string, value: unknown): string | undefined {
  if (!settingPaths.has(path)) return 'there is no such setting';
  const parsed = settingsSchema.safeParse(withValue(defaultSettings, path, value));
  return parsed.success ? undefined : (parsed.error.issues[0]?.message ?? 'cannot be used');
}

/** The later one wins where both decide. */
export function joinPolicies(first: SettingsPolicy, second: SettingsPolicy): SettingsPolicy {
  return {
    values: new Map([...first.values, ...second.values].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    problems: [...first.problems, ...second.problems],
  };
}

/** What holds: the person's own settings, with the school's in their place. */
export function applyPolicy(own: Settings, policy: SettingsPolicy): Settings {
  let settings: Settings = own;
  for (const [path, value] of policy.values) settings = withValue(settings, path, value);
  return settings;
}

/** Paths of locked settings that a change would give another value. */
export function lockedIn(change: Changes, policy: SettingsPolicy): string[] {
  return [...leavesOf(change)].flatMap(([path, value]) => {
    // null takes a whole part back to its defaults; what is locked in it stays as it is without being asked for.
    if (!policy.values.has(path) && !schoolOnlySettings.includes(path)) return [];
    const now = policy.values.has(path) ? policy.values.get(path) : valueAt(defaultSettings, path);
    return JSON.stringify(value) === JSON.stringify(now) ? [] : [path];
  });
}

/** Takes away what is locked: it may be repeated in a change, and is not the person's own then. */
export function withoutLocked(change: Changes, policy: SettingsPolicy, before = ''): Changes {
  const entries = Object.entries(change).flatMap(([key, value]): [string, unknown][] => {
    const path = before === '' ? key : `${before}.${key}`;
    if (policy.values.has(path) || schoolOnlySettings.includes(path)) return [];
    return [[key, isPlainObject(value) ? withoutLocked(value, policy, path) : value]];
  });
  return Object.fromEntries(entries);
}

/** All single settings there are. */
export const settingPaths: ReadonlySet<string> = new Set(
  [...leavesOf(defaultSettings)].map(([path]) => path),
);

function* leavesOf(part: Changes, before = ''): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(part)) {
    const path = before === '' ? key : `${before}.${key}`;
    if (isPlainObject(value)) yield* leavesOf(value, path);
    else yield [path, value];
  }
}

function valueAt(settings: Changes, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (isPlainObject(at) ? at[name] : undefined), settings);
}

function withValue(settings: Settings, path: string, value: unknown): Settings {
  const names = path.split('.');
  const last = names.pop() ?? '';
  // mergeChanges would take null for the way back to the default.
  const marked = mergeChanges(settings, nest(names, { [last]: 0 }));
  let at: Changes = marked;
  for (const name of names) at = at[name] as Changes;
  at[last] = value;
  return marked as Settings;
}

function nest(names: readonly string[], innermost: Changes): Changes {
  return names.reduceRight<Changes>((inner, name) => ({ [name]: inner }), innermost);
}
