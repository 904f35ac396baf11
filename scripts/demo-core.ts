/** The core of the demo: started as a child, talked to over HTTP only, as any other program would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { askToStop, stopHearingArguments, stopHearingStdio } from '../main/testing/ask-to-stop.ts';

const entry = fileURLToPath(new URL('../dist/main/headless.js', import.meta.url));

export type DemoCore = Awaited<ReturnType<typeof startDemoCore>>;

/** @throws Error with what the core wrote when it does not start */
export async function startDemoCore(dataDir: string) {
  const args = [entry, '--port', '0', '--data-dir', dataDir];
  const child = spawn(process.execPath, [...stopHearingArguments, ...args], {
    stdio: stopHearingStdio,
    env: { AIRCLASS_LOG_LEVEL: 'warn', ...process.env },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-10_000);
  });
  const link = await linkOf(child, () => errors);
  const { origin: url, searchParams } = new URL(link);
  const token = searchParams.get('token') ?? '';
  const exited = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));

  return {
    url,
    link,
    token,
    /** @throws Error with the problem's words when the reply is one */
    call: async <T>(method: string, route: string, body?: unknown): Promise<T> => {
      const response = await fetch(new URL(route, url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${route} was answered with ${response.status}: ${text}`);
      return JSON.parse(text) as T;
    },
    /** Resolves with its exit code. */
    exited,
    stop: async (): Promise<number> => {
      askToStop(child);
      return exited;
    },
  };
}

async function linkOf(child: ChildProcess, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const link = /listening on (\S+)/.exec(output)?.[1];
      if (link !== undefined) resolve(link);
    });
    child.once('exit', () => reject(new Error(`the core did not start: ${errors()}`)));
    child.once('error', reject);
  });
}
