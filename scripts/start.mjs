/**
 * `npm start`: builds if needed, sets up ffmpeg and opens the desktop app; where Electron cannot run it says why and
 * serves the page instead. `--serve` (npm run serve) serves at once. All other arguments go to the program.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, isBuildStale } from './build.mjs';
import { findElectron, whyNoWindow } from './electron.mjs';
import { ensureFfmpeg, findFfmpeg, requireNode } from './setup.mjs';

requireNode();
const args = process.argv.slice(2).filter((arg) => arg !== '--serve');
const serveOnly = process.argv.includes('--serve');
const isQuestion = args.includes('--help') || args.includes('--version');

if (isBuildStale()) {
  console.log('Building …');
  build();
}
// Without ffmpeg the library still opens and plays; /readyz and the page say what is missing.
await ensureFfmpeg();

const reason = serveOnly || isQuestion ? 'not asked for' : whyNoWindow();
if (reason === undefined) {
  await openDesktop();
} else {
  if (!serveOnly && !isQuestion) {
    console.log(`No desktop window, since ${reason}. Open the link below in a browser instead.`);
  }
  process.argv.splice(2, process.argv.length, ...args);
  await import('../dist/main/headless.js');
}

async function openDesktop() {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const ffmpeg = await findFfmpeg();
  // Set by programs that are Electron themselves (an editor's terminal): it would start as plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(findElectron(), [root, ...args], {
    stdio: 'inherit',
    env: ffmpeg === undefined ? env : { ...env, AIRCLASS_FFMPEG: ffmpeg },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`Electron could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
