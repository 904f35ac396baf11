import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import sharp from 'sharp';
import { screenshotAnalysisSchema } from '../../contract/analysis.ts';
import { type AnalysisHost, createAnalysisHost } from '../analysis/host/analysis-host.ts';
import { readManifest } from '../analysis/models/manifest.ts';
import { modelFolders } from '../analysis/models/model-files.ts';
import { ScreenshotAnalyzer } from '../analysis/screenshot-analyzer.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { createProcessRunner } from '../base/process.ts';
import { pngOf, twoColours } from '../testing/bad-pictures.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';
import { hasSamplePhotos, readSamplePhoto } from '../testing/sample-photos.ts';

/** Stands in for reading, which has tests of its own: what is read here is where it comes out. */
const line = {
  text: '분수',
  confidence: 0.9,
  language: 'ko' as const,
  box: { x: 1, y: 2, width: 3, height: 4 },
};

let folder: string;
let host: AnalysisHost;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-screenshot-'));
  const log = silentLogger;
  const runner = createProcessRunner({ ledgerDir: path.join(folder, 'processes'), log, clock: systemClock });
  host = createAnalysisHost({ runner, log, folders: modelFolders(folder) });
  const screenshots = new ScreenshotAnalyzer({
    host,
    manifest: readManifest(),
    readText: async () => ({ lines: [line], text: line.text }),
    language: () => 'ko',
  });
  const services = { ...createTestServices(), screenshots };
  server = await startTestServer({ uploadDir: path.join(folder, 'uploads'), services });
});

afterAll(async () => {
  await server.close();
  await host.stop();
  await rm(folder, { recursive: true, force: true });
});

const address = '/api/ai/analyze-screenshot';
const sendRaw = async (image: Uint8Array, type = 'image/png', query = 'text=false') =>
  server.call(`${address}?${query}`, {
    method: 'POST',
    body: Buffer.from(image),
    headers: { 'content-type': type },
  });
const sendForm = async (image: Uint8Array, query = '') => {
  const form = new FormData();
  form.append('image', new Blob([Buffer.from(image)]), 'picture');
  return server.call(address + query, { method: 'POST', body: form });
};
const codeOf = async (reply: Response) => {
  const { code } = (await reply.json()) as { code: string };
  return [reply.status, code];
};

describe('a picture', () => {
  test('is analysed from a form as from the body itself, with text unless it is not wanted', async () => {
    const blank = await sharp({ create: { width: 320, height: 180, channels: 3, background: '#ffffff' } })
      .png()
      .toBuffer();
    const whole = screenshotAnalysisSchema.parse(await (await sendForm(blank)).json());
    expect(whole).toMatchObject({ width: 320, height: 180, people_count: 0, engagement_score: null });
    expect(whole.text).toEqual([line]);
    expect(whole.full_text).toBe('분수');
    expect(whole.signals).toEqual([{ kind: 'screen_off', confidence: 0.95, box: null }]);
    expect(whole.insights).toEqual(['화면이 꺼져 있거나 비어 있어요.', '글자가 1줄 있어요.']);
    expect(whole.models.map(({ task }) => task)).toEqual(['objects', 'faces', 'text']);

    const bare = screenshotAnalysisSchema.parse(
      await (await sendRaw(blank, 'image/png', 'text=false&lang=en')).json(),
    );
    expect(bare).toMatchObject({ text: [], full_text: '', insights: ['The screen is off or blank.'] });
    expect(bare.models.map(({ task }) => task)).toEqual(['objects', 'faces']);
  });

  test('has the size in which it is seen', async () => {
    const turned = await (await twoColours()).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    expect(await (await sendRaw(turned, 'image/jpeg')).json()).toMatchObject({ width: 32, height: 64 });
  });

  test.each([
    ['CMYK', async () => (await twoColours()).toColourspace('cmyk').jpeg().toBuffer()],
    ['16 bits', async () => (await twoColours()).toColourspace('rgb16').png().toBuffer()],
    ['GIF', async () => (await twoColours()).gif().toBuffer()],
    [
      'one pixel',
      async () => (await twoColours(2, 1)).extract({ left: 0, top: 0, width: 1, height: 1 }).png().toBuffer(),
    ],
    ['a thin line', async () => (await twoColours(6000, 2)).png().toBuffer()],
  ])('may be of any kind: %s', async (_, make) => {
    expect((await sendRaw(await make())).status).toBe(200);
  });

  test.skipIf(!hasSamplePhotos)('shows people and raised hands with their boxes', async () => {
    const reply = await sendRaw(readSamplePhoto('hr-img1.png'), 'image/png', 'text=false&lang=en');
    const {
      people_count: people,
      signals,
      engagement_score: score,
      insights,
    } = screenshotAnalysisSchema.parse(await reply.json());
    expect(people).toBe(2);
    expect(signals.filter(({ kind, box }) => kind === 'hand_raised' && box !== null)).toHaveLength(2);
    expect(score).toBeGreaterThan(0.5);
    expect(insights).toContain('2 people raise a hand.');
  });
});

describe('what is no good picture', () => {
  test.each<[string, () => Promise<Buffer> | Buffer, number, string]>([
    ['no picture at all', () => Buffer.from('hello, this is text'), 422, 'image_unreadable'],
    ['nothing', () => Buffer.alloc(0), 422, 'image_unreadable'],
    ['0 × 0', () => pngOf(0, 0), 422, 'image_unreadable'],
    ['100 megapixels', () => pngOf(10_000, 10_000), 422, 'image_unreadable'],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415, 'unsupported_media_type'],
    [
      'a picture cut off in the middle',
      async () => (await (await twoColours(640, 480)).jpeg().toBuffer()).subarray(0, 900),
      422,
      'image_unreadable',
    ],
  ])('is refused: %s', async (_, make, status, code) => {
    expect(await codeOf(await sendForm(await make()))).toEqual([status, code]);
    expect(await codeOf(await sendRaw(await make(), 'image/png'))).toEqual([status, code]);
  });

  test('is refused when it is larger than 20 MB, is no picture by its type, or the form has none', async () => {
    expect(await codeOf(await sendRaw(Buffer.alloc(20_000_001)))).toEqual([413, 'payload_too_large']);
    expect(await codeOf(await sendRaw(Buffer.from('{}'), 'application/octet-stream'))).toEqual([
      415,
      'unsupported_media_type',
    ]);
    expect(await codeOf(await server.send('POST', address, { image: 'x' }))).toEqual([
      415,
      'unsupported_media_type',
    ]);
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.png');
    expect(await codeOf(await server.call(address, { method: 'POST', body: form }))).toEqual([
      422,
      'validation_failed',
    ]);
  });

  test('leaves the process with the models alive', async () => {
    const before = host.pid;
    await sendRaw(pngOf(10_000, 10_000));
    expect(host.pid).toBe(before);
    expect((await sendRaw(await (await twoColours()).png().toBuffer())).status).toBe(200);
  });
});
