/**
 * Where lessons go when whoever installed the program said so (`/DATADIR=` of the Windows installer): one line in a file
 * beside the program. It comes after the folder that a person chose and after `--data-dir`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** @param resources folder of a packaged app's files @param env for `%USERNAME%` in the line */
export function readInstalledFolder(resources: string, env: Environment): string | undefined {
  let content: Buffer;
  try {
    content = readFileSync(path.join(resources, 'data-folder.txt'));
  } catch {
    return undefined; // nothing was said, as with most
  }
  return installedFolder(content, env);
}

/** Undefined when it is no absolute path, or names a variable that is not set. */
export function installedFolder(content: Buffer, env: Environment, paths = path): string | undefined {
  const isUtf16 = content[0] === 0xff && content[1] === 0xfe;
  const line = (isUtf16 ? content.subarray(2).toString('utf16le') : content.toString('utf8')).trim();
  const names = new Map(Object.entries(env).map(([name, value]) => [name.toLowerCase(), value]));
  let isWhole = true;
  const folder = line.replaceAll(/%([^%]+)%/g, (_, name: string) => {
    const value = names.get(name.toLowerCase());
    if (value === undefined || value === '') isWhole = false;
    return value ?? '';
  });
  return isWhole && paths.isAbsolute(folder) ? paths.normalize(folder) : undefined;
}
