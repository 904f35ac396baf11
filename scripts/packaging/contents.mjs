/**
 * What a package has to hold, what it must not hold, and how large it may be. Looks at file names and sizes alone, so it
 * runs for every system that is packed for, on any machine.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Sizes in MB of what is ours (Electron itself comes on top), per part. Measured for linux-x64: archive 25, unpacked 118;
 * ONNX Runtime is 41 MB larger for Macs. The rest is room for growth that somebody should look at once it is used up.
 */
export const budgets = { archive: 40, unpacked: 175, ffmpeg: 200, total: 380 };

/**
 * @typedef {{ path: string, sizeBytes: number, isUnpacked: boolean }} PackedFile
 * @param {string} archive app.asar
 * @returns {PackedFile[]} paths without a leading slash
 */
export function listArchive(archive) {
  const file = openSync(archive, 'r');
  try {
    // Two pickles: the size of the header, and the header, whose string has a length of its own.
    const start = Buffer.alloc(16);
    readSync(file, start, 0, 16, 0);
    const header = Buffer.alloc(start.readUInt32LE(12));
    readSync(file, header, 0, header.length, 16);
    return filesBelow(JSON.parse(header.toString('utf8')), '');
  } finally {
    closeSync(file);
  }
}

function filesBelow(node, folder) {
  return Object.entries(node.files).flatMap(([name, entry]) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (entry.files !== undefined) return filesBelow(entry, path);
    return [{ path, sizeBytes: entry.size ?? 0, isUnpacked: entry.unpacked === true }];
  });
}

/** @param {string} resources folder with app.asar @returns {{ path: string, sizeBytes: number }[]} what lies beside it */
export function listBeside(resources) {
  return readdirSync(resources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(resources.length + 1).replaceAll('\\', '/'),
      sizeBytes: statSync(path).size,
    }))
    .filter(({ path }) => path !== 'app.asar' && !path.startsWith('app.asar.unpacked/'));
}

const always = [
  'package.json',
  'models/manifest.json',
  'dist/main/electron.js',
  'dist/main/headless.js',
  'dist/main/update-worker.js',
  'dist/main/analysis/host/host-main.js',
  'dist/main/analysis/host/operations.js',
  'dist/main/library/search-worker.js',
  'dist/preload/preload.cjs',
  'dist/renderer/index.html',
  'dist/renderer/licences.json',
  'resources/icons/app-256.png',
  'resources/icons/tray-recording@2x.png',
];
const unpackedAlways = [
  'node_modules/tesseract.js/src/worker-script/node/index.js',
  'node_modules/tesseract.js-core/tesseract-core-relaxedsimd.wasm',
  'node_modules/tesseract.js-core/tesseract-core-simd.wasm',
  'node_modules/tesseract.js-core/tesseract-core.wasm',
];

