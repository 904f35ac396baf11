import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../base/app-error.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';
import { rawRequest } from '../testing/raw-request.ts';
import type { SessionService } from './class-services.ts';
import type { VodService } from './services.ts';

type Upload = Parameters<VodService['importVideo']>[0] & { content: Buffer };
let folder: string;
let uploadDir: string;
let server: TestServer;
let imported: Upload[];
let refusal: AppError | undefined;
let screenshots: Parameters<SessionService['addScreenshot']>[];
let files: Parameters<SessionService['importFile']>[];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  uploadDir = path.join(folder, 'uploads');
  imported = [];
  screenshots = [];
  files = [];
  refusal = undefined;
  const services = createTestServices();
  server = await startTestServer({
    uploadDir,
    limits: { importBytes: 200_000, screenshotBytes: 100_000, sessionFileBytes: 100_000 },
    services: createTestServices({
      vod: {
        importVideo: async (upload) => {
          imported.push({ ...upload, content: readFileSync(upload.uploadPath) });
          if (refusal !== undefined) throw refusal;
          rmSync(upload.uploadPath);
          return services.vod.importVideo(upload);
        },
      },
      sessions: {
        addScreenshot: async (...given) => {
          screenshots.push(given);
          return services.sessions.addScreenshot(...given);
        },
        importFile: async (...given) => {
          files.push(given);
          return services.sessions.importFile(...given);
        },
      },
    }),
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const left = () => (existsSync(uploadDir) ? readdirSync(uploadDir) : []);

function form(file: { field?: string; bytes: Buffer; name?: string } | undefined, fields: object): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, String(value));
  if (file !== undefined) {
    data.append(file.field ?? 'file', new Blob([new Uint8Array(file.bytes)]), file.name ?? '수업.mp4');
  }
  return data;
}
const importForm = (data: FormData) => server.call('/api/vod/import', { method: 'POST', body: data });
const codeOf = async (reply: Response) => ((await reply.json()) as { code: string }).code;

describe('POST /api/vod/import', () => {
  test('streams the file to disk and hands it over with its fields', async () => {
    const bytes = randomBytes(150_000);
    const reply = await importForm(
      form({ bytes, name: '../수업.mp4' }, { session_id: 'math-1', title: ' 수학 ' }),
    );
    expect(reply.status).toBe(202);
    const accepted = (await reply.json()) as { job_id: string };
    expect(reply.headers.get('location')).toBe(`/api/jobs/${accepted.job_id}`);
    const [upload] = imported;
    expect(upload?.fields).toEqual({ session_id: 'math-1', title: '수학' });
    expect(upload?.content.equals(bytes)).toBe(true);
    expect(path.dirname(upload?.uploadPath ?? '')).toBe(uploadDir);
    expect(left()).toEqual([]);
  });

  test('refuses ten gigabytes before a byte of them is sent', async () => {
    const reply = await rawRequest(server.port, {
      method: 'POST',
      path: '/api/vod/import',
      headers: {
        ...server.bearer,
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 10_000_000_000,
      },
    });
    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.body.toString())).toMatchObject({ code: 'payload_too_large' });
    expect(left()).toEqual([]);
  });

  test('refuses a file over the limit and leaves nothing of it', async () => {
    const reply = await importForm(form({ bytes: randomBytes(200_001) }, { session_id: 'math-1' }));
    expect([reply.status, await codeOf(reply)]).toEqual([413, 'payload_too_large']);
    expect(imported).toEqual([]);
    expect(left()).toEqual([]);
    const exact = await importForm(form({ bytes: randomBytes(200_000) }, { session_id: 'math-1' }));
    expect(exact.status).toBe(202);
  });

  test('leaves nothing when a chunked upload is endless', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = httpRequest(
        `${server.base}/api/vod/import`,
        {
          method: 'POST',
          agent: false,
          headers: { ...server.bearer, 'content-type': 'multipart/form-data; boundary=x' },
        },
        (incoming) => {
          resolve(incoming.statusCode);
          outgoing.destroy();
        },
      );
      outgoing.on('error', reject);
      outgoing.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n');
      // With a breath in between: both sides are in this process, and the answer has to be read before time is up.
      const more = () => {
        if (outgoing.destroyed) return;
        if (outgoing.write(Buffer.alloc(65_536))) setTimeout(more, 1);
        else outgoing.once('drain', more);
      };
      more();
    });
    expect(status).toBe(413);
    expect(left()).toEqual([]);
  });

  test('leaves nothing when the client goes away in the middle', async () => {
    const outgoing = httpRequest(`${server.base}/api/vod/import`, {
      method: 'POST',
      agent: false,
      headers: { ...server.bearer, 'content-type': 'multipart/form-data; boundary=x' },
    });
    outgoing.on('error', () => undefined);
    outgoing.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n');
    outgoing.write(Buffer.alloc(50_000));
    await expect.poll(left).toHaveLength(1);
    outgoing.destroy();
    await expect.poll(left).toEqual([]);
    expect(imported).toEqual([]);
  });

  test('leaves nothing when the fields are wrong or the service refuses', async () => {
    const bytes = randomBytes(1000);
    const wrong = await importForm(form({ bytes }, { session_id: '../x' }));
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'session_id' }] });
    refusal = new AppError('media_unreadable');
    const refused = await importForm(form({ bytes }, { session_id: 'math-1' }));
    expect([refused.status, await codeOf(refused)]).toEqual([415, 'media_unreadable']);
    expect(left()).toEqual([]);
  });

  test('needs a form with a file in the right field', async () => {
    for (const data of [
      form(undefined, { session_id: 's' }),
      form({ bytes: Buffer.from('x'), field: 'video' }, {}),
    ]) {
      const reply = await importForm(data);
      expect([reply.status, await codeOf(reply)]).toEqual([422, 'validation_failed']);
    }
    const json = await server.send('POST', '/api/vod/import', { session_id: 's' });
    expect([json.status, await codeOf(json)]).toEqual([415, 'unsupported_media_type']);
    const none = await server.call('/api/vod/import', { method: 'POST' });
    expect(none.status).toBe(415);
    const torn = await server.call('/api/vod/import', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="file"; filename="a.mp4"\r\n\r\nhalf',
    });
    expect(torn.status).toBe(400);
    const unbound = await server.call('/api/vod/import', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data' },
      body: 'x',
    });
    expect(unbound.status).toBeGreaterThanOrEqual(400);
    expect(unbound.status).toBeLessThan(500);
    expect(left()).toEqual([]);
  });

  test('takes no second file', async () => {
    const data = form({ bytes: randomBytes(10) }, { session_id: 's' });
    data.append('file', new Blob(['more']), 'b.mp4');
    expect((await importForm(data)).status).toBe(413);
    expect(imported).toEqual([]);
    expect(left()).toEqual([]);
  });
});

