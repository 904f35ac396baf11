/** The built core as a child process, and a typed-enough way to ask it things over HTTP. */
import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { askToStop, needsStopChannel, stopHearingArguments } from './ask-to-stop.ts';

export type CoreProcess = {
  pid: number;
  url: string;
  link: string;
  token: string;
  /** @throws Error with the problem document for anything but 2xx */
  api: <T = unknown>(method: string, path: string, body?: unknown) => Promise<T>;
  /** SIGKILL. */
  kill: () => Promise<void>;
  /** Asks it to stop, as a service manager does; resolves with the exit code. */
  stop: () => Promise<number | undefined>;
};

/** @throws Error with what it said when it does not come up */
export async function startCore(
  dataDir: string,
  options: { args?: string[]; env?: Record<string, string>; entry?: string } = {},
): Promise<CoreProcess> {
  const child = execa(
    process.execPath,
    [
      ...stopHearingArguments,
      options.entry ?? 'dist/main/headless.js',
      ...['--port', '0', '--data-dir', dataDir],
      ...(options.args ?? []),
    ],
    {
      ...{ reject: false, stdin: 'ignore', buffer: false, ipc: needsStopChannel },
      env: { AIRCLASS_LOG_LEVEL: 'warn', ...options.env },
    },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-20_000);
  });
  const link = await new Promise<string>((resolve, reject) => {
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const found = /listening on (\S+)/.exec(stdout)?.[1];
      if (found !== undefined) resolve(found);
    });
    void child.then(({ exitCode }) => reject(new Error(`core ended with ${exitCode}: ${stderr}`)));
  });
  const { origin, searchParams } = new URL(link);
  const token = searchParams.get('token') ?? '';
  return {
    pid: child.pid ?? 0,
    url: origin,
    link,
    token,
    api: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return (isJson ? JSON.parse(text) : text) as T;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await child;
    },
    stop: async () => {
      askToStop(child.nodeChildProcess);
      return (await child).exitCode;
    },
  };
}

/** Linux: pids of processes whose command line holds every one of `parts`. */
export function findProcesses(...parts: string[]): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return parts.every((part) => commandLine.includes(part)) ? [Number(name)] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}