/** @param {string} platform process.platform of the target @param {string} arch x64 or arm64 */
function librariesOf(platform, arch) {
  const libraries = [
    `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    new RegExp(`^node_modules/@img/sharp-${platform}-${arch}/.*\\.node$`),
  ];
  // ONNX Runtime has no build for Macs with an Intel processor: there the analysis says that it is not available.
  if (!hasAnalysis(platform, arch)) return libraries;
  return [
    ...libraries,
    `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`,
  ];
}

/** Whether the models can run there. */
export function hasAnalysis(platform, arch) {
  return !(platform === 'darwin' && arch === 'x64');
}

const unwanted = [
  [/\.map$/, 'source map'],
  [/(^|\/)[^/]*\.(test|spec)\.[cm]?[jt]sx?$/, 'test'],
  [/\.(ts|mts|cts|tsx)$/, 'TypeScript source'],
  [/\.(c|cc|cpp|h|hpp|gyp|gypi)$/, 'C source'],
  [/^(bench|e2e|scripts|tools|contract|main|renderer|preload|docs|packaging)\//, 'source folder'],
  [/^models\/(?!manifest\.json$)/, 'training data or sources of models'],
  [/^dist\/main\/testing\//, 'test support'],
  [
    /^node_modules\/(@jjhbw|@tesseract\.js-data|ffmpeg-static|electron|vite|vitest|typescript|react)\//,
    'package not used at run time',
  ],
  [/(^|\/)(\.env|\.npmrc|\.git)/, 'private file'],
  [/\.(pfx|p12|pem|key)$/, 'key'],
];
const binary = /\.(node|dylib|dll|exe|so)(\.[\d.]+)?$/;

/**
 * @param {{ archive: PackedFile[], beside: { path: string, sizeBytes: number }[], models: string[],
 *   platform: string, arch: string, hasFfmpeg: boolean }} packed `models`: paths of the built-in models below dist/models
 * @returns {string[]} one line each; empty when all is well
 */
export function problemsOf({ archive, beside, models, platform, arch, hasFfmpeg }) {
  const problems = [];
  const inArchive = new Map(archive.map((file) => [file.path, file]));
  for (const path of always) if (!inArchive.has(path)) problems.push(`${path} is missing`);
  const real = [...unpackedAlways, ...models.map((path) => `dist/models/${path}`)];
  for (const path of real) {
    const file = inArchive.get(path);
    if (file === undefined) problems.push(`${path} is missing`);
    else if (!file.isUnpacked)
      problems.push(`${path} has to lie outside the archive: it is opened by its path`);
  }
  for (const wanted of librariesOf(platform, arch)) {
    const isThere = archive.some(({ path }) =>
      typeof wanted === 'string' ? path === wanted : wanted.test(path),
    );
    if (!isThere) problems.push(`no library ${String(wanted)}`);
  }
  for (const { path, isUnpacked } of archive) {
    const found = unwanted.find(([pattern]) => pattern.test(path));
    if (found !== undefined) problems.push(`${path} does not belong here: ${found[1]}`);
    if (!binary.test(path)) continue;
    if (!isUnpacked) problems.push(`${path} cannot be loaded from inside the archive`);
    if (isForeign(path, platform, arch)) problems.push(`${path} is for another system`);
  }
  const ffmpeg = platform === 'win32' ? 'ffmpeg/ffmpeg.exe' : 'ffmpeg/ffmpeg';
  const names = new Set(beside.map(({ path }) => path));
  if (!names.has('THIRD-PARTY-NOTICES.txt')) problems.push('THIRD-PARTY-NOTICES.txt is missing');
  if (hasFfmpeg !== names.has(ffmpeg))
    problems.push(`${ffmpeg} is ${hasFfmpeg ? 'missing' : 'there but was not asked for'}`);
  if (hasFfmpeg && !names.has('ffmpeg/LICENSE.txt')) problems.push('the licence of ffmpeg is missing');
  return [...problems, ...tooLarge(sizesOf({ archive, beside }))];
}

/** @returns {{ archive: number, unpacked: number, ffmpeg: number, total: number }} MB */
export function sizesOf({ archive, beside }) {
  const sizes = {
    archive: sum(archive.filter(({ isUnpacked }) => !isUnpacked)),
    unpacked: sum(archive.filter(({ isUnpacked }) => isUnpacked)),
    ffmpeg: sum(beside.filter(({ path }) => path.startsWith('ffmpeg/'))),
  };
  // Model packs are as large as they are: whoever builds chose them.
  return { ...sizes, total: sizes.archive + sizes.unpacked + sizes.ffmpeg };
}

const sum = (files) => files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0) / 1e6;

function tooLarge(sizes) {
  return Object.entries(budgets)
    .filter(([part, limit]) => sizes[part] > limit)
    .map(([part, limit]) => `${part}: ${sizes[part].toFixed(1)} MB, agreed are ${limit} MB`);
}

/** Names of systems and processors in a path, as better-sqlite3, sharp and ONNX Runtime write them. */
function isForeign(path, platform, arch) {
  const words = path.split(/[/.\-_]/);
  const systems = ['linux', 'linuxmusl', 'darwin', 'win32'].filter((name) => words.includes(name));
  const processors = ['x64', 'arm64', 'ia32', 'arm'].filter((name) => words.includes(name));
  return systems.some((name) => name !== platform) || processors.some((name) => name !== arch);
}

/** The files of the built-in models, below dist/models, as the manifest names them. @param {string} root */
export function builtInModels(root) {
  const manifest = join(root, 'models', 'manifest.json');
  if (!existsSync(manifest)) throw new Error(`${manifest} is missing`);
  return JSON.parse(readFileSync(manifest, 'utf8'))
    .models.filter(({ origin }) => origin === 'built_in')
    .flatMap(({ files }) => files.map(({ path }) => path));
}
