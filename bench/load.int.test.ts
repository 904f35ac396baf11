/** The load test itself, short and small: everybody gets answers, everything is asked for, and a report is written. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import type { StepResult } from './load/step.ts';

const output = mkdtempSync(path.join(tmpdir(), 'airclass-load-test-'));
afterAll(() => rmSync(output, { recursive: true, force: true }));

/** Of those that are asked for again and again: an event stream is opened once, maybe before counting begins. */
const everyRoute = [
  'GET /api/recording',
  'GET /api/recording/:id/status',
  'GET /api/recording/session/:id',
  'GET /api/search',
  'GET /api/search (further page)',
  'GET /api/sessions/:id',
  'GET /api/sessions/:id/chat-readings',
  'GET /api/system',
  'GET /api/vod/:id/analysis',
  'GET /api/vod/:id/chapters',
  'GET /api/vod/:id/chat',
  'GET /api/vod/:id/info',
  'GET /api/vod/:id/media/:rendition/:file',
  'GET /api/vod/:id/notes',
  'GET /api/vod/:id/slides',
  'GET /api/vod/:id/slides/:file',
  'GET /api/vod/:id/stream (master)',
  'GET /api/vod/:id/stream (media)',
  'GET /api/vod/:id/thumbnail',
  'GET /api/vod/:id/trickplay.vtt',
  'GET /api/vod/:id/trickplay/:sheet',
  'GET /api/vod/:id/waveform.json',
  'GET /api/ai/struggling-students/:id',
  'GET /api/ai/teacher-feedback/:id',
  'POST /api/ai/analyze-session/:id',
  'POST /api/sessions/:id/chat',
];

// Its bounds are those of a server, which is Linux; runners of other systems are too slow for them.
test.runIf(process.platform === 'linux')(
  '50 people use a small school for 20 s without an error, beside a recording that loses nothing',
  async () => {
    await execa('node', ['bench/load.ts', '--smoke', '--output', output], {
      preferLocal: true,
      timeout: 400_000,
    });
    const { steps } = JSON.parse(readFileSync(path.join(output, 'load.json'), 'utf8')) as {
      steps: StepResult[];
    };
    expect(steps).toHaveLength(1);
    const [step] = steps;
    expect(step?.routes.filter(({ errors }) => errors > 0)).toEqual([]);
    const asked = new Set(step?.routes.map(({ route }) => route));
    expect(everyRoute.filter((route) => !asked.has(route))).toEqual([]);
    expect(step?.verdicts.find(({ what }) => what === 'recording')).toMatchObject({ isMet: true });
    expect(step?.routes.some(({ unchanged }) => unchanged > 0)).toBe(true);
    expect(existsSync(path.join(output, 'performance.md'))).toBe(true);
  },
  420_000,
);
