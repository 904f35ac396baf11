/** The built core as a child process on a data folder, and what the operating system says about its processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../dist/main/headless.js', import.meta.url));
const mostAttempts = 60;
export const token = 'benchmark-token-0123456789';

export type Core = AsyncDisposable & {
  pid: number;
  url: string;
  /** JSON of a route. @throws Error when the status is not 2xx */
  api<T>(method: string, route: string, body?: object): Promise<T>;
  stop(): Promise<void>;
};

/** Starts the core as `npm run serve` would; resolves when it has printed its link. */
export async function startCore(
  dataDir: string,
  options: { nodeArguments?: readonly string[] } = {},
): Promise<Core> {
  if (!existsSync(entry)) throw new Error('There is no build: run npm run build first.');
  const child = launchCore(dataDir, 0, options.nodeArguments);
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  const [line] = (await once(lines, 'line')) as [string];
  const url = /http:\/\/[^/]+/.exec(line)?.[0];
  if (url === undefined || child.pid === undefined) throw new Error(`The core did not start: ${line}`);
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return {
    pid: child.pid,
    url,
    api: async <T>(method: string, route: string, body?: object): Promise<T> => {
      const response = await patientRequest(url, method, route, body);
      if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
      // Some answers have no body.
      return (response.status === 204 ? undefined : await response.json()) as T;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** @param port 0: any free port, printed on stdout */
export function launchCore(
  dataDir: string,
  port: number,
  nodeArguments: readonly string[] = [],
): ChildProcess {
  // Its log is drained into a file, as a service manager would do it.
  const log = openSync(`${dataDir}.log`, 'a');
  return spawn(process.execPath, [...nodeArguments, entry, '--port', String(port), '--data-dir', dataDir], {
    stdio: ['ignore', 'pipe', log],
    env: { ...process.env, AIRCLASS_TOKEN: token },
  });
}

export async function request(
  url: string,
  method: string,
  route: string,
  body?: object | FormData,
): Promise<Response> {
  const isForm = body instanceof FormData;
  return fetch(url + route, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
}

/** @returns undefined: a connection that lay idle was closed as it was asked again, which browsers do not even mention */
async function answerOf(asked: Parameters<typeof request>, isLast: boolean): Promise<Response | undefined> {
  try {
    return await request(...asked);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
    const wasClosed = cause?.code === 'ECONNRESET' || cause?.code === 'UND_ERR_SOCKET';
    const [, method] = asked;
    // What is done twice may not be the same.
    if (isLast || !wasClosed || method === 'POST') throw error;
    return undefined;
  }
}

/** A core that has too much to do says when to come back. */
export async function patientRequest(...asked: Parameters<typeof request>): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await answerOf(asked, attempt === mostAttempts);
    if (response === undefined) continue;
    if (response.status !== 503 || attempt === mostAttempts) return response;
    await response.arrayBuffer();
    await delay(Number(response.headers.get('retry-after') ?? 1) * 1000);
  }
}

/** Waits for a condition that announces itself by no event. @throws Error when it does not come true in time */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined> | T | undefined,
  options: { everyMs?: number; timeoutMs?: number } = {},
): Promise<T> {
  const { everyMs = 50, timeoutMs = 120_000 } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await delay(everyMs);
  }
}

/**
 * CPU time a process has used so far (s), its children not included. From the scheduler, to the nanosecond: the usual
 * counters go in steps of 10 ms, of which a sleepy process sees ten a minute. Threads that have ended are not in it.
 */
export function cpuSec(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'latin1').split(' ', 1)[0]),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9;
}

/** How long the main thread of a process was ready and had no processor (s): what else the machine does is seen in it. */
export function waitSec(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e9;
}

/** Resident memory (bytes). */
export function residentBytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(line ?? 0) * 1024;
}

/** Children of a process with their command lines. */
export function childrenOf(pid: number): { pid: number; command: string }[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(path.join('/proc', String(pid), 'task', task, 'children'), 'latin1')
      .split(' ')
      .filter((text) => text !== '')
      .map((text) => ({
        pid: Number(text),
        command: readFileSync(`/proc/${text}/cmdline`, 'latin1').replaceAll('\0', ' '),
      })),
  );
}
