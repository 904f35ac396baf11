/** The chat pack through its whole life, with a tiny model made here: install, fit, read, restart, fail, remove. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../../base/package-info.ts';
import { makeTinyModel, makeTinyTokenizer } from '../../../testing/tiny-pack.ts';
import { type VodHarness, openVodHarness } from '../../../testing/vod-harness.ts';
import type { CallOptions } from '../../host/analysis-host.ts';
import type { OperationName } from '../../host/operations.ts';
import { type ManifestEntry, readManifest } from '../../models/manifest.ts';
import { type ModelFiles, createModelFiles } from '../../models/model-files.ts';
import { type ModelStore, createModelStore } from '../../models/model-store.ts';
import { ChatAnalyzer } from '../chat-analyzer.ts';
import { chatTaskNames, chatTasks, columnCount, taskColumns } from '../chat-model.ts';
import { type ClassroomLine, classroomText } from '../learning/classroom-text.ts';
import { quantize, writeWeights } from '../weights.ts';
import { ChatPack, chatPackName } from './chat-pack.ts';

/** Words nobody else uses: what they mean stands in the lines alone. */
const moods = { positive: '뾰롱뾰롱', neutral: '두구두구', negative: '끄응끄응' } as const;
const intents = {
  question: '와와왕',
  answer: '요요용',
  feedback: '나나낭',
  request: '제제젱',
  greeting: '하하항',
  other: '그그긍',
} as const;
const words = [...Object.values(moods), ...Object.values(intents), '하나', '둘', '셋'];
const size = 24;

/** Five hands, each with every mood and intent in other company. */
const lines: ClassroomLine[] = ['a', 'b', 'c', 'd', 'e'].flatMap((hand, place) =>
  Array.from({ length: 162 }, (_, index): ClassroomLine => {
    const sentiment = chatTasks.sentiment[index % 3] ?? 'neutral';
    const intent = chatTasks.intent[Math.floor(index / 3) % 6] ?? 'other';
    const filler = ['하나', '둘', '셋'][(index + place) % 3] ?? '';
    return {
      ...{ id: `${hand}${String(index).padStart(3, '0')}`, hand, lang: 'ko', sentiment, intent },
      ...{ spam: false, abuse: false, keywords: [] },
      text: `${moods[sentiment]} ${filler} ${intents[intent]}`,
    };
  }),
);

let real: Buffer;
let folder: string;
let harness: VodHarness;
let files: ModelFiles;
let pack: ChatPack;
let store: ModelStore;
let calls: string[];
/** Runs after each call, before its answer is given. */
let afterCall: (signal: AbortSignal | undefined) => Promise<void>;
let served: Map<string, Buffer>;
let server: ReturnType<typeof createServer>;

beforeAll(async () => {
  real = await readFile(path.join(packageRoot, 'models', 'chat', 'weights', 'chat.bin'));
});

/** @param knows whether the built-in models are right about every line, or about none */
async function writeBuiltIn(knows: boolean): Promise<ManifestEntry> {
  const logits = new Float32Array(lines.length * columnCount);
  for (const [row, line] of lines.entries()) {
    const right = [chatTasks.sentiment.indexOf(line.sentiment), chatTasks.intent.indexOf(line.intent), 0, 0];
    for (const [at, task] of chatTaskNames.entries())
      logits[row * columnCount + taskColumns[task] + (right[at] ?? 0)] = knows ? 8 : 0.01;
  }
  if (!knows) logits.fill(0.01);
  const text = classroomText(lines);
  const contents: Record<string, Buffer> = {
    'chat.bin': real,
    'lines.tsv': Buffer.from(text),
    'left-out.bin': writeWeights({
      version: createHash('sha256').update(text).digest('hex'),
      tensors: new Map([['logits', quantize(logits, columnCount)]]),
      numbers: {},
    }),
  };
  await mkdir(path.join(folder, 'built-in', 'chat'), { recursive: true });
  for (const [name, content] of Object.entries(contents))
    await writeFile(path.join(folder, 'built-in', 'chat', name), content);
  const chat = readManifest().find(({ name }) => name === 'chat')!;
  return {
    ...chat,
    files: Object.entries(contents).map(([name, content]) => fileOf(`chat/${name}`, content)),
  };
}

const fileOf = (name: string, content: Buffer) => ({
  path: name,
  size_bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
});

type Made = { model?: Buffer; tokenizer?: Buffer; builtInKnows?: boolean };

