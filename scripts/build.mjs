/** Builds the core, the desktop shell and the page into dist/, only when a source is newer than the last build. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeLicences } from './licences.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const inputs = [
  'contract',
  'main',
  'models',
  'preload',
  'renderer',
  'scripts/licences.mjs',
  'scripts/licence-texts',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
  'vite.preload.config.ts',
];

function newestMs(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestMs(join(path, name))),
    stat.mtimeMs,
  );
}

export function isBuildStale() {
  if (!existsSync(stamp)) return true;
  const builtMs = statSync(stamp).mtimeMs;
  return inputs.some((input) => existsSync(join(root, input)) && newestMs(join(root, input)) > builtMs);
}

/**
 * Builds beside dist/ and puts the result in its place at the end: a failed build leaves the old one, and a running
 * core keeps the files it has open.
 * @throws {Error} when a step fails; its output has been shown
 */
export function build() {
  const next = join(root, `dist.next-${process.pid}`);
  const old = join(root, `dist.old-${process.pid}`);
  try {
    run('tsc', '-p', 'tsconfig.build.json', '--outDir', next);
    run('vite', 'build', '--logLevel', 'warn', '--outDir', join(next, 'renderer'));
    const preload = ['--config', 'vite.preload.config.ts', '--outDir', join(next, 'preload')];
    run('vite', 'build', '--logLevel', 'warn', ...preload);
    run('node', 'models/build/build-models.ts', join(next, 'models'), join(dist, 'models'));
    writeLicences(root, join(next, 'renderer', 'licences.json'));
    writeFileSync(join(next, '.built'), '');
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(next, dist);
  } finally {
    rmSync(next, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

function run(tool, ...args) {
  const result = spawnSync('npx', ['--no-install', tool, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) throw new Error(`${tool} failed`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
