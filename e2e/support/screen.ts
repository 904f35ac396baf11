/** A screen to record where there is none: Xvfb, which chooses its own number. */
import { existsSync } from 'node:fs';
import { waitFor } from '../../main/testing/wait-for.ts';
import { startHelper } from './child.ts';

const xvfb = '/usr/bin/Xvfb';
export const canMakeScreen = process.platform === 'linux' && existsSync(xvfb);

/** @returns its name for `DISPLAY` */
export async function startScreen(): Promise<{ display: string; end(): Promise<void> }> {
  const server = await startHelper(xvfb, ['-displayfd', '1', '-screen', '0', '1280x720x24']);
  const number = await waitFor('a screen', () => {
    if (!server.isRunning) throw new Error(`Xvfb ended: ${server.output()}`);
    return /^(\d+)$/m.exec(server.output())?.[1];
  });
  return { display: `:${number}`, end: () => server.end() };
}
