import { expect, test } from 'vitest';
import { hitRates, metric, parseMetrics } from './metrics.ts';

const read = (hits: number, misses: number, searched = 0) =>
  parseMetrics(
    [
      `airclass_cache_hits_total{kind="info"} ${hits}`,
      `airclass_cache_misses_total{kind="info"} ${misses}`,
      `airclass_cache_misses_total{kind="search hits"} ${searched}`,
      'airclass_cache_bytes 9',
    ].join('\n'),
  );

test('reads Prometheus text', () => {
  const metrics = parseMetrics(
    '# HELP a b\n# TYPE a gauge\na 1.5\nb_total{route="/api/{id}",said="a \\"word\\""} 2\n\nc NaN\n',
  );
  expect(metric(metrics, 'a')).toBe(1.5);
  expect(metrics[1]).toEqual({
    name: 'b_total',
    labels: { route: '/api/{id}', said: String.raw`a \"word\"` },
    value: 2,
  });
  expect(metric(metrics, 'd')).toBeUndefined();
});

test('counts what the caches answered between two readings, by kind too', () => {
  const { all, byKind } = hitRates(read(10, 10), read(90, 20, 10));
  expect(all).toBeCloseTo(0.8);
  expect(byKind).toEqual({ info: 80 / 90, 'search hits': 0 });
  expect(hitRates(undefined, undefined)).toEqual({ byKind: {} });
});
