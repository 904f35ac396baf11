/** Traces of a whole core, as a collector gets them over HTTP. */
import { mkdtempSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './app.ts';
import { silentLogger } from './base/logger.ts';

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type SpanJson = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Attribute[];
  status: { code?: number };
};
type Export = {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: SpanJson[] }[] }[];
};

const callersTrace = '4bf92f3577b34da6a3ce929d0e0e4736';
const callersSpan = '00f067aa0ba902b7';
const names = ['pupil-trace-8', 'session-trace-3', '정겨울'];

let folder: string;
let collector: Server;
let collectorUrl: string;
const exports: Export[] = [];
const addresses: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-traces-'));
  collector = createServer((request, response) => {
    addresses.push(`${request.method} ${request.url} ${request.headers['content-type']}`);
    void json(request).then((sent) => {
      exports.push(sent as Export);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  collectorUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`;
});
afterAll(() => {
  collector.close();
  rmSync(folder, { recursive: true });
});

const start = (name: string, tracesUrl: string): Promise<App> =>
  startApp(
    {
      ...{ dataDir: path.join(folder, name), port: 0, host: '127.0.0.1' },
      ...{ logLevel: 'silent', allowedHosts: [], tracesUrl },
    },
    { log: silentLogger },
  );

describe('a core whose environment names a collector', () => {
  let spans: SpanJson[];

  beforeAll(async () => {
    const app = await start('traced', collectorUrl);
    const call = async (
      method: string,
      target: string,
      headers: Record<string, string> = {},
      body?: unknown,
    ) => {
      const reply = await fetch(`http://127.0.0.1:${app.port}${target}`, {
        method,
        headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      await reply.arrayBuffer();
      return reply.status;
    };
    const [pupil, session, name = ''] = names;
    const students = [{ student_id: pupil, name }];
    await call('PUT', `/api/sessions/${session}`, {}, { title: '과학', students });
    const traceparent = `00-${callersTrace}-${callersSpan}-01`;
    await call('GET', `/api/sessions/${session}?secret=${encodeURIComponent(name)}`, { traceparent });
    await call('GET', '/api/settings', { traceparent: `00-${'0'.repeat(32)}-${callersSpan}-01` });
    await call('GET', '/api/jobs', { traceparent: `00-${callersTrace}-${callersSpan}-00` });
    await call('GET', `/api/students/${pupil}/nothing`);
    await call('POST', `/api/ai/analyze-session/${session}`, {}, {});
    await app.stop();
    spans = exports.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
  });

  const named = (name: string) => spans.filter((span) => span.name === name);
  const valueOf = (span: SpanJson, key: string) => {
    const value = span.attributes.find((attribute) => attribute.key === key)?.value;
    return value?.stringValue ?? value?.intValue;
  };

  it('sends spans to it, by the time it has stopped', () => {
    expect(new Set(addresses)).toEqual(new Set(['POST /v1/traces application/json']));
    const [first] = exports;
    expect(first?.resourceSpans[0]?.resource.attributes).toContainEqual({
      key: 'service.name',
      value: { stringValue: 'airclass-recorder' },
    });
  });

  it('has a span per request, by the pattern of its route, in the trace of the caller', () => {
    const [request, ...others] = named('GET /api/sessions/:session_id');
    expect(others).toEqual([]);
    expect(request).toMatchObject({ traceId: callersTrace, parentSpanId: callersSpan });
    expect(valueOf(request!, 'http.response.status_code')).toBe(200);
    expect(valueOf(request!, 'http.route')).toBe('/api/sessions/:session_id');
  });

  it('begins a trace of its own for a caller without a usable one', () => {
    const [request] = named('GET /api/settings');
    expect(request?.traceId).not.toBe('0'.repeat(32));
    expect(request?.parentSpanId ?? '').toBe('');
  });

  it('leaves out what its caller does not keep', () => {
    expect(named('GET /api/jobs')).toEqual([]);
  });

  it('has a span per job, and one per call of the analysis host below it', () => {
    const [job] = named('job session_analysis');
    const [call] = named('analysis study_session');
    expect(job).toBeDefined();
    expect(call).toMatchObject({ traceId: job!.traceId, parentSpanId: job!.spanId });
  });

  it('tells nothing of anybody', () => {
    const text = JSON.stringify(exports);
    const encoded = names.map((name) => encodeURIComponent(name));
    expect([...names, ...encoded, 'secret='].filter((name) => text.includes(name))).toEqual([]);
    expect(named('GET').length).toBeGreaterThan(0);
  });
});

it('nothing of OpenTelemetry is loaded where nobody has asked for traces', async () => {
  const program = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context); } });
    await import(${JSON.stringify(pathToFileURL(path.join(import.meta.dirname, 'app.ts')).href)});
    console.log(JSON.stringify(loaded));`;
  const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', program]);
  const loaded = JSON.parse(stdout) as string[];
  expect(loaded).toContain('prom-client');
  // prom-client itself looks whether its types are there; they do nothing.
  const own = loaded.filter((name) => name !== '@opentelemetry/api');
  expect(own.filter((name) => name.includes('opentelemetry') || name.includes('tracing'))).toEqual([]);
});

it('a collector that cannot be reached keeps nothing from working or ending', async () => {
  const app = await start('unheard', 'http://127.0.0.1:1/v1/traces');
  const reply = await fetch(`http://127.0.0.1:${app.port}/api/settings`, {
    headers: { authorization: `Bearer ${app.token}` },
  });
  expect(reply.status).toBe(200);
  await reply.arrayBuffer();
  const isOver = app.stop().then(() => 'over');
  expect(await Promise.race([isOver, delay(60_000, 'still stopping', { ref: false })])).toBe('over');
});
