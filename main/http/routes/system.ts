/** Health, figures for Prometheus, system information, settings, events. */
import { healthReportQuerySchema, systemHealthReplySchema } from '../../../contract/health.ts';
import { healthReplySchema, readyReplySchema, systemReplySchema } from '../../../contract/system.ts';
import { settingsPatchSchema, settingsReplySchema } from '../../../contract/settings.ts';
import { attachmentHeader } from '../attachment.ts';
import type { EventHub } from '../events.ts';
import { type RouteScope, problems, textReply } from '../route-schemas.ts';
import type { HealthService, MetricsService, SettingsService, SystemService } from '../services.ts';

const tags = ['System'];

export function addHealthRoutes(app: RouteScope, system: SystemService): void {
  app.get(
    '/healthz',
    {
      config: { isPublic: true },
      schema: {
        summary: 'Whether the process is alive',
        tags,
        security: [],
        response: { 200: healthReplySchema },
      },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { isPublic: true },
      schema: {
        summary: 'Whether database, disk and ffmpeg are usable, each with its own verdict',
        tags,
        security: [],
        response: { 200: readyReplySchema, 503: readyReplySchema },
      },
    },
    async (_request, reply) => {
      const checks = await system.readiness();
      const isReady = Object.values(checks).every((check) => check.ok);
      return reply
        .code(isReady ? 200 : 503)
        .header('cache-control', 'no-store')
        .send({ status: isReady ? 'ready' : 'not_ready', checks });
    },
  );
}

export function addMetricsRoute(app: RouteScope, metrics: MetricsService): void {
  app.get(
    '/metrics',
    {
      schema: {
        summary: 'Figures of the running core, for Prometheus (docs/monitoring.md)',
        tags,
        response: { 200: textReply('Prometheus’ text format', 'text/plain'), ...problems() },
      },
    },
    async (_request, reply) => {
      const { body, contentType } = await metrics.exposition();
      return reply.header('content-type', contentType).header('cache-control', 'no-store').send(body);
    },
  );
}

export function addSystemRoutes(
  app: RouteScope,
  services: { system: SystemService; health: HealthService; settings: SettingsService; events: EventHub },
): void {
  const { system, health, settings, events } = services;

  app.get(
    '/api/system',
    {
      schema: {
        summary: 'Version, uptime, storage, ffmpeg, models',
        tags,
        response: { 200: systemReplySchema, ...problems() },
      },
    },
    () => system.systemInfo(),
  );

  app.get(
    '/api/system/health',
    {
      schema: {
        summary: 'How each part of the recorder is, by a stable code and numbers',
        tags,
        response: { 200: systemHealthReplySchema, ...problems() },
      },
    },
    () => health.check(),
  );

  app.get(
    '/api/system/report',
    {
      schema: {
        summary: 'A page about the recorder to save and hand on; without names, titles, addresses or tokens',
        tags,
        querystring: healthReportQuerySchema,
        response: { 200: textReply('The report', 'text/html', 'application/json'), ...problems() },
      },
    },
    async (request, reply) => {
      const file = await health.report(request.query);
      return reply
        .header('content-type', file.contentType)
        .header('content-disposition', attachmentHeader(file.filename))
        .header('cache-control', 'no-store')
        .send(file.body);
    },
  );

  app.get(
    '/api/settings',
    {
      schema: {
        summary: 'All settings; `locked` names those that the school has decided',
        tags,
        response: { 200: settingsReplySchema, ...problems() },
      },
    },
    async () => settings.getSettings(),
  );

  app.patch(
    '/api/settings',
    {
      schema: {
        summary: 'Changes the settings that are named; the others stay',
        tags,
        body: settingsPatchSchema,
        response: { 200: settingsReplySchema, ...problems('settings_invalid', 'setting_locked') },
      },
    },
    (request) => settings.changeSettings(request.body),
  );

  app.get(
    '/api/events',
    {
      exposeHeadRoute: false,
      schema: {
        summary: 'Server-sent events; resumes after Last-Event-ID, `reset` means: read everything anew',
        tags,
        response: { 200: textReply('The stream of events', 'text/event-stream'), ...problems() },
      },
    },
    (request, reply) => events.stream(request, reply),
  );
}
