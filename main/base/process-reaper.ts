/**
 * Ends what a killed core left behind, before recovery reads the files those processes still write. A process is
 * ours when the ledger names its pid and both its start time and its program match (pids are used again), or when it
 * is an ffmpeg with a path of our data folder in its arguments (a core killed between spawn and ledger).
 */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './logger.ts';
import { type LedgerEntry, readLedger, removeLedgerEntry } from './process-ledger.ts';
import {
  type ProcessEntry,
  isAlive,
  isSameStart,
  listProcesses,
  programName,
  runsProgram,
} from './process-table.ts';

/** @returns how many processes were ended. Call it only while the data folder is locked by this core. */
export async function reapLeftovers(options: {
  ledgerDir: string;
  /** Absolute. */
  dataDir: string;
  log: Logger;
  /** How long a process may take to end by itself after SIGTERM. */
  termMs?: number;
}): Promise<{ reaped: number }> {
  const { ledgerDir, dataDir, log, termMs = 3000 } = options;
  const { platform } = process;
  const ledger = readLedger(ledgerDir);
  const leftovers = findLeftovers(await listProcesses(platform), ledger, dataDir, process.pid);
  const ended = await Promise.all(
    leftovers.map(async (entry) => {
      log.warn(
        { pid: entry.pid, program: programName(entry.commandLine[0] ?? '') },
        'ending a leftover process',
      );
      return endProcess(entry, platform, termMs);
    }),
  );
  for (const entry of ledger) {
    if (entry.corePid !== process.pid) removeLedgerEntry(ledgerDir, entry.pid);
  }
  if (ended.includes(false)) log.error({ ended }, 'a leftover process could not be ended');
  return { reaped: ended.filter(Boolean).length };
}

/** Pure choice of what to end; the core itself and its own children are never in it. */
export function findLeftovers(
  table: readonly ProcessEntry[],
  ledger: readonly LedgerEntry[],
  dataDir: string,
  corePid: number,
): ProcessEntry[] {
  const noted = new Map(ledger.map((entry) => [entry.pid, entry]));
  const inside = dataDir.endsWith(path.sep) ? dataDir : dataDir + path.sep;
  return table.filter((entry) => {
    if (entry.pid === corePid) return false;
    const note = noted.get(entry.pid);
    if (note?.corePid === corePid && isSameStart(note.startTime, entry.startTime)) return false;
    if (
      note !== undefined &&
      isSameStart(note.startTime, entry.startTime) &&
      runsProgram(entry, note.command)
    ) {
      return true;
    }
    return isFfmpeg(entry) && entry.commandLine.some((argument) => argument.includes(inside));
  });
}

function isFfmpeg(entry: ProcessEntry): boolean {
  const [first = ''] = entry.commandLine;
  if (entry.commandLine.length > 1) return programName(first).startsWith('ffmpeg');
  return /^"?(?:[^"]*[\\/])?ffmpeg[^\s"\\/]*"?(?:\s|$)/i.test(first);
}

async function endProcess(entry: ProcessEntry, platform: NodeJS.Platform, termMs: number): Promise<boolean> {
  send(entry.pid, 'SIGTERM');
  if (await isGoneWithin(entry.pid, platform, termMs)) return true;
  send(entry.pid, 'SIGKILL');
  return isGoneWithin(entry.pid, platform, 5000);
}

async function isGoneWithin(pid: number, platform: NodeJS.Platform, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (isAlive(pid, platform)) {
    if (performance.now() > endMs) return false;
    await delay(25);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already, or not ours to end: isGoneWithin tells.
  }
}
