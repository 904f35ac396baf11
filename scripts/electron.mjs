/**
 * Where Electron's program is, or why it cannot be used. Never by require('electron'): that tries a download which may
 * take minutes to fail.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const packageDir = fileURLToPath(new URL('../node_modules/electron', import.meta.url));
const usualName = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' };

export function findElectron(env = process.env, platform = process.platform) {
  const pathFile = join(packageDir, 'path.txt');
  const name = existsSync(pathFile)
    ? readFileSync(pathFile, 'utf8').trim()
    : (usualName[platform] ?? 'electron');
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH || join(packageDir, 'dist');
  const program = join(folder, name);
  return existsSync(program) ? program : undefined;
}

export function whyNoWindow(env = process.env, platform = process.platform) {
  if (findElectron(env, platform) === undefined) {
    return 'Electron’s program is not installed (npx install-electron gets it)';
  }
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (platform === 'linux' && process.getuid?.() === 0) return 'Electron does not run as root';
  return undefined;
}
