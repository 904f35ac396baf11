/** Installing model packs from a server that misbehaves, from mirrors and from files; all of it on a real disk. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../contract/errors.ts';
import { type VodHarness, openVodHarness } from '../../testing/vod-harness.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { type ManifestEntry, manifestSchema, readManifest } from './manifest.ts';
import { type DownloadOptions, downloadModel, installModelFile, removeModelFiles } from './model-download.ts';
import { type ModelFiles, createModelFiles } from './model-files.ts';
import { type FittedPack, createModelStore, usedModels } from './model-store.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251));
const builtIn = readManifest().find((entry) => entry.name === 'blazeface')!;

const nothingFitted: FittedPack = {
  describe: async () => null,
  isUsed: () => true,
  fit: async () => ({ job_id: '' }),
  fitIfNeeded: async () => undefined,
  changed: () => undefined,
};

let folder: string;
let files: ModelFiles;
let entry: ManifestEntry;
let requests: IncomingMessage[];
/** What the server does with a request. */
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let server: ReturnType<typeof createServer>;
let base: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-models-'));
  requests = [];
  answer = serveRanges;
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  entry = {
    name: 'yunet-n',
    version: '1',
    task: 'faces',
    licence: 'Apache-2.0',
    source: `${base}/models/yunet_640.onnx`,
    origin: 'pack',
    files: [
      {
        path: 'yunet-n.onnx',
        size_bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
      },
    ],
  };
  files = createModelFiles(
    { builtInDir: path.join(folder, 'built-in'), packDir: path.join(folder, 'models') },
    [builtIn, entry],
  );
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** As file servers do. */
function serveRanges(request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = `bytes ${from}-${content.length - 1}/${content.length}`;
  response.writeHead(from > 0 ? 206 : 200, {
    'content-length': content.length - from,
    ...(from > 0 ? { 'content-range': range } : {}),
  });
  response.end(content.subarray(from));
}

/** Sends so many bytes, and cuts the connection once some of them have been kept: a cut may lose what is on its way. */
const cutAfter = (bytes: number) => (_request: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, bytes));
  const parts = path.join(folder, 'models', '.parts');
  void waitFor('a part', async () => {
    const [name] = await readdir(parts).catch(() => []);
    return name !== undefined && (await stat(path.join(parts, name))).size > 0;
  }).then(() => response.destroy());
};

const download = (changes: Partial<DownloadOptions> = {}) =>
  downloadModel({ entry, folders: files.folders, ...changes });
const failing = async (work: Promise<unknown>): Promise<ErrorCode | undefined> =>
  work.then(
    () => undefined,
    (error: { code: ErrorCode }) => error.code,
  );
const installed = async () => readFile(files.path('yunet-n'));

describe('a download', () => {
  it('installs the model and tells how far it is', async () => {
    const fractions: number[] = [];
    await download({ progress: (fraction) => fractions.push(fraction) });
    expect(await installed()).toEqual(content);
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(await readdir(path.join(folder, 'models', '.parts'))).toEqual([]);
  });

  it('goes on after a cut with what is missing', async () => {
    answer = cutAfter(100_000);
    expect(await failing(download())).toBe('model_unreachable');
    expect(files.state('yunet-n')).toBe('not_installed');
    answer = serveRanges;
    await download();
    expect(requests[1]?.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(await installed()).toEqual(content);
  });

  it('begins anew where the server cannot go on', async () => {
    answer = cutAfter(100_000);
    await failing(download());
    answer = (_request, response) => response.end(content);
    await download();
    expect(await installed()).toEqual(content);
  });

  it('refuses what is another file, a shorter or a longer one, and keeps nothing of it', async () => {
    for (const other of [
      Buffer.alloc(content.length, 1),
      content.subarray(1),
      Buffer.concat([content, Buffer.from('more')]),
    ]) {
      answer = (_request, response) => response.end(other);
      expect(await failing(download())).toBe('model_damaged');
      expect(files.state('yunet-n')).toBe('not_installed');
      expect(await readdir(path.join(folder, 'models', '.parts'))).toEqual([]);
    }
  });

  it('says when the server has no such file, is not there, or sends nothing more', async () => {
    answer = (_request, response) => response.writeHead(404).end();
    await expect(download()).rejects.toThrow(/yunet_640.onnx could not be read: the server answered 404/);
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000));
    };
    await expect(download({ stallMs: 200 })).rejects.toThrow(/nothing came for 0.2 s/);
    const gone = { ...entry, source: 'http://127.0.0.1:9/yunet_640.onnx' };
    expect(await failing(download({ entry: gone }))).toBe('model_unreachable');
  });

  it('does not begin without room on the disk', async () => {
    expect(await failing(download({ freeBytes: async () => 1_000_000 }))).toBe('disk_full');
    expect(requests).toEqual([]);
  });

  it('that is cancelled leaves nothing that could be taken for a model', async () => {
    const controller = new AbortController();
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 50_000), () => controller.abort());
    };
    expect(await failing(download({ signal: controller.signal }))).toBe('job_cancelled');
    expect(files.state('yunet-n')).toBe('not_installed');
    await removeModelFiles(entry, files.folders);
    expect(await readdir(path.join(folder, 'models', '.parts'))).toEqual([]);
  });
});

