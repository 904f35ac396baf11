/** The commands of the documents are tried where they can be, against a core of the test; routes are those of OpenAPI. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip } from '../../main/testing/clip.ts';
import { type CoreProcess, startCore } from '../../main/testing/core-process.ts';
import { LiveSource } from '../../main/testing/live-source.ts';
import { hasPrometheus } from '../../main/testing/monitoring-files.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import { commandsOf, notRunHere, runHere } from './commands.ts';
import { codeOf, inlineCodeOf, readDoc, readDocs, root } from './markdown.ts';

const docs = readDocs();
const commands = docs.flatMap(commandsOf);
const linesOf = (pattern: RegExp) => [
  ...new Set(commands.filter(({ line }) => pattern.test(line)).map(({ line }) => line)),
];
const work = mkdtempSync(path.join(tmpdir(), 'airclass-docs-'));
const dataDir = path.join(work, 'data');
let core: CoreProcess;
let source: LiveSource;

beforeAll(async () => {
  core = await startCore(dataDir, { entry: 'main/headless.ts' });
  source = await LiveSource.start(await makeClip());
});
afterAll(async () => {
  await source?.close();
  await core?.stop();
  rmSync(work, { recursive: true, force: true });
});

const run = promisify(execFile);
/** The documents write for the shell of Linux and macOS. */
const hasShell = process.platform !== 'win32';

/** As somebody types it; the sources of the test go on sending meanwhile. */
async function type(line: string, options: { cwd?: string; env?: Record<string, string> } = {}) {
  const { cwd = root, env = {} } = options;
  try {
    const said = await run('sh', ['-c', line], { cwd, env: { ...process.env, ...env }, timeout: 60_000 });
    return { status: 0, ...said };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: number; stdout?: string; stderr?: string };
    return { status: code, stdout, stderr };
  }
}

/** Waits for a second of it. */
async function secondsOf(id: string): Promise<string> {
  await waitFor('a second of the lesson', async () => {
    const lesson = await core.api<{ duration_seconds: number }>('GET', `/api/recording/${id}/status`);
    return lesson.duration_seconds > 1;
  });
  return id;
}

it('every command is tried here, or says why it cannot be', () => {
  const unlisted = commands.filter(
    ({ line }) =>
      !Object.values(runHere).some((pattern) => pattern.test(line)) &&
      !notRunHere.some(({ pattern }) => pattern.test(line)),
  );
  expect(unlisted).toEqual([]);
  // Nothing stands in the lists that no document has.
  const patterns = [...Object.values(runHere), ...notRunHere.map(({ pattern }) => pattern)];
  expect(patterns.filter((pattern) => !commands.some(({ line }) => pattern.test(line)))).toEqual([]);
});

