/**
 * The core's HTTP server: puts guard, token check, validation and routes together. It owns how a request is let in,
 * understood and answered; it knows nothing of recording or playback (see services.ts), and stores nothing but
 * uploads on their way to a service.
 */
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import fastify, { type FastifyInstance } from 'fastify';
import { type ZodTypeProvider, validatorCompiler } from 'fastify-type-provider-zod';
import { AppError } from '../base/app-error.ts';
import { type Clock, systemClock } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import type { Logger } from '../base/logger.ts';
import type { Cache } from '../cache/cache.ts';
import { createAuth } from './auth.ts';
import { createTagger } from './etag.ts';
import type { EventHub } from './events.ts';
import { createGuard } from './guard.ts';
import { acceptJsonOnly } from './json-body.ts';
import { addKeptReplies } from './kept-replies.ts';
import { limitConnections } from './connection-limit.ts';
import { closeDoors } from './listen.ts';
import { createNotFoundHandler, createRouteTable } from './not-found.ts';
import { addOpenApiRoute, describeRoutes } from './openapi.ts';
import { addPage } from './page.ts';
import { refuseWhenOverloaded } from './overload.ts';
import { createErrorHandler, problemOf, problemType, sendProblem, toAppError } from './problems.ts';
import { compileReplySerializer } from './reply-serializer.ts';
import { type RequestWatch, watchRequests } from './request-watch.ts';
import type { RouteScope } from './route-schemas.ts';
import { addAnalysisRoutes } from './routes/analysis.ts';
import { addAnalyzeScreenshotRoute, addSignalRoutes } from './routes/ai.ts';
import { addAnalyzeChatRoute, addGlossaryRoutes } from './routes/chat.ts';
import { addBackupRoutes } from './routes/backup.ts';
import { addChapterRoutes } from './routes/chapters.ts';
import { addExportRoutes } from './routes/exports.ts';
import { addImportRoute } from './routes/import.ts';
import { addJobRoutes } from './routes/jobs.ts';
import { addModelFileRoute, addModelRoutes } from './routes/models.ts';
import { addNoteRoutes } from './routes/notes.ts';
import { addRecordingRoutes } from './routes/recording.ts';
import { addSearchRoutes } from './routes/search.ts';
import { addScreenshotRoute, addSessionImportRoute } from './routes/session-files.ts';
import { addSessionAnalysisRoutes } from './routes/session-analysis.ts';
import { addSessionExportRoute } from './routes/session-export.ts';
import { addSessionRoutes } from './routes/sessions.ts';
import { addStudentRoutes } from './routes/students.ts';
import { addHealthRoutes, addMetricsRoute, addSystemRoutes } from './routes/system.ts';
import { addVodRoutes } from './routes/vod.ts';
import { addSavedSourceRoutes } from './routes/saved-sources.ts';
import { addWatchRoutes } from './routes/watches.ts';
import { setSecurityHeaders } from './security-headers.ts';
import type { Services } from './services.ts';
import { acceptMultipart } from './upload.ts';

export type HttpServerOptions = {
  services: Services;
  events: EventHub;
  token: string;
  log: Logger;
  version: string;
  /** Address the server will listen on; decides which Host headers are ours. */
  boundHost: string;
  /** Further host names, lower case, with a port or without. */
  allowedHosts?: readonly string[];
  /** Where uploads arrive: on the disk of the lessons. */
  uploadDir: string;
  /** Folder of the built page. */
  pageDir?: string | undefined;
  clock?: Clock;
  /** Keeps replies; without it each is made anew. */
  cache?: Cache;
  /** Told of every request. */
  watch?: RequestWatch;
  /** How many may be open at a time; undefined: any number. */
  connections?: number | undefined;
  limits?: Partial<HttpLimits>;
};

export type HttpLimits = {
  /** Largest JSON body unless a route says otherwise (bytes). */
  jsonBytes: number;
  importBytes: number;
  screenshotBytes: number;
  sessionFileBytes: number;
  modelBytes: number;
  /** How long replies may take to finish once the server closes (ms). */
  closeGraceMs: number;
};

const defaultLimits: HttpLimits = {
  jsonBytes: 1_000_000,
  importBytes: 50_000_000_000,
  screenshotBytes: 20_000_000,
  sessionFileBytes: 20_000_000,
  modelBytes: 200_000_000,
  closeGraceMs: 3000,
};