describe('a mirror', () => {
  it('may be a folder with the files under their original names', async () => {
    await writeFile(path.join(folder, 'yunet_640.onnx'), content);
    await download({ mirror: folder });
    expect(await installed()).toEqual(content);
    expect(requests).toEqual([]);
  });

  it('may be another address, with or without a slash at its end', async () => {
    const elsewhere = { ...entry, source: 'https://models.invalid/a/b/yunet_640.onnx' };
    for (const mirror of [`${base}/mirror`, `${base}/mirror/`]) {
      await removeModelFiles(entry, files.folders);
      await download({ entry: elsewhere, mirror });
    }
    expect(requests.map((request) => request.url)).toEqual([
      '/mirror/yunet_640.onnx',
      '/mirror/yunet_640.onnx',
    ]);
    expect(await installed()).toEqual(content);
  });

  it('is the only one asked, and named when the file is not there', async () => {
    await expect(download({ mirror: folder })).rejects.toThrow(/yunet_640.onnx could not be read: ENOENT/);
    expect(requests).toEqual([]);
  });
});

describe('a file somebody brings', () => {
  it('is installed when it is the right one, and stays', async () => {
    const given = path.join(folder, 'brought.onnx');
    await writeFile(given, content);
    await installModelFile(entry, files.folders, given);
    expect(await installed()).toEqual(content);
    expect(await readFile(given)).toEqual(content);
  });

  it('is refused when its size or its content is another', async () => {
    const given = path.join(folder, 'brought.onnx');
    for (const other of [content.subarray(1), Buffer.alloc(content.length)]) {
      await writeFile(given, other);
      expect(await failing(installModelFile(entry, files.folders, given))).toBe('model_damaged');
      expect(files.state('yunet-n')).toBe('not_installed');
    }
  });
});

describe('a pack of several files', () => {
  const second = Buffer.from('{"words": []}');
  let both: ManifestEntry;
  beforeEach(() => {
    const tokenizer = {
      size_bytes: second.length,
      sha256: createHash('sha256').update(second).digest('hex'),
    };
    both = {
      ...{ ...entry, name: 'sentences', source: `${base}/pinned/` },
      files: [
        { ...entry.files[0]!, path: 'model.onnx', from: 'onnx/model_q.onnx' },
        { ...tokenizer, path: 'tokenizer.json', from: 'tokenizer.json' },
      ],
    };
    files = createModelFiles(files.folders, [builtIn, both]);
    answer = (request, response) => {
      if (request.url?.endsWith('tokenizer.json') === true) response.end(second);
      else serveRanges(request, response);
    };
  });

  it('takes each from its place, counts them together, and fetches only what is missing', async () => {
    const fractions: number[] = [];
    await download({ entry: both, progress: (fraction) => fractions.push(fraction) });
    expect(requests.map(({ url }) => url)).toEqual(['/pinned/onnx/model_q.onnx', '/pinned/tokenizer.json']);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect([files.state('sentences'), path.basename(files.path('sentences'))]).toEqual([
      'installed',
      'sentences',
    ]);
    await rm(path.join(files.path('sentences'), 'tokenizer.json'));
    expect([files.state('sentences'), files.missing('sentences')]).toEqual([
      'not_installed',
      ['tokenizer.json'],
    ]);
    requests = [];
    await download({ entry: both });
    expect(requests.map(({ url }) => url)).toEqual(['/pinned/tokenizer.json']);
  });

  it('lies in a folder of its name in a mirror', async () => {
    await mkdir(path.join(folder, 'mirror', 'sentences'), { recursive: true });
    await writeFile(path.join(folder, 'mirror', 'sentences', 'model_q.onnx'), content);
    await writeFile(path.join(folder, 'mirror', 'sentences', 'tokenizer.json'), second);
    await download({ entry: both, mirror: path.join(folder, 'mirror') });
    expect([files.state('sentences'), requests]).toEqual(['installed', []]);
    await removeModelFiles(both, files.folders);
    await download({ entry: both, mirror: `${base}/mirror` });
    expect(requests.map(({ url }) => url)).toEqual([
      '/mirror/sentences/model_q.onnx',
      '/mirror/sentences/tokenizer.json',
    ]);
  });

  it('is brought file by file, each known by its size and hash', async () => {
    const given = path.join(folder, 'brought');
    await writeFile(given, second);
    await installModelFile(both, files.folders, given);
    expect([files.state('sentences'), files.missing('sentences')]).toEqual(['not_installed', ['model.onnx']]);
    await writeFile(given, content.subarray(2));
    await expect(installModelFile(both, files.folders, given)).rejects.toThrow(/instead of 300000 or 13/);
    await writeFile(given, content);
    await installModelFile(both, files.folders, given);
    expect(files.state('sentences')).toBe('installed');
  });

  it('says of each where it lies, or is no pack', () => {
    const parsed = (changes: Partial<ManifestEntry>) =>
      manifestSchema.safeParse({ models: [{ ...both, ...changes }] }).success;
    expect(parsed({})).toBe(true);
    expect(parsed({ source: `${base}/pinned` })).toBe(false);
    expect(parsed({ files: [both.files[0]!, { ...both.files[1]!, from: undefined }] })).toBe(false);
  });
});

