/** What one row of the bench is, and the arithmetic all rows share. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import process from 'node:process';

export type Outcome = {
  /** What was measured, with its unit. */
  figure: string;
  /** What it is held against, measured in the same run. */
  baseline: string;
  isMet: boolean;
  /** One line each: parts of the figure, single runs, circumstances. */
  notes: string[];
};

export type Row = {
  id: string;
  what: string;
  bar: string;
  /** What is known about why the bar is missed; goes into the report while it is. */
  ifMissed?: string;
  /** CPU time and memory of other processes are read from /proc. */
  isLinuxOnly?: boolean;
  /** @param work a folder that is removed afterwards */
  run(work: string): Promise<Outcome>;
};

export const ffmpegPath = process.env['AIRCLASS_FFMPEG'] ?? 'ffmpeg';

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

export function list(values: readonly number[], digits = 0): string {
  return values.map((value) => value.toFixed(digits)).join(', ');
}

/**
 * Runs ffmpeg to its end.
 * @param options.isLow with the priority that the program's jobs have, so that a busy machine slows both alike
 * @returns wall-clock seconds
 * @throws Error with what ffmpeg said
 */
export async function timeFfmpeg(
  args: readonly string[],
  options: { isLow?: boolean } = {},
): Promise<number> {
  const startMs = performance.now();
  const child = spawn(
    ffmpegPath,
    ['-hide_banner', '-nostats', '-loglevel', 'error', '-nostdin', '-y', ...args],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  if (options.isLow === true && child.pid !== undefined)
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${said}`);
  return (performance.now() - startMs) / 1000;
}
