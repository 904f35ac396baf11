import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTinyModel, makeTinyTokenizer } from '../../../testing/tiny-pack.ts';
import { type Embedder, type EmbedderFiles, openEmbedder } from './embedder.ts';

const words = ['하나', '둘', '셋', '넷'];
let folder: string;
let files: EmbedderFiles;
let embedder: Embedder;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-embedder-'));
  files = { model: path.join(folder, 'model.onnx'), tokenizer: path.join(folder, 'tokenizer.json') };
  await writeFile(files.model, makeTinyModel({ words: words.length, size: 16 }));
  await writeFile(files.tokenizer, makeTinyTokenizer(words));
  embedder = await openEmbedder(files);
});

afterAll(async () => rm(folder, { recursive: true, force: true }));

const vectorOf = async (text: string) => (await embedder.embed([text])).vectors;

it('gives one vector of length 1 per line, the same alone and beside longer ones', async () => {
  const texts = Array.from({ length: 40 }, (_, index) =>
    Array.from({ length: 1 + (index % 9) }, (_word, at) => words[(index + at) % 4]).join(' '),
  );
  const { vectors, size } = await embedder.embed(texts);
  expect([size, vectors.length]).toEqual([16, 40 * 16]);
  for (const [index, text] of texts.entries()) {
    const own = vectors.subarray(index * size, (index + 1) * size);
    expect(Math.hypot(...own)).toBeCloseTo(1, 5);
    const alone = await vectorOf(text);
    expect(Math.max(...own.map((value, at) => Math.abs(value - (alone[at] ?? 0))))).toBeLessThan(1e-5);
  }
});

it('tells lines apart by their words', async () => {
  const [one, same, other] = [await vectorOf('하나 둘'), await vectorOf('하나  둘'), await vectorOf('셋 넷')];
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
});

it('reads what is no text, and of a very long one its beginning', async () => {
  for (const text of ['', '\ud800', '\u0000', '😀😀', '<s> </s> <unk>']) {
    expect((await vectorOf(text)).every((value) => Number.isFinite(value))).toBe(true);
  }
  const long = '하나 '.repeat(1000);
  expect(await vectorOf(`${long}셋`)).toEqual(await vectorOf(`${long}넷`));
});

it('answers nothing about no lines', async () => {
  expect(await embedder.embed([])).toEqual({ vectors: new Float32Array(0), size: 0 });
});

it('says which file is missing', async () => {
  const gone = { ...files, tokenizer: path.join(folder, 'elsewhere.json') };
  await expect(openEmbedder(gone)).rejects.toMatchObject({ code: 'model_missing' });
});