describe('model files', () => {
  it('that are cut short are damaged, not installed', async () => {
    await download();
    await writeFile(files.path('yunet-n'), content.subarray(10));
    expect(files.state('yunet-n')).toBe('damaged');
    expect(() => files.path('yunet-n')).toThrow(/not as long/);
    await download();
    expect(files.state('yunet-n')).toBe('installed');
  });

  it('built in and in the packages are those of the manifest', () => {
    const product = createModelFiles({
      builtInDir: path.join(import.meta.dirname, '../../../dist/models'),
      packDir: path.join(folder, 'models'),
    });
    expect(product.manifest.map(({ name }) => [name, product.state(name)])).toEqual([
      ['movenet-lightning', 'installed'],
      ['blazeface', 'installed'],
      ['coco-ssd', 'installed'],
      ['silero-vad', 'installed'],
      ['tesseract', 'installed'],
      ['yolox-nano', 'not_installed'],
      ['yunet-n', 'not_installed'],
      ['multilingual-e5-small', 'not_installed'],
      ['chat', 'installed'],
    ]);
    expect(path.basename(product.path('tesseract'))).toBe('tesseract');
    expect(path.basename(product.path('chat'))).toBe('chat');
    expect(() => product.path('yunet-n')).toThrow(/not installed/);
  });
});

describe('the store', () => {
  let harness: VodHarness;
  let store: ReturnType<typeof createModelStore>;
  beforeEach(async () => {
    harness = await openVodHarness({
      overrides: (handlers) => ({
        ...handlers,
        model_install: {
          ...handlers.model_install,
          run: async ({ payload, signal, progress }) => store.download(payload.model, { signal, progress }),
        },
      }),
    });
    const { db, announce } = harness.parts;
    store = createModelStore({ files, db, announce, jobs: () => harness.jobs, fitted: nothingFitted });
    await harness.jobs.start();
  });
  afterEach(() => harness.end());

  const state = async (name: string) => (await store.list()).find((model) => model.name === name);

  it('installs by a job that is seen with its progress, and removes', async () => {
    const held = Promise.withResolvers<ServerResponse>();
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 150_000), () => held.resolve(response));
    };
    const { job_id } = await store.install('yunet-n');
    expect(await store.install('yunet-n')).toEqual({ job_id });
    const response = await held.promise;
    const running = await waitFor('progress', async () => {
      const model = await state('yunet-n');
      return (model?.progress ?? 0) > 0 && model;
    });
    expect(running).toMatchObject({ state: 'installing', job_id, is_used: false });
    response.end(content.subarray(150_000));
    await harness.jobs.whenIdle();
    expect(await state('yunet-n')).toMatchObject({
      state: 'installed',
      is_used: true,
      progress: null,
      job_id: null,
    });
    expect(harness.events).toContainEqual({ name: 'models.changed', payload: { name: 'yunet-n' } });
    await store.remove('yunet-n');
    expect(await state('yunet-n')).toMatchObject({ state: 'not_installed', is_used: false });
  });

  it('cancels a running installation when the model is removed', async () => {
    const begun = Promise.withResolvers<void>();
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 1000), () => begun.resolve());
    };
    const { job_id } = await store.install('yunet-n');
    await begun.promise;
    await store.remove('yunet-n');
    expect((await harness.jobs.get(job_id)).state).toBe('cancelled');
    expect(await state('yunet-n')).toMatchObject({ state: 'not_installed' });
  });

  it('leaves what is built in alone, and knows what it does not know', async () => {
    for (const work of [
      store.install('blazeface'),
      store.remove('blazeface'),
      store.installFile('blazeface', '/x'),
    ]) {
      expect(await failing(work)).toBe('model_built_in');
    }
    expect(await failing(store.install('gpt'))).toBe('model_unknown');
  });
});

it('an installed pack does the task before what is built in', () => {
  const manifest = readManifest();
  const names = manifest.map(({ name }) => name);
  const all = usedModels(manifest, names);
  expect([all.has('yolox-nano'), all.has('coco-ssd'), all.has('tesseract')]).toEqual([true, false, true]);
  const some = usedModels(manifest, ['blazeface', 'coco-ssd']);
  expect([...some].toSorted()).toEqual(['blazeface', 'coco-ssd']);
});
