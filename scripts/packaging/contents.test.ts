import { describe, expect, it } from 'vitest';
import { type Packed, problemsOf, sizesOf } from './contents.mjs';

const file = (path: string, isUnpacked = false, sizeBytes = 1000) => ({ path, sizeBytes, isUnpacked });

/** A package for Linux in which nothing is wrong. */
function whole(): Packed & { archive: ReturnType<typeof file>[] } {
  const packed = [
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
  const real = [
    'node_modules/tesseract.js/src/worker-script/node/index.js',
    ...['relaxedsimd', 'simd'].map((kind) => `node_modules/tesseract.js-core/tesseract-core-${kind}.wasm`),
    'node_modules/tesseract.js-core/tesseract-core.wasm',
    'dist/models/silero-vad.onnx',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    'node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64-0.35.5.node',
    'node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.8.18.7',
    'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
  ];
  return {
    archive: [...packed.map((path) => file(path)), ...real.map((path) => file(path, true))],
    beside: ['THIRD-PARTY-NOTICES.txt', 'ffmpeg/ffmpeg', 'ffmpeg/LICENSE.txt'].map((path) => file(path)),
    models: ['silero-vad.onnx'],
    ...{ platform: 'linux', arch: 'x64', hasFfmpeg: true },
  };
}

describe('a package', () => {
  it('is right when all is there, and nothing else', () => {
    expect(problemsOf(whole())).toEqual([]);
  });

  it.each([
    ['dist/main/headless.js.map', 'source map'],
    ['node_modules/pino/test/basic.test.js', 'test'],
    ['node_modules/zod/index.d.ts', 'TypeScript source'],
    ['models/chat/data/lines.csv', 'training data or sources of models'],
    ['bench/run.ts', 'TypeScript source'],
    ['scripts/dist.mjs', 'source folder'],
    ['packaging/code.pfx', 'source folder'],
    ['node_modules/react/index.js', 'package not used at run time'],
  ])('must not hold %s', (path, what) => {
    const packed = whole();
    packed.archive.push(file(path));
    expect(problemsOf(packed)).toEqual([`${path} does not belong here: ${what}`]);
  });

  it.each([
    ['node_modules/better-sqlite3/prebuilds/win32-x64.node'],
    ['node_modules/better-sqlite3/prebuilds/linuxmusl-x64.node'],
    ['node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/libonnxruntime.so.1'],
    ['node_modules/@img/sharp-libvips-darwin-arm64/lib/libvips-cpp.8.dylib'],
  ])('must not hold the library of another system: %s', (path) => {
    const packed = whole();
    packed.archive.push(file(path, true));
    expect(problemsOf(packed)).toEqual([`${path} is for another system`]);
  });

  it('must not have libraries or models inside the archive', () => {
    const packed = whole();
    const archive = packed.archive.map((each) =>
      /silero|linux-x64\.node$/.test(each.path) ? { ...each, isUnpacked: false } : each,
    );
    expect(problemsOf({ ...packed, archive })).toEqual([
      'dist/models/silero-vad.onnx has to lie outside the archive: it is opened by its path',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node cannot be loaded from inside the archive',
    ]);
  });

  it('must hold what the program needs, per system', () => {
    const packed = whole();
    const archive = packed.archive.filter(({ path }) => !/headless|onnxruntime/.test(path));
    expect(problemsOf({ ...packed, archive })).toEqual([
      'dist/main/headless.js is missing',
      'no library node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node',
    ]);
  });

  it('has ffmpeg with its licence exactly when that was asked for, and the notices always', () => {
    const packed = whole();
    expect(problemsOf({ ...packed, hasFfmpeg: false })).toEqual([
      'ffmpeg/ffmpeg is there but was not asked for',
    ]);
    expect(problemsOf({ ...packed, beside: [file('ffmpeg/ffmpeg')] })).toEqual([
      'THIRD-PARTY-NOTICES.txt is missing',
      'the licence of ffmpeg is missing',
    ]);
  });

  it('must not outgrow what was agreed', () => {
    const packed = whole();
    packed.archive.push(file('dist/renderer/assets/huge.js', false, 41_000_000));
    expect(problemsOf(packed)).toEqual(['archive: 41.0 MB, agreed are 40 MB']);
    expect(sizesOf(packed).total).toBeCloseTo(41, 0);
  });
});
