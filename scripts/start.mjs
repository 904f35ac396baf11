/**
 * `npm start`: builds if needed, sets up ffmpeg and starts the recorder. `--serve` (npm run serve) is the same without
 * looking for a desktop. All other arguments go to the core.
 */
import { existsSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, isBuildStale } from './build.mjs';
import { ensureFfmpeg, requireNode } from './setup.mjs';

requireNode();
const args = process.argv.slice(2);
const serveOnly = args.includes('--serve');

if (isBuildStale()) {
  console.log('Building …');
  build();
}
// Without ffmpeg the library still opens and plays; /readyz and the page say what is missing.
await ensureFfmpeg();

if (!serveOnly) {
  const shell = new URL('../dist/main/electron.js', import.meta.url);
  if (!existsSync(fileURLToPath(shell)))
    console.log('This build has no desktop window: open the link below in a browser.');
}
process.argv.splice(2, process.argv.length, ...args.filter((arg) => arg !== '--serve'));
await import('../dist/main/headless.js');
