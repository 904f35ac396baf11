/** What goes into an update file: the core of a program that was packed, as plain files. */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { shellContract, updateFileEnding } from '../../contract/updates.ts';
import { writeBundle } from '../../main/updates/bundle.ts';

export type PackedProgram = {
  os: 'win' | 'mac' | 'linux';
  arch: 'x64' | 'arm64';
  /** Folder with app.asar. */
  resources: string;
};

const platforms = { win: 'win32', mac: 'darwin', linux: 'linux' } as const;
/** Of the window and its program alone, which an update file does not renew. */
const ofShell =
  /^(?:dist\/preload\/|dist\/main\/desktop\/|dist\/main\/electron\.js|resources\/|node_modules\/electron-updater\/)/;

/** @param folder with programs as electron-builder lays them out, or one of them */
export function packedPrograms(folder: string): PackedProgram[] {
  const one = programIn(folder);
  if (one !== undefined) return [one];
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => programIn(path.join(folder, name)) ?? []);
}

function programIn(folder: string): PackedProgram | undefined {
  const [, os, arch = 'x64'] =
    /^(win|linux|mac)(?:-(arm64))?(?:-unpacked)?$/.exec(path.basename(folder)) ?? [];
  if (os === undefined) return undefined;
  const resources =
    os === 'mac'
      ? path.join(folder, 'AIRClass Recorder.app', 'Contents', 'Resources')
      : path.join(folder, 'resources');
  if (!existsSync(path.join(resources, 'app.asar'))) return undefined;
  return { os: os as PackedProgram['os'], arch: arch as PackedProgram['arch'], resources };
}

/** Takes the archive apart, with what lies beside it, into one folder. */
export function layOut(resources: string, into: string): void {
  const { extractAll } = createRequire(import.meta.url)('@electron/asar') as {
    extractAll: (archive: string, folder: string) => void;
  };
  mkdirSync(into, { recursive: true });
  const archive = path.join(resources, 'app.asar');
  extractAll(archive, into);
  const beside = `${archive}.unpacked`;
  if (existsSync(beside)) cpSync(beside, into, { recursive: true });
}

/** @param wanted.core folder of `layOut` */
export async function bundleOf(wanted: {
  core: string;
  program: Pick<PackedProgram, 'os' | 'arch'>;
  notes: { ko: string; en: string };
  /** PEM. */
  key: string;
  output: string;
  quality?: number;
}): Promise<{ file: string; sizeMb: number }> {
  const { core, program, notes, key, output, quality } = wanted;
  const { os, arch } = program;
  const { version } = JSON.parse(readFileSync(path.join(core, 'package.json'), 'utf8')) as {
    version: string;
  };
  const file = path.join(output, `airclass-recorder-${version}-${os}-${arch}${updateFileEnding}`);
  mkdirSync(output, { recursive: true });
  await writeBundle({
    folder: core,
    files: filesOf(core),
    about: {
      version,
      platform: platforms[os],
      arch,
      shell_contract: shellContract,
      created_at: new Date().toISOString(),
      notes,
    },
    key,
    output: file,
    ...(quality === undefined ? {} : { quality }),
  });
  return { file, sizeMb: Math.round(statSync(file).size / 1e6) };
}

function filesOf(core: string): string[] {
  return readdirSync(core, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(core, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => !ofShell.test(name));
}
