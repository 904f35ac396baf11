/** Parts of the core that depend on how it was started: in memory or on a server, with traces or without. */
import type { Logger } from './base/logger.ts';
import { packageVersion } from './base/package-info.ts';
import type { Cache } from './cache/cache.ts';
import type { ChangeLog } from './cache/change-log.ts';
import { createMemoryCache } from './cache/memory-cache.ts';
import type { Boot } from './env.ts';
import type { Tracing } from './monitoring/tracing.ts';

/** OpenTelemetry is only loaded where somebody wants traces. */
export async function startTracing({ tracesUrl }: Boot): Promise<Tracing | undefined> {
  if (tracesUrl === undefined) return undefined;
  const { createTracing } = await import('./monitoring/tracing.ts');
  return createTracing({ url: tracesUrl, version: packageVersion });
}

/** In memory, or where the school has put it; only then the client for it is loaded. */
export async function createCache(parts: {
  boot: Boot;
  changes: ChangeLog;
  log: Logger;
  namespace: string;
}): Promise<Cache> {
  const { redisUrl: url } = parts.boot;
  if (url === undefined) return createMemoryCache(parts);
  const { createRedisCache } = await import('./cache/redis-cache.ts');
  return createRedisCache({ ...parts, url });
}
