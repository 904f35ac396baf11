/** Health, system information, settings, events. */
import { healthReplySchema, readyReplySchema, systemReplySchema } from '../../../contract/system.ts';
import { settingsPatchSchema, settingsSchema } from '../../../contract/settings.ts';
import type { EventHub } from '../events.ts';
import { type RouteScope, problems, textReply } from '../route-schemas.ts';
import type { SettingsService, SystemService } from '../services.ts';

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

export function addSystemRoutes(
  app: RouteScope,
  services: { system: SystemService; settings: SettingsService; events: EventHub },
): void {
  const { system, settings, events } = services;

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
    '/api/settings',
    { schema: { summary: 'All settings', tags, response: { 200: settingsSchema, ...problems() } } },
    async () => settings.getSettings(),
  );

  app.patch(
    '/api/settings',
    {
      schema: {
        summary: 'Changes the settings that are named; the others stay',
        tags,
        body: settingsPatchSchema,
        response: { 200: settingsSchema, ...problems('settings_invalid') },
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
