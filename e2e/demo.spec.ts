/** The demo is the shortest way through the whole product. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

test('the demo records, drops, plays and searches a lesson, and everything checks out', async () => {
  const script = fileURLToPath(new URL('../scripts/demo.mjs', import.meta.url));
  const demo = spawn(process.execPath, [script, '--seconds', '10', '--exit'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await once(demo, 'close');
  expect(output).toContain('Everything checked out.');
  expect(demo.exitCode, output).toBe(0);
});
