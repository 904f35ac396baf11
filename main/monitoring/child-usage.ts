/** What the core's child processes use, from Linux' /proc. Other systems have no cheap way to ask: no figures there. */
import { readFileSync } from 'node:fs';

export type ChildRole = 'take' | 'sampler' | 'analysis' | 'look' | 'job';
export const childRoles = ['take', 'sampler', 'analysis', 'look', 'job'] as const satisfies ChildRole[];

/** Purposes under which children are started (base/process.ts); whatever is not named here works for a job. */
const roles: Readonly<Record<string, ChildRole>> = {
  take: 'take',
  sample: 'sampler',
  analysis: 'analysis',
  preview: 'look',
  probe: 'look',
  watch: 'look',
  'list devices': 'look',
  'ffmpeg check': 'look',
};

export function roleOf(purpose: string): ChildRole {
  return roles[purpose] ?? 'job';
}

export type Usage = { cpuSeconds: number; residentBytes: number };

/** Linux tells processor time to programs in hundredths of a second, whatever its own clock. */
const ticksPerSecond = 100;

/** @returns undefined when the process is gone, or this is not Linux */
export function readUsage(pid: number): Usage | undefined {
  try {
    return parseUsage(readFileSync(`/proc/${pid}/stat`, 'utf8'), readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param stat and @param status the files of that name (proc(5)); a process that has ended has no VmRSS */
export function parseUsage(stat: string, status: string): Usage | undefined {
  // The name in parentheses may hold spaces and parentheses: count fields after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (!Number.isFinite(ticks) || kilobytes === undefined) return undefined;
  return { cpuSeconds: ticks / ticksPerSecond, residentBytes: Number(kilobytes) * 1024 };
}
