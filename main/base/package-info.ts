/** Where this program's own files are, whether it runs from sources or from the build. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with package.json: above `main/` in the sources, above `dist/main/` in the build. */
export const packageRoot: string = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** Version from package.json, e.g. `0.1.0`. */
export const packageVersion: string = (
  JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8')) as { version: string }
).version;

/**
 * In a package the program is an archive that only Electron's own file functions read. What native code or another
 * thread opens by its path lies beside it: this is that path. Elsewhere nothing changes.
 * @param file one of the program's own
 */
export function realFile(file: string): string {
  return file.replace(/([\\/]app\.asar)(?=[\\/])/, '$1.unpacked');
}

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json not found above the program');
  return findRoot(parent);
}