const sendScreenshot = (data: FormData) =>
  server.call('/api/sessions/math-1/screenshots', { method: 'POST', body: data });

describe('POST /api/sessions/{session_id}/screenshots', () => {
  test('hands the picture over with its fields', async () => {
    const bytes = randomBytes(5000);
    const taken = { taken_at: '2026-03-02T01:00:00Z', student_id: 's1' };
    expect((await sendScreenshot(form({ field: 'image', bytes }, taken))).status).toBe(201);
    expect(screenshots).toEqual([['math-1', { ...taken, image: bytes }]]);
  });

  test('refuses what is too large, badly described or no form', async () => {
    const taken = { taken_at: '2026-03-02T01:00:00Z' };
    expect((await sendScreenshot(form({ field: 'image', bytes: randomBytes(100_001) }, taken))).status).toBe(
      413,
    );
    expect((await sendScreenshot(form({ field: 'image', bytes: randomBytes(1) }, {}))).status).toBe(422);
    expect((await sendScreenshot(form(undefined, taken))).status).toBe(422);
    expect(screenshots).toEqual([]);
  });
});

const target = '/api/sessions/math-1/import?kind=chat&preview=true';
const post = (type: string, body: string, to = target) =>
  server.call(to, { method: 'POST', headers: { 'content-type': type }, body });

describe('POST /api/sessions/{session_id}/import', () => {
  test('takes a form, CSV or JSON', async () => {
    const csv = 'message_id,text\nm1,안녕\n';
    await server.call(target, {
      method: 'POST',
      body: form({ bytes: Buffer.from(csv), name: 'chat.csv' }, {}),
    });
    await server.call(target, {
      method: 'POST',
      headers: { 'content-type': 'text/csv; charset=utf-8' },
      body: csv,
    });
    await server.send('POST', '/api/sessions/math-1/import', [{ message_id: 'm1' }]);
    const options = { kind: 'chat', preview: true };
    expect(files).toEqual([
      ['math-1', { content: Buffer.from(csv), filename: 'chat.csv', ...options }],
      ['math-1', { content: Buffer.from(csv), filename: 'import.csv', ...options }],
      [
        'math-1',
        {
          content: Buffer.from('[{"message_id":"m1"}]'),
          filename: 'import.json',
          kind: undefined,
          preview: false,
        },
      ],
    ]);
  });

  test('refuses other types, nothing, too much, and an unknown kind', async () => {
    expect((await post('text/plain', 'a,b')).status).toBe(415);
    expect((await post('text/csv', '')).status).toBe(415);
    expect((await post('text/csv', 'x'.repeat(100_001))).status).toBe(413);
    expect((await post('text/csv', 'a,b', '/api/sessions/math-1/import?kind=marks')).status).toBe(422);
    expect(files).toEqual([]);
  });
});
