/**
 * `npm run dist`: builds, packs, and says in one line each what it made and what it could not make here and why. Ends
 * with an error when something that was asked for was not made.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, isBuildStale } from './build.mjs';
import { findElectron } from './electron.mjs';
import { requireNode } from './setup.mjs';
import { writeFeedFiles } from './packaging/feed-files.mjs';
import { obstacleOfJob, obstacleOfTarget, parseDist, platformOf, unpackedFolder, usage, whyFailed } from './packaging/plan.mjs';
import { signingOf } from './packaging/signing.mjs';
import { ffmpegOfPackage, runsHere, stage } from './packaging/staging.mjs';

requireNode();
const root = fileURLToPath(new URL('..', import.meta.url));
/** A program that is smaller shares its libraries with the system it came from and does not start elsewhere. */
const smallestStaticFfmpeg = 10_000_000;
const facts = {
  platform: process.platform,
  hasFile: (path) => existsSync(join(root, path)),
  hasCommand: (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined,
};

let release = join(root, 'release');

const asked = parseDist(process.argv.slice(2), { platform: process.platform, arch: process.arch });
if (asked.kind === 'help') {
  console.log(usage);
} else if (asked.kind === 'invalid') {
  console.error(`${asked.message}\n\n${usage}`);
  process.exitCode = 2;
} else {
  process.exitCode = (await dist(asked.wanted)) ? 0 : 1;
}

/** @param {import('./packaging/plan.mjs').Wanted} wanted @returns {Promise<boolean>} whether all that was asked for was made */
async function dist(wanted) {
  if (wanted.output !== undefined) release = resolve(wanted.output);
  if (!wanted.isBuilt && isBuildStale()) {
    console.log('Building …');
    build();
  }
  const results = [];
  for (const job of wanted.jobs) results.push(...(await pack(job, wanted)));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const feeds = existsSync(release) ? writeFeedFiles(release, version) : [];
  console.log('');
  for (const { name, file, why } of results) {
    console.log(file === undefined ? `✘ ${name}: ${why}` : `✔ ${name}: ${file}`);
  }
  if (feeds.length > 0) console.log(`  for a feed of updates: ${feeds.map((file) => basename(file)).join(', ')}`);
  return results.every(({ file }) => file !== undefined);
}

/** @returns {Promise<{ name: string, file?: string, why?: string }[]>} one per package, or one for the folder */
async function pack(job, wanted) {
  const name = `${job.os}-${job.arch}`;
  const names = job.targets.length === 0 ? [name] : job.targets.map((target) => `${name} ${target}`);
  const noneSince = (why) => names.map((each) => ({ name: each, why }));
  const obstacle = obstacleOfJob(job, facts);
  if (obstacle !== undefined) return noneSince(obstacle);

  let settings;
  try {
    const signing = signingOf(job.os, process.env);
    if (wanted.requireSigned && signing.kind === 'none' && job.os !== 'linux') return noneSince(signing.line);
    console.log(signing.line);
    stage(root, { ...job, ffmpeg: await ffmpegFor(job, wanted), modelPacks: wanted.modelPacks });
    settings = { ...signing.settings, ...electronFor(job, wanted) };
  } catch (error) {
    return noneSince(error.message);
  }

  // On a Mac signing and notarising belong to making the packages; elsewhere each is made from the folder by itself, so
  // that one that cannot be made leaves the others.
  if (job.os === 'mac') return packMac(job, settings, name);
  const folder = join(release, unpackedFolder(job));
  rmSync(folder, { recursive: true, force: true });
  const packed = runBuilder(job, ['dir'], settings, name);
  if (!packed.isDone) return noneSince(packed.why);
  if (job.targets.length === 0) return [{ name, file: folder }];
  return packTargets(job, settings, folder, name);
}

function packMac(job, settings, name) {
  const targets = job.targets.length === 0 ? ['dir'] : job.targets;
  const before = Date.now();
  const packed = runBuilder(job, targets, settings, name);
  return targets.map((target) => {
    const label = target === 'dir' ? name : `${name} ${target}`;
    if (!packed.isDone) return { name: label, why: packed.why };
    const file = target === 'dir' ? join(release, unpackedFolder(job)) : newest(target, job.arch, before);
    return file === undefined ? { name: label, why: 'it was not made' } : { name: label, file };
  });
}

function packTargets(job, settings, folder, name) {
  let offline;
  return job.targets.map((target) => {
    const label = `${name} ${target}`;
    const obstacle = obstacleOfTarget(target, facts) ?? offline;
    if (obstacle !== undefined) return { name: label, why: obstacle };
    const before = Date.now();
    const made = runBuilder(job, [target], settings, label, ['--prepackaged', folder]);
    const file = made.isDone ? newest(target, job.arch, before) : undefined;
    if (file !== undefined) return { name: label, file };
    // Each try takes most of a minute where nothing can be downloaded.
    if (made.why?.startsWith('it needs a download')) offline = made.why;
    return { name: label, why: made.why ?? 'it was not made' };
  });
}

function runBuilder({ os, arch }, targets, settings, name, more = []) {
  const values = Object.entries({ ...settings, 'directories.output': release }).map(([key, value]) => `-c.${key}=${value}`);
  // Its file rather than its command: no shell takes paths with spaces apart.
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js');
  const args = [builder, `--${os}`, ...targets, `--${arch}`, ...values, ...more, '--publish', 'never'];
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const output = `${result.stdout}${result.stderr}`;
  mkdirSync(join(release, 'logs'), { recursive: true });
  writeFileSync(join(release, 'logs', `${name.replaceAll(' ', '-')}.log`), output);
  for (const line of output.split('\n')) if (/^ {2}• (win|mac|linux)-\w+: \d+ files/.test(line)) console.log(line.slice(4));
  return result.status === 0 ? { isDone: true } : { isDone: false, why: whyFailed(output) };
}

/** The package of that kind which was just written. */
function newest(target, arch, sinceMs) {
  const ending = { nsis: '-setup.exe', msi: '.msi' }[target] ?? `.${target}`;
  const names = { x64: ['x64', 'amd64', 'x86_64'], arm64: ['arm64', 'aarch64'] }[arch];
  return readdirSync(release)
    .filter((file) => file.endsWith(ending) && names.some((name) => file.includes(`-${name}`)))
    .map((file) => join(release, file))
    .find((file) => statSync(file).mtimeMs >= sinceMs - 1000);
}

/** @throws {Error} with one line on how to go on */
async function ffmpegFor({ os, arch }, wanted) {
  if (wanted.withoutFfmpeg) return undefined;
  const isThisMachine = platformOf[os] === process.platform && arch === process.arch;
  const file = wanted.ffmpeg ?? (isThisMachine ? await ffmpegOfPackage() : undefined);
  if (file === undefined || !existsSync(file)) {
    throw new Error('there is no ffmpeg to put inside: name a static one with --ffmpeg FILE, or say --without-ffmpeg');
  }
  if (statSync(file).size < smallestStaticFfmpeg) throw new Error(`${file} is not a static ffmpeg, so it would not start elsewhere`);
  if (isThisMachine && !runsHere(file)) throw new Error(`${file} does not run`);
  return resolve(file);
}

/** Electron's program, where it is here already; otherwise electron-builder gets it. */
function electronFor({ os, arch }, wanted) {
  if (wanted.electronDist !== undefined) {
    if (!existsSync(wanted.electronDist)) throw new Error(`--electron-dist ${wanted.electronDist} is not there`);
    return { electronDist: resolve(wanted.electronDist) };
  }
  const isThisMachine = platformOf[os] === process.platform && arch === process.arch;
  if (!isThisMachine || findElectron() === undefined) return {};
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(root, 'node_modules', 'electron', 'dist');
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8'));
  const there = existsSync(join(own, 'version')) ? readFileSync(join(own, 'version'), 'utf8').trim().replace(/^v/, '') : '';
  if (there !== version) throw new Error(`Electron's program in ${own} is ${there || 'of an unknown version'}, not ${version}: npx install-electron`);
  return { electronDist: own };
}
