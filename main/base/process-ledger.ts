/**
 * One small file per running child, so that a core that was killed can be cleaned up after: its ffmpeg would go on
 * recording. Arguments are kept as a hash only, since they hold stream addresses with credentials.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const ledgerEntrySchema = z.object({
  pid: z.int().positive(),
  startTime: z.string(),
  command: z.string(),
  argumentsHash: z.string(),
  purpose: z.string(),
  corePid: z.int().positive(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

export function hashArguments(args: readonly string[]): string {
  return createHash('sha256').update(args.join('\0')).digest('hex');
}

/** Written synchronously: nothing may happen between the spawn and the note about it. */
export function writeLedgerEntry(ledgerDir: string, entry: LedgerEntry): void {
  mkdirSync(ledgerDir, { recursive: true, mode: 0o700 });
  writeFileSync(ledgerFile(ledgerDir, entry.pid), JSON.stringify(entry), { mode: 0o600 });
}

export function removeLedgerEntry(ledgerDir: string, pid: number): void {
  rmSync(ledgerFile(ledgerDir, pid), { force: true });
}

/** Entries that can be read; the file of one that was torn while writing is removed. */
export function readLedger(ledgerDir: string): LedgerEntry[] {
  let names: string[];
  try {
    names = readdirSync(ledgerDir);
  } catch {
    return []; // no ledger yet
  }
  return names
    .filter((name) => /^\d+\.json$/.test(name))
    .flatMap((name) => {
      const file = path.join(ledgerDir, name);
      try {
        return [ledgerEntrySchema.parse(JSON.parse(readFileSync(file, 'utf8')))];
      } catch {
        rmSync(file, { force: true });
        return [];
      }
    });
}

function ledgerFile(ledgerDir: string, pid: number): string {
  return path.join(ledgerDir, `${pid}.json`);
}
