/**
 * Lays out what goes beside the program, per system and processor, in release/.staging/<os>-<arch>: ffmpeg with its
 * licence, model packs with theirs, and the notices of everything inside.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { collectLicences } from '../licences.mjs';

/**
 * @param {string} root of the project
 * @param {{ os: string, arch: string, ffmpeg?: string, modelPacks?: string }} wanted `ffmpeg`: the program, or undefined
 *   for a package without one; `modelPacks`: a folder with the packs' files
 * @returns {string} the folder
 * @throws {Error} whose message says in one line what is wrong
 */
export function stage(root, { os, arch, ffmpeg, modelPacks }) {
  const folder = join(root, 'release', '.staging', `${os}-${arch}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const licences = collectLicences(root);
  if (ffmpeg !== undefined) stageFfmpeg(ffmpeg, join(folder, 'ffmpeg'), os, root);
  stageTrust(folder);
  const packs = packsOf(root);
  const staged = modelPacks === undefined ? [] : stagePacks(packs, modelPacks, join(folder, 'models'));
  const leftOut = packs.map(({ name }) => name).filter((name) => !staged.includes(name));
  writeFileSync(
    join(folder, 'THIRD-PARTY-NOTICES.txt'),
    noticesText(licences, { hasFfmpeg: ffmpeg !== undefined, leftOut }),
  );
  return folder;
}

/**
 * Whose updates the program takes, and where it looks for them, besides what a school's policy says. Without any of it
 * the file is left out.
 * @throws {Error} when a key is none: the package would trust nobody without a word
 */
export function stageTrust(folder, env = process.env) {
  const listed = (name) => (env[name] ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const keys = listed('AIRCLASS_UPDATE_PUBLIC_KEYS');
  const wrong = keys.find((key) => Buffer.from(key, 'base64').length !== 32);
  if (wrong !== undefined)
    throw new Error(`AIRCLASS_UPDATE_PUBLIC_KEYS: ${wrong} is no public key (npm run update:key)`);
  const [feed = null] = listed('AIRCLASS_UPDATE_FEED');
  if (feed !== null && !feed.startsWith('https://'))
    throw new Error('AIRCLASS_UPDATE_FEED must begin with https://');
  if (keys.length === 0 && feed === null) return;
  const publisher = env.AIRCLASS_PUBLISHER ?? '';
  const trust = { keys, feed, publishers: publisher === '' ? [] : [publisher] };
  writeFileSync(join(folder, 'update-trust.json'), `${JSON.stringify(trust, null, 2)}\n`);
}

function stageFfmpeg(ffmpeg, folder, os, root) {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, os === 'win' ? 'ffmpeg.exe' : 'ffmpeg');
  copyFileSync(ffmpeg, program);
  chmodSync(program, 0o755);
  // What the build of ffmpeg brings about itself (version, configuration, where its source is) goes with it.
  const own = readdirSync(dirname(ffmpeg)).filter((name) =>
    /^(ffmpeg.*\.(README|LICENSE)|LICEN[CS]E.*|COPYING.*)$/i.test(name),
  );
  for (const name of own)
    copyFileSync(join(dirname(ffmpeg), name), join(folder, `${name.replace(/\.txt$/, '')}.txt`));
  const licence = join(folder, 'LICENSE.txt');
  if (!existsSync(licence)) copyFileSync(join(root, 'scripts', 'licence-texts', 'GPL-3.0.txt'), licence);
}

function packsOf(root) {
  const { models } = JSON.parse(readFileSync(join(root, 'models', 'manifest.json'), 'utf8'));
  return models.filter(({ origin }) => origin === 'pack');
}

/** As main/analysis/models/model-download.ts looks for it: the files of a pack of several in a folder of its name. */
function placeOf(model, file) {
  const name = basename(new URL(file.from ?? '', model.source).pathname);
  return file.from === undefined ? name : join(model.name, name);
}

function stagePacks(packs, from, folder) {
  const staged = packs.flatMap((model) => {
    const files = model.files.map((file) => ({ file, below: placeOf(model, file) }));
    if (!files.every(({ below }) => existsSync(join(from, below)))) return [];
    for (const { file, below } of files) {
      const hash = createHash('sha256')
        .update(readFileSync(join(from, below)))
        .digest('hex');
      if (hash !== file.sha256)
        throw new Error(`${join(from, below)} is not the expected version of the pack ${model.name}`);
      mkdirSync(dirname(join(folder, below)), { recursive: true });
      copyFileSync(join(from, below), join(folder, below));
    }
    return [model.name];
  });
  if (staged.length === 0) throw new Error(`no model pack was found in ${from}`);
  return staged;
}

/**
 * One text for everything that is handed out: packages of the core and of the page, models, and the programs that are
 * really inside. Electron's own parts are in LICENSES.chromium.html, which Electron brings.
 * @param {import('../licences.mjs').Licences} licences
 * @param {{ hasFfmpeg: boolean, leftOut: readonly string[] }} inside `leftOut`: names of model packs that are not
 */
export function noticesText(licences, { hasFfmpeg, leftOut }) {
  const models = licences.models.filter(({ name }) => !leftOut.includes(name));
  const programs = licences.programs.filter(({ name }) => name !== 'ffmpeg-static' || hasFfmpeg);
  const unique = new Map(
    [...licences.production, ...licences.bundled].map((each) => [`${each.name}@${each.version}`, each]),
  );
  const sections = [
    ['Programs', programs],
    ['Models', models],
    ['Packages', [...unique.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))],
  ];
  return sections
    .map(([title, entries]) => [title.toUpperCase(), ...entries.map(notice)].join('\n\n'))
    .join(`\n\n${'='.repeat(78)}\n\n`)
    .concat('\n');
}

function notice({ name, version, licence, text }) {
  return `${'-'.repeat(78)}\n${name} ${version} (${licence})\n\n${text.trim()}`;
}

/** Whether the program is an ffmpeg that starts here. @param {string} program */
export function runsHere(program) {
  return spawnSync(program, ['-hide_banner', '-version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}

/**
 * The ffmpeg of ffmpeg-static, which holds one for the machine it was installed on.
 * @returns {Promise<string | undefined>}
 */
export async function ffmpegOfPackage(env = process.env) {
  if (env.AIRCLASS_PACKAGE_FFMPEG) return env.AIRCLASS_PACKAGE_FFMPEG;
  try {
    const { default: path } = await import('ffmpeg-static');
    return typeof path === 'string' && existsSync(path) ? path : undefined;
  } catch {
    return undefined; // an optional dependency whose download failed
  }
}
