/** How a program is asked to stop on Windows, tried on every system: as a signal, it lets the program finish. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const hearStop = new URL('hear-stop.ts', import.meta.url).href;

function start(program: string) {
  const args = ['--import', hearStop, '--input-type=module', '-e', program];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return { child, said: () => said, closed: once(child, 'close') };
}

it('a program that is asked hears SIGTERM, finishes, and ends by itself', async () => {
  const { child, said, closed } = start(`
    const timer = setInterval(() => undefined, 1000);
    process.once('SIGTERM', () => {
      clearInterval(timer);
      console.log('finished');
    });
    console.log('ready');`);
  await once(child.stdout!, 'data');
  child.send('something else');
  child.send('stop');
  expect(await closed).toEqual([0, null]);
  expect(said()).toBe('ready\nfinished\n');
});

it('a program that has nothing more to do is not kept alive by listening', async () => {
  const { closed, said } = start(`console.log('at the end');`);
  expect(await closed).toEqual([0, null]);
  expect(said()).toBe('at the end\n');
});
