import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from './logger.ts';
import { hashArguments, writeLedgerEntry } from './process-ledger.ts';
import { reapLeftovers } from './process-reaper.ts';
import { isAlive, startTimeNow } from './process-table.ts';

const waits = `console.log('ready'); setInterval(() => {}, 1000)`;
const ignoresSigterm = `process.on('SIGTERM', () => {}); ${waits}`;

describe('reaping at start-up', () => {
  let dir: string;
  let ledgerDir: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'airclass-reaper-'));
    ledgerDir = path.join(dir, 'processes');
  });

  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
    rmSync(dir, { recursive: true, force: true });
  });

  async function begin(code: string, options: { command?: string; args?: string[] } = {}): Promise<number> {
    const child = spawn(options.command ?? process.execPath, ['-e', code, ...(options.args ?? [])], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await once(child.stdout, 'data');
    return child.pid!;
  }

  function note(pid: number, startTime = startTimeNow(pid, process.platform, Date.now())) {
    writeLedgerEntry(ledgerDir, {
      pid,
      startTime,
      command: process.execPath,
      argumentsHash: hashArguments([]),
      purpose: 'take',
      corePid: 1,
    });
  }

  const reap = () => reapLeftovers({ ledgerDir, dataDir: dir, log: silentLogger, termMs: 200 });

  it('does nothing when there is no ledger', async () => {
    expect(await reap()).toEqual({ reaped: 0 });
  });

  it('ends noted processes, stubborn ones too, and empties the ledger', async () => {
    const polite = await begin(waits);
    const stubborn = await begin(ignoresSigterm);
    note(polite);
    note(stubborn);
    expect(await reap()).toEqual({ reaped: 2 });
    expect(isAlive(polite, process.platform)).toBe(false);
    expect(isAlive(stubborn, process.platform)).toBe(false);
    expect(readdirSync(ledgerDir)).toEqual([]);
  });

  it('leaves alone a process that was given the pid of a noted one', async () => {
    const unrelated = await begin(waits);
    note(unrelated, `${startTimeNow(unrelated, process.platform, Date.now()).split(':')[0]}:1`);
    expect(await reap()).toEqual({ reaped: 0 });
    expect(isAlive(unrelated, process.platform)).toBe(true);
    expect(readdirSync(ledgerDir)).toEqual([]);
  });

  it('finds an ffmpeg that writes into the data folder although the ledger does not know it', async () => {
    const isWindows = process.platform === 'win32';
    const ffmpeg = path.join(dir, isWindows ? 'ffmpeg.exe' : 'ffmpeg');
    // Not everybody may make links to files on Windows.
    (isWindows ? copyFileSync : symlinkSync)(process.execPath, ffmpeg);
    const ours = await begin(waits, { command: ffmpeg, args: [path.join(dir, 'media', 'take.mp4')] });
    const elsewhere = await begin(waits, { command: ffmpeg, args: [`${dir}-other/take.mp4`] });
    const otherProgram = await begin(waits, { args: [path.join(dir, 'media', 'take.mp4')] });
    const result = await reapLeftovers({
      ledgerDir,
      dataDir: path.join(dir, 'media'),
      log: silentLogger,
      termMs: 200,
    });
    expect(result).toEqual({ reaped: 1 });
    expect(isAlive(ours, process.platform)).toBe(false);
    expect(isAlive(elsewhere, process.platform)).toBe(true);
    expect(isAlive(otherProgram, process.platform)).toBe(true);
  });
});
