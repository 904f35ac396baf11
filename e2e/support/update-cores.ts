/** Update files for specs: cores that work and cores that fail in every way, signed with a key of the test. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeBundle } from '../../main/updates/bundle.ts';
import { publicTextOf } from '../../main/updates/signature.ts';

const built = path.join(import.meta.dirname, '..', '..', 'dist', 'main', 'headless.js');
const root = path.join(import.meta.dirname, '..', '..');
const realCore = `await import(${JSON.stringify(pathToFileURL(built).href)});`;

/** What each does when it is started. The good one, and those that get as far, are the real core of this build. */
const cores = {
  good: realCore,
  ends: 'process.exit(1);',
  hangs: 'setInterval(() => undefined, 1000);',
  'has no ffmpeg': `process.env.AIRCLASS_FFMPEG = '/nowhere/ffmpeg'; ${realCore}`,
  /** Brings the library into a form that the core before does not know, and ends. */
  'spoils the library': `
    import { createRequire } from 'node:module';
    const Database = createRequire(${JSON.stringify(path.join(root, 'package.json'))})('better-sqlite3');
    const dataDir = process.argv[process.argv.indexOf('--data-dir') + 1];
    const connection = new Database(dataDir + '/library.sqlite');
    connection.exec('CREATE TABLE IF NOT EXISTS of_the_future (a TEXT)');
    connection.pragma('user_version = 999');
    connection.close();
    process.exit(1);`,
} as const;
export type CoreKind = keyof typeof cores;

export function newUpdateKey() {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { key, text: publicTextOf(key) };
}

/** @param folder the file is made in. @returns the file */
export async function makeUpdate(wanted: {
  folder: string;
  version: string;
  kind: CoreKind;
  key: string;
}): Promise<string> {
  const { folder, version, kind, key } = wanted;
  const core = path.join(folder, `core-${version}`);
  await mkdir(path.join(core, 'dist', 'main'), { recursive: true });
  await writeFile(path.join(core, 'package.json'), JSON.stringify({ version, type: 'module' }));
  await writeFile(path.join(core, 'dist', 'main', 'headless.js'), cores[kind]);
  const output = path.join(folder, `airclass-recorder-${version}.airclass-update`);
  await writeBundle({
    folder: core,
    files: ['package.json', 'dist/main/headless.js'],
    about: {
      version,
      platform: process.platform as 'linux',
      arch: process.arch as 'x64',
      shell_contract: 1,
      created_at: new Date().toISOString(),
      notes: { ko: `${version}에서 새로워진 것`, en: `New in ${version}` },
    },
    key,
    output,
    quality: 1,
  });
  return output;
}
