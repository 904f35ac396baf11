/**
 * The folder rules are only worth something while the linter enforces them: each is broken on purpose in a copy of the
 * configuration, and the linter has to say so.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');

type Diagnostic = { code: string; filename: string; message: string };

/** Every source of the copy: file, text, and which rule has to report it (none: it must pass). */
const sources: { file: string; text: string; rule?: string; because?: RegExp; what: string }[] = [
  { file: 'main/base/one.ts', text: 'export const one = 1;\n', what: 'a clean file of the lowest layer' },
  {
    file: 'main/http/clean.ts',
    text: "import { one } from '../base/one.ts';\nimport { two } from '../recording/two.ts';\n\nexport const three = one + two;\n",
    what: 'a file that imports lower layers only',
  },
  { file: 'main/recording/two.ts', text: 'export const two = 2;\n', what: 'a file that imports nothing' },
  { file: 'main/vod/four.ts', text: 'export const four = 4;\n', what: 'another one' },
  {
    file: 'main/media/upwards.ts',
    text: "import { two } from '../recording/two.ts';\n\nexport const up = two;\n",
    rule: 'no-restricted-imports',
    because: /main\/media must not import main\/recording/,
    what: 'media importing recording',
  },
  {
    file: 'main/recording/sideways.ts',
    text: "import { four } from '../vod/four.ts';\n\nexport const side = four;\n",
    rule: 'no-restricted-imports',
    because: /main\/recording must not import main\/vod/,
    what: 'recording importing vod, its sibling',
  },
  {
    file: 'renderer/page.ts',
    text: "import { one } from '../main/base/one.ts';\n\nexport const page = one;\n",
    rule: 'no-restricted-imports',
    because: /import contract\/ alone/,
    what: 'the page importing the program',
  },
  {
    file: 'contract/impure.ts',
    text: "import { sep } from 'node:path';\n\nexport const separator = sep;\n",
    rule: 'no-restricted-imports',
    because: /contract runs in the page too/,
    what: 'contract importing a Node module',
  },
  {
    file: 'main/library/environment.ts',
    text: "import process from 'node:process';\n\nexport const home = process.env['HOME'];\n",
    rule: 'no-restricted-properties',
    because: /process\.env only in main\/env\.ts/,
    what: 'process.env outside env.ts',
  },
  {
    file: 'main/media/spawns.ts',
    text: "import { execa } from 'execa';\n\nexport const start = execa;\n",
    rule: 'no-restricted-imports',
    because: /processes are started by main\/base\/process\.ts only/,
    what: 'execa outside base',
  },
  {
    file: 'main/library/driver.ts',
    text: "import SqliteDatabase from 'better-sqlite3';\n\nexport const open = (): unknown => new SqliteDatabase(':memory:');\n",
    rule: 'no-restricted-imports',
    because: /the database driver only in main\/db/,
    what: 'the database driver outside db',
  },
  {
    file: 'main/jobs/circle-a.ts',
    text: "import { b } from './circle-b.ts';\n\nexport const a = (): number => b();\n",
    rule: 'no-cycle',
    what: 'an import cycle',
  },
  {
    file: 'main/jobs/circle-b.ts',
    text: "import { a } from './circle-a.ts';\n\nexport const b = (): number => a();\n",
    rule: 'no-cycle',
    what: 'the other half of an import cycle',
  },
  {
    file: 'main/storage/floating.ts',
    text: 'async function work(): Promise<void> {\n  await Promise.resolve();\n}\n\nexport function begin(): void {\n  work();\n}\n',
    rule: 'no-floating-promises',
    what: 'a promise nobody waits for',
  },
];

let folder: string;
let diagnostics: Diagnostic[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-layers-'));
  for (const name of ['oxlint.config.ts', 'tsconfig.json', 'package.json']) {
    await copyFile(path.join(root, name), path.join(folder, name));
  }
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const { file, text } of sources) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  diagnostics = await lint(folder);
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const breaches = sources.filter((source) => source.rule !== undefined);
const clean = sources.filter((source) => source.rule === undefined);

describe('the linter', () => {
  it.each(breaches)('reports $what ($file)', ({ file, rule = '', because = /./ }) => {
    const found = reportsOn(file);
    expect(found.map((one) => one.code).join(' ')).toContain(rule);
    expect(JSON.stringify(found)).toMatch(because);
  });

  it.each(clean)('lets pass $what ($file)', ({ file }) => {
    expect(reportsOn(file)).toEqual([]);
  });
});

function reportsOn(file: string): Diagnostic[] {
  return diagnostics.filter((one) => one.filename.replaceAll('\\', '/').endsWith(file));
}

/** The linter's own exit code says that it found something, which here is the rule. */
async function lint(cwd: string): Promise<Diagnostic[]> {
  const binary = path.join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const text = await new Promise<string>((resolve) => {
    const args = [binary, '--type-aware', '--deny-warnings', '--format', 'json'];
    execFile(process.execPath, args, { cwd, maxBuffer: 1e7 }, (_error, stdout) => resolve(stdout));
  });
  return (JSON.parse(text) as { diagnostics: Diagnostic[] }).diagnostics;
}
