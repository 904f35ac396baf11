/** Prometheus' own tool over the files that schools use as they are. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyPrometheusFiles, hasPrometheus, readRules, ruleFiles } from '../testing/monitoring-files.ts';

describe.runIf(hasPrometheus)('promtool', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'airclass-rules-'));
    copyPrometheusFiles(folder, 'a-token-for-the-tests-0123456789');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const promtool = async (...args: string[]) => {
    const { all, exitCode } = await execa('promtool', args, { cwd: folder, reject: false, all: true });
    return { all, exitCode };
  };

  it('accepts the configuration, with its token and rules', async () => {
    const { all, exitCode } = await promtool('check', 'config', 'prometheus.yml');
    expect([exitCode, all]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it('finds nothing to say about the rules', async () => {
    const { all, exitCode } = await promtool('check', 'rules', '--lint-fatal', ...ruleFiles(folder).rules);
    expect([exitCode, all]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  it.each(ruleFiles().tests.map((file) => path.basename(file)))('passes %s', async (name) => {
    const { all, exitCode } = await promtool('test', 'rules', path.join('tests', name));
    expect([exitCode, all]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});

describe('every alert', () => {
  const alerts = readRules().filter(({ alert }) => alert !== undefined);

  it.each(alerts.map((rule) => [rule.alert, rule] as const))(
    '%s says in both languages what it is and what to do',
    (name, { annotations, labels }) => {
      expect(Object.keys(annotations ?? {}).toSorted()).toEqual([
        'action_en',
        'action_ko',
        'runbook_url',
        'summary_en',
        'summary_ko',
      ]);
      expect(annotations?.['summary_ko']).toMatch(/[가-힣]/);
      expect(annotations?.['action_ko']).toMatch(/[가-힣]/);
      expect(annotations?.['summary_en']).not.toMatch(/[가-힣]/);
      expect(['critical', 'warning']).toContain(labels?.['severity']);
      // The section is there: scripts/docs/docs.test.ts.
      expect(annotations?.['runbook_url']).toBe(`docs/operations.md#${String(name).toLowerCase()}`);
    },
  );
});
