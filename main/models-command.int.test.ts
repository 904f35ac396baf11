/** `npm run models` on a data folder, with a folder as the mirror. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createModelFiles, modelFolders } from './analysis/models/model-files.ts';
import { packageRoot } from './base/package-info.ts';
import { parseBoot } from './env.ts';
import { describeModels, runModels } from './models-command.ts';

/** Not part of the repository: they are downloaded, or lie beside it on machines that have them. */
const packs = path.join(packageRoot, '../shared/models');

let dataDir: string;
let mirror: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-models-'));
  mirror = await mkdtemp(path.join(tmpdir(), 'airclass-mirror-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
  await rm(mirror, { recursive: true, force: true });
});

async function models(...words: string[]): Promise<{ code: number; lines: string[] }> {
  const request = parseBoot(['--data-dir', dataDir, '--mirror', mirror], {});
  if (request.kind !== 'run') throw new Error(request.kind);
  const lines: string[] = [];
  return { code: await runModels(request.boot, words, (line) => lines.push(line)), lines };
}

it('lists what there is and which is in use', async () => {
  const { code, lines } = await models();
  expect(code).toBe(0);
  expect(lines).toContainEqual(expect.stringMatching(/^✔ coco-ssd .* built in, installed, in use$/));
  expect(lines).toContainEqual(expect.stringMatching(/^– yolox-nano .* pack, not installed$/));
});

it('refuses what it does not know, what is built in, and what the mirror does not have', async () => {
  expect(await models('install', 'gpt')).toMatchObject({ code: 1, lines: ["✘ There is no model 'gpt'."] });
  expect((await models('remove', 'blazeface')).lines).toEqual([
    "✘ The model 'blazeface' is part of the program.",
  ]);
  expect((await models('install', 'yunet-n')).lines.at(-1)).toMatch(
    /yunet_n_640_640.onnx could not be read: ENOENT/,
  );
  await writeFile(path.join(mirror, 'yunet_n_640_640.onnx'), 'something else');
  expect((await models('install', 'yunet-n')).lines.at(-1)).toMatch(/is not used: it has 14 bytes/);
  expect((await models('frobnicate')).code).toBe(2);
  expect(describeModels(dataDir)).toEqual({ isWhole: true, detail: '6 built in; no packs installed' });
});

describe.skipIf(!existsSync(packs))('with the real packs', () => {
  it.each([
    ['yunet-n', 'yunet_n_640_640.onnx'],
    ['yolox-nano', 'yolox_nano.onnx'],
  ])('%s is installed from a mirror and removed', async (name, file) => {
    await copyFile(path.join(packs, file), path.join(mirror, file));
    expect((await models('install', name)).lines.at(-1)).toBe(`${name} is installed`);
    expect((await models('install', name)).lines).toEqual([`${name} is installed already`]);
    expect(createModelFiles(modelFolders(dataDir)).state(name)).toBe('installed');
    expect(describeModels(dataDir).detail).toBe(`6 built in; packs: ${name}`);
    expect(await models('remove', name)).toMatchObject({ code: 0 });
    expect(createModelFiles(modelFolders(dataDir)).state(name)).toBe('not_installed');
  });
});