describe('curl', () => {
  it.runIf(hasShell)('starts, stops and finds a lesson as the documents write it', async () => {
    const replies = new Map<string, { recording_id?: string; status?: string }>();
    let recordingId = 'ID';
    for (const line of linesOf(runHere.curl)) {
      const mine = line
        .replace('curl ', 'curl --silent --show-error --fail-with-body ')
        .replace('http://127.0.0.1:8765', core.url)
        .replace(/rtmp:\/\/[^"]+/, source.url)
        .replace('"recording_id":"ID"', `"recording_id":"${recordingId}"`);
      const said = await type(mine, { env: { TOKEN: core.token } });
      expect(said).toEqual({ status: 0, stdout: expect.stringMatching(/^\{/), stderr: '' });
      const [, route = line] = /\/api\/(?:recording\/)?(\w+)/.exec(line) ?? [];
      replies.set(route, JSON.parse(said.stdout) as object);
      if (route === 'start') recordingId = await secondsOf(replies.get('start')?.recording_id ?? '');
    }
    expect([...replies.keys()]).toEqual(['start', 'stop', 'search']);
    expect(replies.get('stop')?.status).toMatch(/^(?:processing|ready)$/);
  });

  it('needs the token that lies where the documents say', () => {
    expect(readFileSync(path.join(dataDir, 'token'), 'utf8').trim()).toBe(core.token);
  });
});

describe('the data folder', () => {
  it('holds nothing that the guide for operations does not name', () => {
    const text = readDoc('docs/operations.md');
    const names = readdirSync(dataDir).map((name) => name.replace(/-(?:wal|shm|journal)$/, ''));
    expect(names).toContain('library.sqlite');
    expect(names.filter((name) => !text.includes(`\`${name}\``) && !text.includes(`\`${name}/`))).toEqual([]);
  });
});

describe.runIf(hasShell)('programs', () => {
  it('npm run doctor looks at a folder', async () => {
    const { stdout } = await type('npm run -s doctor -- --data-dir "$FOLDER"', { env: { FOLDER: dataDir } });
    expect(stdout).toContain('AIRClass Recorder');
    expect(stdout).toContain('library');
  });

  it('npm run models lists what there is', async () => {
    const { status, stdout } = await type('npm run -s models -- --data-dir "$FOLDER"', {
      env: { FOLDER: dataDir },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('yunet-n');
  });

  it.each(['serve', 'dist'])('npm run %s -- --help prints its options', async (name) => {
    const { status, stdout } = await type(`npm run -s ${name} -- --help`);
    expect(status).toBe(0);
    expect(stdout).toContain('Usage:');
  });

  it.runIf(hasPrometheus)('promtool takes the files that the guide copies', async () => {
    const folder = path.join(work, 'prometheus');
    cpSync(path.join(root, 'resources/monitoring/prometheus'), folder, { recursive: true });
    writeFileSync(path.join(folder, 'airclass.token'), core.token);
    const line = inlineCodeOf(readDoc('docs/monitoring.md')).find((code) => code.startsWith('promtool '));
    const { status, stdout, stderr } = await type(line ?? 'false', { cwd: folder });
    expect([status, stdout + stderr]).toEqual([0, expect.stringContaining('SUCCESS')]);
  });
});

describe.runIf(hasShell)('lines for a shell', () => {
  // The program that checks the sums is one of Linux.
  it.runIf(process.platform === 'linux')('checks a package against the sums of its release', async () => {
    const folder = mkdtempSync(path.join(work, 'release-'));
    const name = 'airclass-recorder-0.1.0-linux-amd64.deb';
    writeFileSync(path.join(folder, name), 'a package');
    const sum = createHash('sha256').update('a package').digest('hex');
    writeFileSync(path.join(folder, 'SHA256SUMS'), `${sum}  ${name}\n${sum}  not-here.rpm\n`);
    const [line = 'false'] = linesOf(runHere.checksum);
    expect((await type(line, { cwd: folder })).status).toBe(0);
    writeFileSync(path.join(folder, name), 'another package');
    expect((await type(line, { cwd: folder })).status).not.toBe(0);
  });

  it('makes the file of the compose set, readable by its owner alone', async () => {
    const folder = path.join(work, 'compose');
    cpSync(path.join(root, 'resources/compose'), folder, { recursive: true });
    const [line = 'false'] = linesOf(runHere.compose);
    expect(await type(line, { cwd: folder })).toMatchObject({ status: 0 });
    expect(statSync(path.join(folder, '.env')).mode & 0o777).toBe(0o600);
  });
});

describe('routes', () => {
  it('that the documents name are there, with that method', async () => {
    const { paths } = await core.api<{ paths: Record<string, Record<string, object>> }>(
      'GET',
      '/api/openapi.json',
    );
    const routes = Object.entries(paths).map(([address, methods]) => ({
      parts: address.split('/'),
      methods: new Set(Object.keys(methods)),
    }));
    // Served, and not part of the contract.
    const hidden = new Set(['/api/docs', '/api/openapi.json']);
    const named = /(?:\b(GET|POST|PUT|PATCH|DELETE)(?: and (?:GET|PUT|PATCH))? )?(\/api\/[^\s`'"?)|]+)/g;
    const unknown = docs.flatMap(({ file, text }) =>
      codeOf(text).flatMap((code) =>
        [...code.matchAll(named)]
          .filter(([, method, address = '']) => !hidden.has(address) && !isThere(routes, method, address))
          .map(([whole]) => `${file}: ${whole}`),
      ),
    );
    expect(unknown).toEqual([]);
  });
});

/** Whether a route has that address; `…` at its end stands for the rest of one. */
function isThere(
  routes: readonly { parts: string[]; methods: Set<string> }[],
  method: string | undefined,
  address: string,
): boolean {
  const isOpen = address.endsWith('…') || address.endsWith('/');
  const wanted = address.replace(/[/…,.]+$/, '').split('/');
  return routes.some(
    ({ parts, methods }) =>
      (isOpen ? parts.length >= wanted.length : parts.length === wanted.length) &&
      (isOpen || method === undefined || methods.has(method.toLowerCase())) &&
      wanted.every((part, index) => {
        const own = parts[index] ?? '';
        return own === part || own.includes('{') || part.includes('{');
      }),
  );
}
