/** The models over real HTTP, with a folder as the mirror: list, install, bring a file, remove. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Model, installModelReplySchema, modelListReplySchema } from '../contract/analysis.ts';
import { problemSchema } from '../contract/errors.ts';
import { jobSchema } from '../contract/jobs.ts';
import { systemReplySchema } from '../contract/system.ts';
import { type App, startApp } from './app.ts';
import { silentLogger } from './base/logger.ts';
import { packageRoot } from './base/package-info.ts';
import { waitFor } from './testing/wait-for.ts';

/** Not part of the repository. */
const pack = path.join(packageRoot, '../shared/models/yunet_n_640_640.onnx');

let dataDir: string;
let mirror: string;
/** What a desktop package brings beside the program. */
let resources: string;
let app: App;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-models-'));
  mirror = await mkdtemp(path.join(tmpdir(), 'airclass-mirror-'));
  resources = await mkdtemp(path.join(tmpdir(), 'airclass-resources-'));
  const boot = { dataDir, port: 0, host: '127.0.0.1', logLevel: 'silent' as const, allowedHosts: [] };
  app = await startApp({ ...boot, modelsMirror: mirror, resourcesPath: resources }, { log: silentLogger });
});

afterAll(async () => {
  await app.stop();
  await rm(dataDir, { recursive: true, force: true });
  await rm(mirror, { recursive: true, force: true });
  await rm(resources, { recursive: true, force: true });
});

async function request(method: string, target: string, body?: FormData): Promise<Response> {
  return fetch(`http://127.0.0.1:${app.port}${target}`, {
    method,
    headers: { authorization: `Bearer ${app.token}` },
    ...(body === undefined ? {} : { body }),
  });
}

async function refusal(method: string, target: string, body?: FormData): Promise<[number, string]> {
  const response = await request(method, target, body);
  return [response.status, problemSchema.parse(await response.json()).code];
}

const form = (content: Uint8Array<ArrayBuffer>) => {
  const data = new FormData();
  data.append('file', new Blob([content]), 'model.onnx');
  return data;
};

async function model(name: string): Promise<Model | undefined> {
  const reply = await request('GET', '/api/models');
  return modelListReplySchema.parse(await reply.json()).items.find((each) => each.name === name);
}

async function endOfJob(jobId: string) {
  return waitFor('the job to end', async () => {
    const job = jobSchema.parse(await (await request('GET', `/api/jobs/${jobId}`)).json());
    return job.state === 'done' || job.error !== undefined ? job : undefined;
  });
}

describe('the models', () => {
  it('that are built in do their tasks, and the system names them', async () => {
    expect(await model('coco-ssd')).toMatchObject({ origin: 'built_in', state: 'installed', is_used: true });
    expect(await model('yolox-nano')).toMatchObject({
      origin: 'pack',
      state: 'not_installed',
      is_used: false,
    });
    const system = systemReplySchema.parse(await (await request('GET', '/api/system')).json());
    expect(system.models.map(({ name }) => name)).toContain('silero-vad');
  });

  it('that are built in or unknown are refused by name', async () => {
    expect(await refusal('POST', '/api/models/blazeface/install')).toEqual([409, 'model_built_in']);
    expect(await refusal('DELETE', '/api/models/blazeface')).toEqual([409, 'model_built_in']);
    expect(await refusal('POST', '/api/models/gpt/install')).toEqual([404, 'model_unknown']);
    expect(await refusal('POST', '/api/models/Not%20a%20name/install')).toEqual([422, 'validation_failed']);
  });

  it('another file is not taken for one, and nothing of it stays', async () => {
    const other = form(new Uint8Array(1000));
    expect(await refusal('POST', '/api/models/yunet-n/file', other)).toEqual([422, 'model_damaged']);
    expect(await readdir(path.join(dataDir, 'media', '.tmp'))).toEqual([]);
    expect(await model('yunet-n')).toMatchObject({ state: 'not_installed' });
  });

  it('a file that is not the expected one ends the job for good', async () => {
    await writeFile(path.join(mirror, 'yolox_nano.onnx'), 'something else');
    const reply = await request('POST', '/api/models/yolox-nano/install');
    expect(reply.status).toBe(202);
    const { job_id } = installModelReplySchema.parse(await reply.json());
    expect(reply.headers.get('location')).toBe(`/api/jobs/${job_id}`);
    expect(await endOfJob(job_id)).toMatchObject({ state: 'failed', error: { code: 'model_damaged' } });
  });

  it('a mirror without the file is named, and asked again later', async () => {
    const reply = await request('POST', '/api/models/yunet-n/install');
    const { job_id } = installModelReplySchema.parse(await reply.json());
    const job = await endOfJob(job_id);
    expect(job).toMatchObject({ state: 'queued', error: { code: 'model_unreachable' } });
    expect(job.error?.detail).toContain(path.join(mirror, 'yunet_n_640_640.onnx'));
    expect(await model('yunet-n')).toMatchObject({ state: 'installing', job_id });
    expect((await request('DELETE', '/api/models/yunet-n')).status).toBe(200);
    expect(await model('yunet-n')).toMatchObject({ state: 'not_installed', job_id: null });
  });

  it.skipIf(!existsSync(pack))('a pack that came with the program is taken from there', async () => {
    await mkdir(path.join(resources, 'models'));
    await copyFile(pack, path.join(resources, 'models', 'yunet_n_640_640.onnx'));
    const reply = await request('POST', '/api/models/yunet-n/install');
    expect(await endOfJob(installModelReplySchema.parse(await reply.json()).job_id)).toMatchObject({
      state: 'done',
    });
    expect((await request('DELETE', '/api/models/yunet-n')).status).toBe(200);
    await rm(path.join(resources, 'models'), { recursive: true });
  });

  it.skipIf(!existsSync(pack))(
    'a pack is installed from the mirror or a file, used, and removed',
    async () => {
      await copyFile(pack, path.join(mirror, 'yunet_n_640_640.onnx'));
      const reply = await request('POST', '/api/models/yunet-n/install');
      expect(await endOfJob(installModelReplySchema.parse(await reply.json()).job_id)).toMatchObject({
        state: 'done',
      });
      expect(await model('yunet-n')).toMatchObject({ state: 'installed', is_used: true });
      expect(await model('blazeface')).toMatchObject({ is_used: false });
      expect((await request('DELETE', '/api/models/yunet-n')).status).toBe(200);
      const brought = await request(
        'POST',
        '/api/models/yunet-n/file',
        form(new Uint8Array(await readFile(pack))),
      );
      expect(brought.status).toBe(200);
      expect(await model('yunet-n')).toMatchObject({ state: 'installed', is_used: true });
    },
  );
});
