import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../base/app-error.ts';
import { otherId } from '../testing/http-replies.ts';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { createTestServices } from '../testing/http-services.ts';
import type { Services } from './services.ts';

let folder: string;
let server: TestServer;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function serve(changes: Partial<{ [A in keyof Services]: Partial<Services[A]> }> = {}): Promise<void> {
  server = await startTestServer({ uploadDir: folder, services: createTestServices(changes) });
}

const reads = [
  '/api/ai/student-feedback/math-1/p-1',
  '/api/ai/struggling-students/math-1',
  '/api/ai/teacher-feedback/math-1',
];

const unknownStudent = () => Promise.reject(new AppError('student_not_found'));

/** Every one of them ends as `result` does. */
function all(result: () => Promise<never> | Promise<{ jobId: string }>) {
  return {
    sessionAnalysis: { analyze: result },
    sessionFeedback: {
      generateStudentFeedback: result,
      generateTeacherFeedback: result,
      identifyStrugglingStudents: result,
    },
  };
}

describe('the routes of a session’s analysis', () => {
  it('take no body for the usual choice', async () => {
    const asked: unknown[] = [];
    const { sessionAnalysis } = createTestServices();
    await serve({
      sessionAnalysis: {
        analyze: async (...args) => {
          asked.push(args);
          return sessionAnalysis.analyze(...args);
        },
      },
    });
    expect((await server.call('/api/ai/analyze-session/math-1', { method: 'POST' })).status).toBe(200);
    const some = { include_screenshots: false };
    expect((await server.send('POST', '/api/ai/analyze-session/math-1?wait=0&lang=en', some)).status).toBe(
      200,
    );
    expect(asked).toEqual([
      ['math-1', { include_chat: true, include_screenshots: true }, { wait: 30 }],
      ['math-1', { include_chat: true, include_screenshots: false }, { wait: 0, lang: 'en' }],
    ]);
  });

  it('name the job when the answer takes longer than somebody waits', async () => {
    await serve(all(async () => ({ jobId: otherId })));
    const posted = await server.send('POST', '/api/ai/analyze-session/math-1?wait=0', {});
    const replies = [posted, ...(await Promise.all(reads.map((address) => server.call(address))))];
    for (const reply of replies) {
      expect(reply.status).toBe(202);
      expect(reply.headers.get('location')).toBe(`/api/jobs/${otherId}`);
      expect(await reply.json()).toEqual({ job_id: otherId });
    }
  });

  it.each([
    ['session_not_found', 404],
    ['analysis_failed', 500],
    ['job_cancelled', 409],
  ] as const)('answer %s with %i', async (code, status) => {
    await serve(all(() => Promise.reject(new AppError(code))));
    const posted = await server.send('POST', '/api/ai/analyze-session/math-1', {});
    const replies = [posted, ...(await Promise.all(reads.map((address) => server.call(address))))];
    for (const reply of replies) {
      expect(reply.status).toBe(status);
      expect(await reply.json()).toMatchObject({ code });
    }
  });

  it('answer for an unknown student with a 404', async () => {
    await serve({
      sessionAnalysis: { putNote: unknownStudent },
      sessionFeedback: { generateStudentFeedback: unknownStudent },
    });
    const read = await server.call('/api/ai/student-feedback/math-1/p-9');
    const written = await server.send('PUT', '/api/sessions/math-1/students/p-9/note', { note: '' });
    for (const reply of [read, written]) {
      expect(reply.status).toBe(404);
      expect(await reply.json()).toMatchObject({ code: 'student_not_found' });
    }
  });

  it('refuse what they do not understand', async () => {
    await serve();
    const refused = [
      await server.send('POST', '/api/ai/analyze-session/math-1?wait=999', {}),
      await server.send('POST', '/api/ai/analyze-session/math-1', { include_chat: 'yes' }),
      await server.send('POST', '/api/ai/analyze-session/a%20b', {}),
      await server.call('/api/ai/teacher-feedback/math-1?lang=fr'),
      await server.call('/api/sessions/math-1/chat-readings?flagged=maybe'),
      await server.send('PUT', '/api/sessions/math-1/students/p-1/note', {}),
      await server.send('PUT', '/api/sessions/math-1/students/p-1/note', { note: 'x'.repeat(4001) }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 422));
  });

  it('page through the readings', async () => {
    await serve();
    const reply = await server.call('/api/sessions/math-1/chat-readings?limit=1');
    expect(reply.headers.get('link')).toContain('rel="next"');
  });
});

it.each(['nothing.csv', 'chat.exe', 'chat'])(
  'a file of a session that there never is (%s) is not found',
  async (name) => {
    await serve();
    const reply = await server.call(`/api/sessions/math-1/analysis/${name}`);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ code: 'not_found' });
  },
);
