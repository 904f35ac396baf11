/** Ends a program as a service manager does, on every system: it is asked, and may finish what it does. */
import type { ChildProcess } from 'node:child_process';
import process from 'node:process';

const isWindows = process.platform === 'win32';

/** Come before the program among the arguments of Node. */
export const stopHearingArguments: readonly string[] = isWindows
  ? ['--import', new URL('hear-stop.ts', import.meta.url).href]
  : [];

/** Whether a child needs a channel for messages to be asked over. */
export const needsStopChannel: boolean = isWindows;

/** `stdio` of a child: no input, its output and errors piped, and the channel where one is needed. */
export const stopHearingStdio = ['ignore', 'pipe', 'pipe', ...(needsStopChannel ? ['ipc'] : [])] as [
  'ignore',
  'pipe',
  'pipe',
];

/** @param child started with what stands above; one that has ended already is left alone */
export function askToStop(child: ChildProcess): void {
  if (isWindows) child.send('stop', () => undefined);
  else child.kill('SIGTERM');
}
