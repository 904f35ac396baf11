/** Runs the tools that build and start images. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** @throws Error when the command fails; with `isShown` its output goes to the terminal */
export function command(words: readonly string[], options: { isShown?: boolean; env?: object } = {}): string {
  const [program = '', ...args] = words;
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 1e8,
    stdio: options.isShown === true ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  if (result.status === 0) return (result.stdout ?? '').trim();
  const why = result.error?.message ?? (result.stderr?.trim().slice(-2000) || `exit code ${result.status}`);
  throw new Error(`${words.slice(0, 3).join(' ')} failed: ${why}`);
}

/** For commands whose failure is an answer. */
export function output(words: readonly string[]): { status: number | null; output: string } {
  const [program = '', ...args] = words;
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1e8 });
  return { status, output: `${stdout}${stderr}` };
}