/** The program with a pack of these files on a server, which is not installed yet. */
async function open(made: Made = {}): Promise<void> {
  const { model = makeTinyModel({ words: words.length, size }), tokenizer = makeTinyTokenizer(words) } = made;
  served = new Map([
    ['/pinned/onnx/model_quantized.onnx', model],
    ['/pinned/tokenizer.json', tokenizer],
  ]);
  const { port } = server.address() as AddressInfo;
  const entry: ManifestEntry = {
    ...{ name: chatPackName, version: 'tiny', task: 'sentences', licence: 'MIT', origin: 'pack' },
    source: `http://127.0.0.1:${port}/pinned/`,
    files: [
      { ...fileOf('model.onnx', model), from: 'onnx/model_quantized.onnx' },
      { ...fileOf('tokenizer.json', tokenizer), from: 'tokenizer.json' },
    ],
  };
  files = createModelFiles(
    { builtInDir: path.join(folder, 'built-in'), packDir: path.join(folder, 'models') },
    [await writeBuiltIn(made.builtInKnows ?? false), entry],
  );
  await start();
}

async function start(): Promise<void> {
  harness = await openVodHarness({
    overrides: (handlers) => ({
      ...handlers,
      model_install: {
        ...handlers.model_install,
        run: async ({ payload, signal, progress }) => store.download(payload.model, { signal, progress }),
      },
      chat_fit: { ...pack.handler(), run: async (context) => pack.handler().run(context) },
    }),
    ended: (job) => pack.jobEnded(job),
    prepare: ({ db, clock, announce, host, jobs }) => {
      const call = (async (name: string, args: unknown, options?: CallOptions) => {
        calls.push(name);
        const answer: unknown = await host.call(name as OperationName, args as never, options);
        await afterCall(options?.signal);
        return answer;
      }) as typeof host.call;
      pack = new ChatPack({ ...{ files, db, clock, announce, jobs }, host: { call } });
      store = createModelStore({ ...{ files, db, announce, jobs }, fitted: pack });
    },
  });
  await harness.jobs.start();
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-pack-'));
  calls = [];
  afterCall = async () => undefined;
  server = createServer((request, response) => {
    const content = served.get(request.url ?? '');
    if (content === undefined) response.writeHead(404).end();
    else response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await harness.end();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const shown = async () => (await store.list()).find(({ name }) => name === chatPackName);
const analyzer = ChatAnalyzer.load();
const readLine = async (text: string) => (await pack.reader(analyzer, [text], [])).analyzeLine(text);

async function aborted(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined || signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}

async function install(): Promise<void> {
  await store.install(chatPackName);
  await harness.jobs.whenIdle();
}

describe('a pack that reads better', () => {
  it('is downloaded, fitted, measured and then reads lines with the meaning it has learned', async () => {
    await open();
    expect(await shown()).toMatchObject({ state: 'not_installed', is_used: false, fit: null });
    expect((await readLine(moods.positive)).model.name).toBe('chat');
    await install();
    const model = await shown();
    expect(model).toMatchObject({ state: 'installed', is_used: true, fit: { state: 'in_use', lines: 810 } });
    const [sentiment, intent] = model?.fit?.tasks ?? [];
    expect(sentiment).toMatchObject({ task: 'sentiment', is_used: true });
    expect(intent).toMatchObject({ task: 'intent', is_used: true });
    expect(sentiment!.with_pack.value).toBeGreaterThan(0.95);
    expect(sentiment!.built_in.value).toBeLessThan(0.5);
    expect(sentiment!.gain.low).toBeGreaterThan(0);
    // Nothing of it was in the lines: there is nothing to be better at.
    expect(model?.fit?.tasks.filter(({ task }) => task === 'spam' || task === 'abuse')).toMatchObject([
      { is_used: false },
      { is_used: false },
    ]);
    // What the real built-in models make of words that are none is overruled.
    for (const [mood, word] of Object.entries(moods)) {
      const reading = await readLine(`${word} ${intents.other}`);
      expect(reading.sentiment).toMatchObject({ label: mood, unsure: false });
      expect(reading.model).toEqual({ name: chatPackName, version: pack.reading()?.version });
    }
    expect(await readdir(path.join(folder, 'models', chatPackName, 'fit'))).toEqual([
      'fit.json',
      'heads.bin',
    ]);
  });

  it('makes the same heads of the same lines, and is not fitted again when the program starts', async () => {
    await open();
    await install();
    const first = pack.reading()?.version;
    await pack.fit(chatPackName);
    await harness.jobs.whenIdle();
    expect(pack.reading()?.version).toBe(first);
    await harness.end();
    calls = [];
    await start();
    await pack.fitIfNeeded();
    await harness.jobs.whenIdle();
    expect(calls).toEqual([]);
    expect(await shown()).toMatchObject({ is_used: true, fit: { state: 'in_use' } });
  });

  it('goes on where a fit was broken off', async () => {
    await open();
    await install();
    await rm(path.join(folder, 'models', chatPackName, 'fit'), { recursive: true });
    pack.changed();
    calls = [];
    let cancelled: Promise<unknown> = Promise.resolve();
    afterCall = async (signal) => {
      if (calls.length !== 3) return;
      cancelled = harness.jobs.cancel(job_id);
      await aborted(signal);
    };
    const { job_id } = await pack.fit(chatPackName);
    await expect.poll(() => calls.length).toBeGreaterThanOrEqual(3);
    await cancelled;
    await harness.jobs.whenIdle();
    expect(await shown()).toMatchObject({ is_used: false, fit: { state: 'waiting' } });
    afterCall = async () => undefined;
    calls = [];
    await pack.fitIfNeeded();
    await harness.jobs.whenIdle();
    expect(calls.filter((name) => name === 'embed_lines')).toHaveLength(10);
    expect(await shown()).toMatchObject({ fit: { state: 'in_use' } });
  });

  it('goes with everything it has made, and the built-in models read on', async () => {
    await open();
    await install();
    expect(pack.reading()).toBeDefined();
    await store.remove(chatPackName);
    expect(pack.reading()).toBeUndefined();
    expect(await shown()).toMatchObject({ state: 'not_installed', is_used: false, fit: null });
    expect((await readLine(moods.positive)).model.name).toBe('chat');
    expect(await readdir(path.join(folder, 'models'))).toEqual(['.parts']);
    expect(harness.events).toContainEqual({ name: 'models.changed', payload: { name: chatPackName } });
  });
});

it('is kept aside where the built-in models are as good', async () => {
  await open({ builtInKnows: true });
  await install();
  const model = await shown();
  expect(model).toMatchObject({ state: 'installed', is_used: false, fit: { state: 'not_better' } });
  expect(model?.fit?.tasks.every(({ is_used: isUsed }) => !isUsed)).toBe(true);
  expect(model?.fit?.tasks[0]).toMatchObject({ built_in: { value: 1 } });
  expect((await readLine(moods.positive)).model.name).toBe('chat');
});

describe('a pack that cannot be used', () => {
  it.each([
    ['a tokenizer that is none', { tokenizer: Buffer.from('{"model": 1}') }, /tokenizer cannot be read/],
    ['a model that is none', { model: Buffer.from('PK not a model') }, /model cannot be opened/],
    [
      'a model of another kind',
      { model: makeTinyModel({ words: words.length, size, shape: 'pooled' }) },
      /shape/,
    ],
    ['a model with too few words', { model: makeTinyModel({ words: 1, size }) }, /does not know/],
  ])('for %s says so, and the built-in models read on', async (_what, made, why) => {
    await open(made);
    await install();
    const model = await shown();
    expect(model).toMatchObject({ state: 'installed', is_used: false });
    expect(model?.fit).toMatchObject({ state: 'failed', error: { code: 'model_damaged' } });
    expect(model?.fit?.error?.detail).toMatch(why);
    expect((await readLine(moods.positive)).model.name).toBe('chat');
  });

  it('since a file is missing waits for that file alone', async () => {
    await open();
    const [, tokenizer] = [...served.values()];
    const given = path.join(folder, 'brought.json');
    await writeFile(given, tokenizer!);
    await store.installFile(chatPackName, given);
    expect(await shown()).toMatchObject({ state: 'not_installed', missing_files: ['model.onnx'], fit: null });
    served.delete('/pinned/tokenizer.json');
    await install();
    expect(await shown()).toMatchObject({ missing_files: [], fit: { state: 'in_use' } });
    await rm(path.join(folder, 'models', chatPackName, 'tokenizer.json'));
    expect(pack.reading()).toBeUndefined();
    expect(await shown()).toMatchObject({ state: 'not_installed', missing_files: ['tokenizer.json'] });
    await expect(pack.fit(chatPackName)).rejects.toMatchObject({ code: 'model_missing' });
  });

  it('any more is set aside when a line is read, until it is fitted again', async () => {
    await open();
    await install();
    await harness.end();
    const model = path.join(folder, 'models', chatPackName, 'model.onnx');
    const whole = await readFile(model);
    await writeFile(model, Buffer.alloc(whole.length));
    await start();
    expect(pack.reading()).toBeDefined();
    expect((await readLine(moods.positive)).model.name).toBe('chat');
    expect(await shown()).toMatchObject({ is_used: false, fit: { state: 'failed' } });
    await writeFile(model, whole);
    await pack.fit(chatPackName);
    await harness.jobs.whenIdle();
    expect(await shown()).toMatchObject({ is_used: true, fit: { state: 'in_use' } });
  });
});
