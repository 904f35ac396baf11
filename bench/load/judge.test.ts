import { expect, test } from 'vitest';
import { Figures } from './figures.ts';
import { hasLostNothing, judge, kindOf, routeFigures } from './judge.ts';

const recording = {
  ...{ reconnects: 0, gaps: 0, takes: 1, sentSec: 60.2, recordedSec: 60, wallSec: 61 },
  ...{ framesExpected: 1800, framesRecorded: 1800 },
};
const samples = Array.from({ length: 40 }, (_, index) => ({
  ...{ atSec: index * 5, cpuShare: 0.5, waitShare: 0, rssBytes: 200e6 + (index % 3) * 1e6, openFiles: 100 },
  ...{ loopDelayP99Ms: 5, heapBytes: null },
}));

function run(change: (figures: Figures) => void = () => undefined) {
  const figures = new Figures();
  for (let count = 1; count <= 100; count += 1) {
    figures.record('GET /api/vod/:id/info', count % 4 === 0 ? 304 : 200, { ms: count / 10, bytes: 10 });
    figures.record('GET /api/vod/:id/media/:rendition/:file', 206, { ms: 20, bytes: 250_000 });
  }
  change(figures);
  return { data: figures.data(), samples, recording, hitRate: 0.9 };
}
const missed = (verdicts: ReturnType<typeof judge>) =>
  verdicts.flatMap(({ what, isMet }) => (isMet === true ? [] : [what]));

test('counts each route, and meets every bar when nothing is amiss', () => {
  const { data } = run();
  expect(routeFigures(data, 10).find(({ kind }) => kind === 'json')).toMatchObject({
    ...{ count: 100, perSecond: 10, unchanged: 25, errors: 0, overload: 0, bytes: 1000 },
  });
  expect(missed(judge(run()))).toEqual([]);
});

test('refusals are no errors of the program, yet no success, and do not count as quick answers', () => {
  const refused = run((figures) => {
    for (let count = 0; count < 1000; count += 1)
      figures.record('GET /api/search', 503, { ms: 0.1, bytes: 0 });
    figures.record('GET /api/search', 200, { ms: 90, bytes: 1 });
    figures.record('GET /api/search', 'timeout', { ms: 30_000, bytes: 0 });
  });
  const search = routeFigures(refused.data, 10).find(({ route }) => route === 'GET /api/search');
  expect(search).toMatchObject({ count: 1002, overload: 1000, errors: 1 });
  expect(search?.p50Ms).toBeGreaterThanOrEqual(90);
  expect(missed(judge(refused))).toEqual(['errors', 'requests without an answer in 30 s']);
});

test('a recording that dropped a frame, reconnected or ended early has lost something', () => {
  expect(hasLostNothing(recording)).toBe(true);
  expect(hasLostNothing({ ...recording, framesRecorded: 1799 })).toBe(false);
  expect(hasLostNothing({ ...recording, reconnects: 1 })).toBe(false);
  expect(hasLostNothing({ ...recording, takes: 2 })).toBe(false);
  expect(hasLostNothing({ ...recording, sentSec: 61.5 })).toBe(false);
});

test('memory that grows is not flat; what the core does not tell is not measured', () => {
  const growing = samples.map(({ atSec, ...rest }, index) =>
    Object.assign(rest, { atSec, rssBytes: 200e6 * (1 + index * 0.01) }),
  );
  const verdicts = judge({ ...run(), samples: growing, hitRate: undefined });
  expect(missed(verdicts)).toEqual(['memory of the core', 'answered from the core’s caches']);
  expect(verdicts.at(-1)?.isMet).toBeNull();
});

test('routes are told apart by what they answer with', () => {
  expect(kindOf('GET /api/vod/:id/media/:rendition/:file')).toBe('fragment');
  expect(kindOf('GET /api/vod/:id/stream (media)')).toBe('text');
  expect(kindOf('GET /api/vod/:id/trickplay/:sheet')).toBe('picture');
  expect(kindOf('GET /api/vod/:id/slides')).toBe('json');
});
