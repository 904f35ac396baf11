import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type TestServer, startTestServer } from '../testing/http-server.ts';
import { type Case, cases } from '../testing/route-cases.ts';

type Operation = {
  summary?: string;
  tags?: string[];
  security?: object[];
  parameters?: { name: string; in: string; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description?: string; content?: Record<string, { schema: object }> }>;
};
type Document = {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: object };
};

let folder: string;
let server: TestServer;
let document: Document;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-http-'));
  server = await startTestServer({ uploadDir: folder });
  document = (await (await server.call('/api/openapi.json')).json()) as Document;
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const operations = () =>
  Object.entries(document.paths).flatMap(([address, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method} ${address}`,
      address,
      operation,
    })),
  );

/** Sends one case and checks what all replies share. */
async function answerTo(
  name: string,
  { address, body, status }: Case,
  signal?: AbortSignal,
): Promise<Response> {
  const isForm = body instanceof FormData;
  const answer = await server.call(address, {
    method: name.split(' ', 1)[0]!.toUpperCase(),
    ...(signal === undefined ? {} : { signal }),
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    headers: body === undefined || isForm ? {} : { 'content-type': 'application/json' },
  });
  expect(answer.status).toBe(status ?? 200);
  expect(answer.headers.get('x-request-id')).not.toBeNull();
  return answer;
}

describe('every route', () => {
  const all = Object.entries(cases);
  const withJson = all.flatMap(([name, each]) =>
    each.reply instanceof z.ZodType ? [{ name, each, schema: each.reply }] : [],
  );
  const withContent = all.flatMap(([name, each]) =>
    typeof each.reply === 'string' ? [{ name, each, type: each.reply }] : [],
  );
  const withNothing = all.flatMap(([name, each]) => (each.reply === undefined ? [{ name, each }] : []));

  test('is described, and every description is tried here', () => {
    expect(
      operations()
        .map((each) => each.name)
        .toSorted(),
    ).toEqual(Object.keys(cases).toSorted());
  });

  test.each(withJson)('$name answers as its schema says', async ({ name, each, schema }) => {
    const answer = await answerTo(name, each);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const value: unknown = await answer.json();
    expect(schema.parse(value)).toEqual(value);
  });

  test.each(withContent)('$name answers with $type', async ({ name, each, type }) => {
    const abort = new AbortController();
    const answer = await answerTo(name, each, abort.signal);
    expect(answer.headers.get('content-type')).toBe(type);
    abort.abort();
  });

  test.each(withNothing)('$name answers with nothing', async ({ name, each }) => {
    expect(await (await answerTo(name, each)).text()).toBe('');
  });
});

const bodyTypes = (address: string) =>
  Object.keys(document.paths[address]?.['post']?.requestBody?.content ?? {});

const pathParameters = ({ operation }: { operation: Operation }) =>
  (operation.parameters ?? []).filter((each) => each.in === 'path').map((each) => each.name);
const namesInAddress = ({ address }: { address: string }) =>
  [...address.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
const statuses = ({ operation }: { operation: Operation }) => Object.keys(operation.responses);

describe('the OpenAPI document', () => {
  test('is version 3.1 and says how to get in', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.version).toBe('1.0.0');
    expect(Object.keys(document.components.securitySchemes)).toEqual(['token', 'session']);
    expect(document).toMatchObject({ security: [{ token: [] }, { session: [] }] });
    const open = operations().filter((each) => each.operation.security?.length === 0);
    expect(open.map((each) => each.name)).toEqual(['get /healthz', 'get /readyz']);
  });

  test('gives every operation a summary, a tag and its parameters', () => {
    const bare = operations().filter(
      ({ operation }) => !/^\p{Lu}/u.test(operation.summary ?? '') || operation.tags?.length !== 1,
    );
    expect(bare).toEqual([]);
    expect(operations().map(pathParameters)).toEqual(operations().map(namesInAddress));
  });

  test('describes a success and the failures of every operation', () => {
    const guarded = operations().filter(({ operation }) => operation.security === undefined);
    expect(operations().filter((each) => !statuses(each).some((status) => /^2\d\d$/.test(status)))).toEqual(
      [],
    );
    expect(guarded.filter((each) => !statuses(each).includes('401'))).toEqual([]);

    const replies = guarded.flatMap(({ operation }) => Object.entries(operation.responses));
    expect(replies.filter(([status, reply]) => !/^[2-5]\d\d$/.test(status) || !reply.description)).toEqual(
      [],
    );
    const failures = replies.filter(([status]) => Number(status) >= 400).map(([, reply]) => reply.content);
    const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
    expect(new Set(failures.map((content) => JSON.stringify(content)))).toEqual(
      new Set([JSON.stringify(problem)]),
    );
  });

  test('describes forms and bodies by their content types', () => {
    expect(bodyTypes('/api/recording/start')).toEqual(['application/json']);
    expect(bodyTypes('/api/vod/import')).toEqual(['multipart/form-data']);
    expect(bodyTypes('/api/sessions/{session_id}/screenshots')).toEqual(['multipart/form-data']);
    expect(bodyTypes('/api/ai/analyze-screenshot')).toContain('multipart/form-data');
    expect(bodyTypes('/api/ai/analyze-screenshot')).toContain('image/png');
    expect(bodyTypes('/api/ai/analyze-chat')).toEqual(['application/json', 'text/plain']);
    expect(bodyTypes('/api/sessions/{session_id}/import')).toEqual([
      'multipart/form-data',
      'text/csv',
      'application/json',
    ]);
  });

  test('resolves every reference, and names nothing that is not used', () => {
    const references = new Set(
      [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? ''),
    );
    expect([...references].toSorted()).toEqual(
      Object.keys(document.components.schemas)
        .map((name) => `#/components/schemas/${name}`)
        .toSorted(),
    );
  });

  test('has a page that loads nothing from elsewhere and runs under the policy', async () => {
    const page = await server.call('/api/docs/');
    const html = await page.text();
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(html).not.toMatch(/<script(?![^>]* src=)/);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    for (const [, source = ''] of html.matchAll(/(?:src|href)="\.\/(static\/[^"]+)"/g)) {
      const part = await server.call(`/api/docs/${source}`);
      expect([part.status, (await part.text()).length > 0]).toEqual([200, true]);
    }
    expect(await (await server.call('/api/docs/json')).json()).toEqual(document);
  });
});