/** Builds the server; the caller calls `listen` and `close`. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { services, events, log } = options;
  const limits: HttpLimits = { ...defaultLimits, ...options.limits };
  const onError = createErrorHandler(log);
  const app = fastify({
    logger: false,
    bodyLimit: limits.jsonBytes,
    genReqId: newId,
    requestIdHeader: false,
    return503OnClosing: false,
    // A session id has up to 128 characters, each up to three when escaped; longer ones are told what is wrong.
    routerOptions: { maxParamLength: 1024 },
    frameworkErrors: (error, request, reply) => {
      setSecurityHeaders(reply, request.id);
      void sendProblem(reply, toAppError(error), request.id);
    },
    clientErrorHandler: answerUnreadable,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(compileReplySerializer);
  app.setErrorHandler(onError);
  acceptJsonOnly(app);

  const routes = createRouteTable();
  app.addHook('onRoute', (route) => routes.note(route));
  app.setNotFoundHandler(createNotFoundHandler(routes));

  await addRequestHooks(app, options, limits);
  await describeRoutes(app, options.version);

  addHealthRoutes(app, services.system);
  addSystemRoutes(app, { ...services, events });
  addMetricsRoute(app, services.metrics);
  addBackupRoutes(app, services.backup);
  addJobRoutes(app, services.jobs);
  addRecordingRoutes(app, services.recording);
  addSavedSourceRoutes(app, services.savedSources);
  addWatchRoutes(app, services.watches);
  addVodRoutes(app, services.vod);
  addChapterRoutes(app, services.chapters);
  addNoteRoutes(app, services.notes);
  addAnalysisRoutes(app, services.analysis);
  addExportRoutes(app, services.exports);
  addSearchRoutes(app, services.search);
  addSessionRoutes(app, services.sessions);
  addStudentRoutes(app, services.students);
  addModelRoutes(app, services.models);
  addSignalRoutes(app, services.signals);
  addSessionAnalysisRoutes(app, services.sessionAnalysis, services.sessionFeedback);
  addSessionExportRoute(app, services.sessionExport);
  addGlossaryRoutes(app, services.glossary);
  await app.register(async (scope: RouteScope) => {
    addAnalyzeChatRoute(scope, services.chat);
  });
  await app.register(async (scope: RouteScope) => {
    await acceptMultipart(scope);
    addImportRoute(scope, services.vod, { maxFileBytes: limits.importBytes, folder: options.uploadDir });
    addModelFileRoute(scope, services.models, { maxFileBytes: limits.modelBytes, folder: options.uploadDir });
    addScreenshotRoute(scope, services.sessions, limits.screenshotBytes);
    await scope.register(async (inner: RouteScope) => {
      addSessionImportRoute(inner, services.sessions, limits.sessionFileBytes);
    });
    await scope.register(async (inner: RouteScope) => {
      addAnalyzeScreenshotRoute(inner, services.screenshots, limits.screenshotBytes);
    });
  });
  addOpenApiRoute(app);
  await addPage(app, options.pageDir);
  await app.ready();
  return app;
}

/** What happens to every request, static files and unknown addresses included. */
async function addRequestHooks(
  app: FastifyInstance,
  options: HttpServerOptions,
  limits: HttpLimits,
): Promise<void> {
  const { events, log, clock = systemClock } = options;
  const guard = createGuard({ boundHost: options.boundHost, allowedHosts: options.allowedHosts ?? [] });
  const auth = createAuth({ token: options.token, clock });
  let isClosing = false;

  if (options.watch !== undefined) watchRequests(app, options.watch);
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply, request.id);
    guard(request.method, request.headers);
    if (isClosing) {
      void reply.header('connection', 'close');
      throw new AppError('shutting_down');
    }
  });
  if (options.connections !== undefined) limitConnections(app, options.connections, log);
  await app.register(cookie);
  app.addHook('onRequest', (request, reply) => auth.check(request, reply));
  const { cache, services } = options;
  const isLive = (recordingId: string): boolean => services.recording.isRecording(recordingId);
  const kept = cache === undefined ? undefined : addKeptReplies(app, cache, isLive);
  refuseWhenOverloaded(app);
  app.addHook('onSend', createTagger(kept));
  app.addHook('onResponse', async (request, reply) => {
    // The pattern, not the address: addresses can hold a token or what someone searched for.
    log.debug(
      {
        request_id: request.id,
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    closeDoors(app);
    events.close();
    // Whoever still plays a lesson must not keep the program from ending.
    setTimeout(() => app.server.closeAllConnections(), limits.closeGraceMs).unref();
  });
}

/** Bytes that are not HTTP, or a header that never ends: there is no request to answer, only a socket. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(problemOf(new AppError('bad_request'), newId()));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: ${problemType}\r\nconnection: close\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
