/**
 * A real Prometheus scrapes a real core, with the configuration, rules and dashboards that schools get: every query of
 * every panel and rule must mean something to it, and find something where there is something to find.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from './app.ts';
import { silentLogger } from './base/logger.ts';
import { copyPrometheusFiles, hasPrometheus, readDashboards, readRules } from './testing/monitoring-files.ts';
import { waitFor } from './testing/wait-for.ts';

/** Of a core in which nothing has happened: jobs, calls of the analysis, a collection of garbage, a cache. */
const needsMore = /airclass_(?:job_run_duration|analysis_call)_|airclass:analysis_speed|nodejs_gc_/;

type Reply = { status: string; error?: string; data?: { result: unknown[] } };

/** As Grafana does. */
const filledIn = (expr: string) => expr.replaceAll('$instance', '.*').replaceAll('$__rate_interval', '4s');

// Panels show what takes and analyses use, which only Linux tells.
describe.runIf(hasPrometheus && process.platform === 'linux')('a Prometheus beside the core', () => {
  let folder: string;
  let app: App;
  let prometheus: ReturnType<typeof startPrometheus> | undefined;
  let address: string;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'airclass-prometheus-'));
    app = await startApp(
      {
        ...{ dataDir: path.join(folder, 'data'), port: 0, host: '127.0.0.1' },
        ...{ logLevel: 'silent', allowedHosts: [] },
      },
      { log: silentLogger },
    );
    const target = `127.0.0.1:${app.port}`;
    const config = copyPrometheusFiles(path.join(folder, 'config'), app.token, { target, interval: '1s' });
    prometheus = startPrometheus(config, path.join(folder, 'tsdb'));
    address = await listeningAddress(prometheus);
    await waitFor('three scrapes', async () => {
      // Somebody uses the recorder meanwhile.
      await use();
      const { data } = await query(
        'count_over_time(up{job="airclass"}[1m]) >= 3 and up{job="airclass"} == 1',
      );
      return (data?.result.length ?? 0) > 0;
    });
  });
  afterAll(async () => {
    prometheus?.kill('SIGTERM');
    await prometheus;
    await app.stop();
    rmSync(folder, { recursive: true });
  });

  /** As pages do. */
  async function use(): Promise<void> {
    for (const route of ['/api/settings', '/api/sessions']) {
      await fetch(`http://127.0.0.1:${app.port}${route}`, {
        headers: { authorization: `Bearer ${app.token}` },
      });
    }
  }

  async function query(text: string): Promise<Reply> {
    const reply = await fetch(`http://${address}/api/v1/query`, {
      method: 'POST',
      body: new URLSearchParams({ query: text }),
    });
    return (await reply.json()) as Reply;
  }

  /** Waits for the first evaluation of rules that rest on others. */
  async function answered(text: string): Promise<Reply> {
    let last: Reply = { status: 'none' };
    await waitFor('an answer', async () => {
      await use();
      last = await query(text);
      return last.status !== 'success' || (last.data?.result.length ?? 0) > 0;
    }).catch(() => undefined);
    return last;
  }

  const panels = readDashboards().flatMap(({ title, panels: all }) =>
    all.flatMap((panel) =>
      (panel.targets ?? []).map(({ expr }) => ({ name: `${title}: ${panel.title}`, expr })),
    ),
  );

  it('reads four dashboards', () => {
    expect(readDashboards().map(({ uid }) => uid)).toEqual([
      'airclass-analysis',
      'airclass-library',
      'airclass-overview',
      'airclass-recording',
    ]);
    expect(panels.length).toBeGreaterThan(50);
  });

  it.each(panels.filter(({ expr }) => !needsMore.test(expr)))(
    'finds something for $name: $expr',
    async ({ expr }) => {
      const reply = await answered(filledIn(expr));
      expect(reply).toMatchObject({ status: 'success' });
      expect(reply.data?.result).not.toEqual([]);
    },
  );

  it.each(panels.filter(({ expr }) => needsMore.test(expr)))('understands $name: $expr', async ({ expr }) => {
    expect(await query(filledIn(expr))).toMatchObject({ status: 'success' });
  });

  it.each(readRules().filter(({ record = '' }) => record !== '' && !needsMore.test(record)))(
    'has a value of $record',
    async ({ record = '' }) => {
      const reply = await answered(record);
      expect(reply).toMatchObject({ status: 'success' });
      expect(reply.data?.result).not.toEqual([]);
    },
  );

  it.each(readRules().filter(({ alert }) => alert !== undefined))('understands $alert', async ({ expr }) => {
    expect(await query(expr)).toMatchObject({ status: 'success' });
  });

  it('evaluates all rules without an error, and none of them fires on a new core', async () => {
    const reply = (await (await fetch(`http://${address}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { name: string; health: string; lastError?: string; state?: string }[] }[] };
    };
    const rules = reply.data.groups.flatMap((group) => group.rules);
    expect(rules).toHaveLength(readRules().length);
    expect(rules.filter(({ lastError }) => lastError !== undefined)).toEqual([]);
    // How full the disk of this machine is, is not the core's doing.
    const firing = rules.filter(({ name, state }) => state === 'firing' && !name.startsWith('AirclassDisk'));
    expect(firing).toEqual([]);
  });
});

function startPrometheus(config: string, storage: string) {
  return execa(
    'prometheus',
    [`--config.file=${config}`, `--storage.tsdb.path=${storage}`, '--web.listen-address=127.0.0.1:0'],
    { reject: false, buffer: false, stdin: 'ignore', stdout: 'ignore' },
  );
}

/** It picks a free port and says which. */
async function listeningAddress(prometheus: ReturnType<typeof startPrometheus>): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    prometheus.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /msg="Listening on" address=(\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void prometheus.then(({ exitCode }) => reject(new Error(`Prometheus ended with ${exitCode}: ${said}`)));
  });
}
