/** Helper processes of a spec: started, waited for, ended without leaving anything. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { waitFor } from '../../main/testing/wait-for.ts';

export type Helper = { readonly isRunning: boolean; output(): string; end(): Promise<void> };

/** @param readyText resolves when the process has written this; undefined: at once */
export async function startHelper(
  command: string,
  args: readonly string[],
  readyText?: string,
): Promise<Helper> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-10_000);
    });
  }
  child.on('error', (error) => {
    output += String(error);
  });
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  if (readyText !== undefined) {
    await waitFor(`${command} to say "${readyText}"`, () => {
      if (!isRunning()) throw new Error(`${command} ended: ${output}`);
      return output.includes(readyText);
    });
  }
  return {
    get isRunning() {
      return isRunning();
    },
    output: () => output,
    end: () => end(child, isRunning()),
  };
}

async function end(child: ChildProcess, isRunning: boolean): Promise<void> {
  if (!isRunning) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
