/** Builds the core and the page into dist/, only when a source is newer than the last build. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.built');
const inputs = [
  'contract',
  'main',
  'renderer',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
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

/** @throws {Error} when a step fails; its output has been shown */
export function build() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  for (const [tool, ...args] of [
    ['tsc', '-p', 'tsconfig.build.json'],
    ['vite', 'build', '--logLevel', 'warn'],
  ]) {
    const result = spawnSync('npx', ['--no-install', tool, ...args], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    if (result.status !== 0) throw new Error(`${tool} failed`);
  }
  writeFileSync(stamp, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
