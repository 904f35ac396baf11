/** What the core tells of itself at GET /metrics (Prometheus text); a core without that address is measured from outside alone. */

export type Metric = { name: string; labels: Record<string, string>; value: number };

/** @returns undefined where there is no such address, or it does not answer in time */
export async function readMetrics(url: string, token: string): Promise<Metric[] | undefined> {
  try {
    const response = await fetch(`${url}/metrics`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(5000),
    });
    const text = await response.text();
    return response.ok ? parseMetrics(text) : undefined;
  } catch {
    return undefined;
  }
}

export function parseMetrics(text: string): Metric[] {
  return text.split('\n').flatMap((line) => {
    const match = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line);
    const [, name, labels = '', value] = match ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', said = '']) => [
      key,
      said,
    ]);
    return [{ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) }];
  });
}

export function metric(metrics: readonly Metric[] | undefined, name: string): number | undefined {
  return metrics?.find((one) => one.name === name)?.value;
}

/**
 * Share of the questions to the core's caches that they answered, between two readings, in all and by kind of what is
 * kept. Empty when none was asked.
 */
export function hitRates(
  before: readonly Metric[] | undefined,
  after: readonly Metric[] | undefined,
): { all?: number; byKind: Record<string, number> } {
  const counts = new Map<string, { hits: number; misses: number }>();
  for (const { name, labels, value } of [...(after ?? []), ...(before ?? []).map(negative)]) {
    const what = name === 'airclass_cache_hits_total' ? 'hits' : 'misses';
    if (what === 'misses' && name !== 'airclass_cache_misses_total') continue;
    for (const kind of ['', labels['kind'] ?? 'other']) {
      const count = counts.get(kind) ?? { hits: 0, misses: 0 };
      count[what] += value;
      counts.set(kind, count);
    }
  }
  const shares = [...counts].flatMap(([kind, { hits, misses }]): [string, number][] =>
    hits + misses === 0 ? [] : [[kind, hits / (hits + misses)]],
  );
  const byKind = Object.fromEntries(shares.filter(([kind]) => kind !== ''));
  const all = shares.find(([kind]) => kind === '')?.[1];
  return all === undefined ? { byKind } : { all, byKind };
}

function negative({ name, labels, value }: Metric): Metric {
  return { name, labels, value: -value };
}
