/**
 * Traces over OpenTelemetry: a span per request, per run of a job, per call of the analysis host, each below the one that
 * asked for it. Loaded only where the environment names a collector. Spans tell patterns of routes, kinds and operations:
 * no addresses, no ids, and of an error its code alone, since its text may name somebody's lesson.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { toErrorSummary } from '../base/app-error.ts';
import type { Spans } from './spans.ts';

export type Tracing = {
  spans: Spans;
  /** Sends what waits, as far as the collector takes it, and ends. Never rejects. */
  stop(): Promise<void>;
};

/** A collector that does not answer must not keep the program from ending (ms). */
const exportTimeoutMs = 3000;
/** Spans that wait to be sent; further ones are dropped. */
const mostWaiting = 2048;

/** @param options.url whole address that spans are sent to */
export function createTracing(options: { url: string; version: string }): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'airclass-recorder',
      'service.version': options.version,
    }),
    // Who calls with a trace of their own decides whether it is kept.
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: options.url, timeoutMillis: exportTimeoutMs }),
        exportTimeoutMillis: exportTimeoutMs,
        maxQueueSize: mostWaiting,
        scheduledDelayMillis: 2000,
      }),
    ],
  });
  const tracer = provider.getTracer('airclass-recorder', options.version);
  const running = new AsyncLocalStorage<Context>();

  const begin = (name: string, kind: SpanKind, parent: Context): { span: Span; context: Context } => {
    const span = tracer.startSpan(name, { kind }, parent);
    return { span, context: trace.setSpan(parent, span) };
  };
  const here = (): Context => running.getStore() ?? ROOT_CONTEXT;

  return {
    spans: {
      request: ({ method, traceparent }) => {
        const { span, context } = begin(method, SpanKind.SERVER, contextOf(traceparent));
        return {
          run: (next) => running.run(context, next),
          ended: ({ route, status }) => {
            span.updateName(route === undefined ? method : `${method} ${route}`);
            span.setAttributes({ 'http.request.method': method, 'http.response.status_code': status });
            if (route !== undefined) span.setAttribute('http.route', route);
            if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
            span.end();
          },
        };
      },
      job: async (kind, work) => {
        // What woke the queue has nothing to do with the job: it begins a trace of its own.
        const { span, context } = begin(`job ${kind}`, SpanKind.INTERNAL, ROOT_CONTEXT);
        span.setAttribute('airclass.job.kind', kind);
        try {
          return await running.run(context, work);
        } catch (error) {
          fail(span, error);
          throw error;
        } finally {
          span.end();
        }
      },
      call: (operation) => {
        const { span } = begin(`analysis ${operation}`, SpanKind.CLIENT, here());
        span.setAttribute('airclass.analysis.operation', operation);
        return (error) => {
          if (error !== undefined) fail(span, error);
          span.end();
        };
      },
    },
    stop: async () => {
      await provider.shutdown().catch(() => undefined);
    },
  };
}

function fail(span: Span, error: unknown): void {
  const { code } = toErrorSummary(error);
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}

/** The caller's trace, from a W3C traceparent header; a trace of our own begins where there is none or it is odd. */
function contextOf(traceparent: string | undefined): Context {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/.exec(traceparent ?? '');
  const [header = '', traceId = '', spanId = '', flags = '00'] = match ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  // Version ff is forbidden by the specification.
  if (header.startsWith('ff') || !isSpanContextValid(parent)) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}
