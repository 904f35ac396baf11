/**
 * Group Policy's part of the school's settings: values of one registry key, named by the setting's path. They are
 * exported to a file, since that is Unicode; what reg.exe prints is in the code page of the console.
 */
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { ProcessRunner } from '../base/process.ts';
import {
  type SettingsPolicy,
  checked,
  issueWith,
  joinPolicies,
  noPolicy,
  readPolicyFile,
} from './settings-policy.ts';

export const policyKey = 'HKLM\\SOFTWARE\\Policies\\AIRClass Recorder';

/**
 * What the school has decided: its file, and on Windows Group Policy, which goes before it.
 * @param file undefined: neither is looked at
 * @param scratchDir a folder that can be written
 */
export async function readPolicy(
  file: string | undefined,
  runner: ProcessRunner,
  scratchDir: string,
): Promise<SettingsPolicy> {
  const fromFile = file === undefined ? noPolicy : await readPolicyFile(file);
  if (file === undefined || process.platform !== 'win32') return fromFile;
  return joinPolicies(fromFile, await readRegistryPolicy({ runner, scratchDir }));
}

/** @param options.scratchDir a folder that can be written */
export async function readRegistryPolicy(options: {
  runner: ProcessRunner;
  scratchDir: string;
}): Promise<SettingsPolicy> {
  const file = path.join(options.scratchDir, `policy-${randomUUID()}.reg`);
  try {
    const { exit } = await options.runner.run({
      command: 'reg.exe',
      args: ['export', policyKey, file, '/y', '/reg:64'],
      ...{ purpose: 'policy', ledger: false, timeoutMs: 10_000 },
    });
    // No such key: nobody has set anything.
    if (exit.exitCode === 1) return noPolicy;
    if (exit.exitCode !== 0) return { values: new Map(), problems: [`${policyKey} could not be read`] };
    return parseRegistryExport(decode(await readFile(file)));
  } finally {
    await rm(file, { force: true });
  }
}

function decode(content: Buffer): string {
  return content[0] === 0xff && content[1] === 0xfe
    ? content.subarray(2).toString('utf16le')
    : content.toString('utf8');
}

/** @param text of a .reg file: lines `"analysis.camera_signals"=dword:00000000` and `"language"="ko"` */
export function parseRegistryExport(text: string): SettingsPolicy {
  const entries: [string, unknown][] = [];
  const problems: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^"((?:[^"\\]|\\.)+)"=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const raw = readValue(value);
    if (raw === undefined)
      problems.push(`${policyKey}: ${unescaped(name)}: this kind of value is not understood`);
    else entries.push([unescaped(name), asSetting(unescaped(name), raw)]);
  }
  const policy = checked(entries, policyKey);
  return { values: policy.values, problems: [...problems, ...policy.problems] };
}

function readValue(text: string): string | number | undefined {
  const number = /^dword:([0-9a-f]{8})$/i.exec(text)?.[1];
  if (number !== undefined) return Number.parseInt(number, 16);
  const words = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  return words === undefined ? undefined : unescaped(words);
}

const unescaped = (text: string): string => text.replaceAll(/\\(.)/g, '$1');

/** The registry knows no booleans, fractions, lists or null: what the value means is what the setting may be. */
function asSetting(name: string, raw: string | number): unknown {
  const meanings: unknown[] = [raw];
  if (raw === 0 || raw === 1) meanings.push(raw === 1);
  // 'Never', where a number of days may also be none.
  if (raw === 0) meanings.push(null);
  // `720,480`
  if (typeof raw === 'string' && /^[\d, ]*$/.test(raw))
    meanings.push(raw.split(',').filter(Boolean).map(Number));
  // By its place: null may be what is meant.
  const found = meanings.findIndex((each) => issueWith(name, each) === undefined);
  return found === -1 ? raw : meanings[found];
}
