import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { silentLogger } from './logger.ts';
import { killed } from '../testing/this-system.ts';
import { waitFor } from '../testing/wait-for.ts';
import { type ProcessRunner, type RunningProcess, createProcessRunner } from './process.ts';
import { isAlive } from './process-table.ts';

const nodeProgram = (code: string) => ({ command: process.execPath, args: ['-e', code], purpose: 'test' });
const ignoresSigterm = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.error('ready');`;

function line(child: RunningProcess, wanted: string): Promise<string> {
  return new Promise((resolve) => {
    child.onStderrLine((text) => text.includes(wanted) && resolve(text));
  });
}

describe('the process runner', () => {
  let dir: string;
  let ledgerDir: string;
  let runner: ProcessRunner;

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'airclass-process-'));
    ledgerDir = path.join(dir, 'processes');
    runner = createProcessRunner({ ledgerDir, log: silentLogger, clock: systemClock });
  });

  afterEach(async () => {
    const pids = [...runner.running].map((child) => child.pid);
    await Promise.all([...runner.running].map((child) => child.kill()));
    const alive = pids.filter((pid) => pid !== undefined && isAlive(pid, process.platform));
    if (alive.length > 0) throw new Error(`children left behind: ${alive.join()}`);
    rmSync(dir, { recursive: true, force: true });
  });

  it('collects stdout and tells the exit code', async () => {
    const result = await runner.run(nodeProgram(`process.stdout.write('hello'); process.exitCode = 3`));
    expect(result.stdout.toString()).toBe('hello');
    expect(result.exit).toEqual({
      exitCode: 3,
      signal: undefined,
      stoppedByUs: false,
      aborted: false,
      timedOut: false,
      spawnFailed: undefined,
    });
  });

  it('keeps a child alive that floods stderr, and keeps only the end of it', async () => {
    const flood = `for (let i = 0; i < 40000; i++) console.error('line ' + i + ' ' + 'x'.repeat(40)); console.log('done')`;
    const result = await runner.run(nodeProgram(flood));
    expect(result.stdout.toString()).toBe('done\n');
    expect(result.stderr.length).toBeLessThanOrEqual(64 * 1024);
    expect(result.stderr).toContain('line 39999 ');
    expect(result.stderr).toMatch(/^line \d+ x/);
  });

  it('shows no credentials of an address on stderr, whole or cut in two', async () => {
    const program = nodeProgram(
      `process.stderr.write('rtsp://user:secret@host/a failed\\nrtsp://user:sec'); setTimeout(() => {}, 60000)`,
    );
    const child = runner.start(program);
    expect(await line(child, 'failed')).toBe('rtsp://***@host/a failed');
    expect(child.stderrTail()).toBe('rtsp://***@host/a failed\n');
  });

  it('asks on stdin first', async () => {
    const child = runner.start({
      ...nodeProgram(
        `process.stdin.on('data', (d) => process.exit(d.toString() === 'q\\n' ? 7 : 8)); console.error('ready')`,
      ),
      quitInput: 'q\n',
    });
    await line(child, 'ready');
    expect(await child.stop()).toMatchObject({ exitCode: 7, signal: undefined, stoppedByUs: true });
  });

  it('kills a child that ignores both the quit input and SIGTERM', async () => {
    const child = runner.start({ ...nodeProgram(ignoresSigterm), quitInput: 'q\n' });
    await line(child, 'ready');
    expect(await child.stop({ graceMs: 50, termMs: 50 })).toMatchObject({
      // Windows has nothing that a program could ignore: the first ends it.
      signal: process.platform === 'win32' ? 'SIGTERM' : 'SIGKILL',
      stoppedByUs: true,
    });
  });

  it('does not say that we stopped it when somebody else did', async () => {
    const child = runner.start(nodeProgram(`console.error('ready'); setInterval(() => {}, 1000)`));
    await line(child, 'ready');
    process.kill(child.pid!, 'SIGKILL');
    expect(await child.exited).toMatchObject({ ...killed, stoppedByUs: false });
  });

  it('ends a child whose time is over', async () => {
    const result = await runner.run({ ...nodeProgram(`setInterval(() => {}, 1000)`), timeoutMs: 100 });
    expect(result.exit).toMatchObject({ timedOut: true, stoppedByUs: false, signal: 'SIGTERM' });
  });

  it('ends a child whose work was cancelled, also when cancelled before it began', async () => {
    const controller = new AbortController();
    const child = runner.start({ ...nodeProgram(`setInterval(() => {}, 1000)`), signal: controller.signal });
    controller.abort();
    expect(await child.exited).toMatchObject({ aborted: true, stoppedByUs: false });
    const late = runner.start({ ...nodeProgram(`setInterval(() => {}, 1000)`), signal: controller.signal });
    expect(await late.exited).toMatchObject({ aborted: true });
  });

  it('tells that a program is missing', async () => {
    const result = await runner.run({ command: path.join(dir, 'absent'), args: [], purpose: 'test' });
    expect(result.exit).toMatchObject({ spawnFailed: 'ENOENT', exitCode: undefined });
  });

  it('feeds bytes and streams to stdin', async () => {
    const echo = nodeProgram(`process.stdin.pipe(process.stdout)`);
    expect((await runner.run({ ...echo, stdin: Buffer.from('bytes') })).stdout.toString()).toBe('bytes');
    expect((await runner.run({ ...echo, stdin: Readable.from(['a', 'b']) })).stdout.toString()).toBe('ab');
  });

  it('lets go of a stream that an aborted child leaves unread', async () => {
    let isOpen = false;
    async function* endless(): AsyncGenerator<Buffer> {
      isOpen = true;
      try {
        for (;;) yield Buffer.alloc(65_536);
      } finally {
        isOpen = false;
      }
    }
    const stop = new AbortController();
    const stdin = Readable.from(endless());
    const ended = runner.run({
      ...nodeProgram(`setInterval(() => undefined, 1000)`),
      stdin,
      signal: stop.signal,
    });
    await once(stdin, 'pause');
    stop.abort();
    expect((await ended).exit.aborted).toBe(true);
    await waitFor('the source to be closed', () => !isOpen);
    expect(stdin.destroyed).toBe(true);
  });

  it('survives a child that closes its stdin early', async () => {
    const result = await runner.run({ ...nodeProgram(`process.exit(0)`), stdin: Buffer.alloc(4_000_000) });
    expect(result.exit.exitCode).toBe(0);
  });

  it('notes a running child in the ledger without its arguments, and forgets it when it ends', async () => {
    const child = runner.start(nodeProgram(`setInterval(() => {}, 1000) // secret`));
    expect(readdirSync(ledgerDir)).toEqual([`${child.pid}.json`]);
    await child.kill();
    expect(existsSync(path.join(ledgerDir, `${child.pid}.json`))).toBe(false);
    await runner.run({ ...nodeProgram(''), ledger: false });
    expect(readdirSync(ledgerDir)).toEqual([]);
  });

  it('lowers the priority of background work', () => {
    const child = runner.start({ ...nodeProgram(`setInterval(() => {}, 1000)`), lowPriority: true });
    expect(getPriority(child.pid)).toBeGreaterThan(getPriority());
    const waitedFor = runner.start({
      ...nodeProgram(`setInterval(() => {}, 1000)`),
      lowPriority: 'waited_for',
    });
    expect(getPriority(waitedFor.pid)).toBeGreaterThan(getPriority());
    expect(getPriority(waitedFor.pid)).toBeLessThanOrEqual(getPriority(child.pid));
  });

  it('talks with a child that is a Node program, typed arrays included', async () => {
    const echo = `process.on('message', ({ samples }) => process.send({ samples, sum: samples[0] + samples[1] }))`;
    const answered = Promise.withResolvers<unknown>();
    const child = runner.start({ ...nodeProgram(echo), onMessage: answered.resolve });
    child.send({ samples: new Float32Array([1, 2]) });
    expect(await answered.promise).toEqual({ samples: new Float32Array([1, 2]), sum: 3 });
    await child.kill();
    child.send({ samples: 'nobody hears this' });
  });

  it('does not wait for a grandchild that holds the pipes open', async () => {
    const code = `const c = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit', detached: true }); console.error('grandchild ' + c.pid); c.unref()`;
    const child = runner.start(nodeProgram(code));
    const grandchild = Number((await line(child, 'grandchild')).split(' ')[1]);
    await child.exited;
    process.kill(grandchild, 'SIGKILL');
    expect(grandchild).toBeGreaterThan(0);
  });
});
