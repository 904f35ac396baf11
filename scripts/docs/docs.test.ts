/** What the documents say of files, commands, variables, settings, packages, tables and words is true of the program. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Arch, getArtifactArchName } from 'builder-util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openDatabase } from '../../main/db/database.ts';
import { parsePolicy } from '../../main/db/settings-policy.ts';
import { type WordKey, wordsIn } from '../../main/desktop/words.ts';
import { readRules } from '../../main/testing/monitoring-files.ts';
import { knownFlags, npmScripts, programOf } from './commands.ts';
import { notOfThePage } from './guide-words.ts';
import { anchorsOf, blocksOf, boldOf, codeOf, linksOf, readDoc, readDocs, root } from './markdown.ts';
import { guides, withSettingsTable } from './settings-table.ts';

const docs = readDocs();
/** What is wrong, as `file: what`, over all documents. */
const wrong = (look: (doc: (typeof docs)[number]) => Iterable<string>): string[] =>
  docs.flatMap((doc) => [...new Set(look(doc))].map((what) => `${doc.file}: ${what}`));

describe('links', () => {
  it('lead to files and headings that are there', () => {
    const broken = wrong(({ file, text }) =>
      linksOf(text).filter((link) => {
        if (/^[a-z]+:/.test(link)) return false;
        const [target = '', anchor] = link.split('#');
        const place = target === '' ? file : path.posix.join(path.posix.dirname(file), target);
        if (!existsSync(path.join(root, place))) return true;
        return anchor !== undefined && !anchorsOf(readDoc(place)).has(decodeURIComponent(anchor));
      }),
    );
    expect(broken).toEqual([]);
  });

  it('reach every guide from the README', () => {
    const linked = new Set(linksOf(readDoc('README.md')));
    const guidesOf = readdirSync(path.join(root, 'docs')).filter((name) =>
      /^(install|it|privacy)\./.test(name),
    );
    expect(guidesOf.filter((name) => !linked.has(`docs/${name}`))).toEqual([]);
  });

  it('know a broken anchor from one that is there', () => {
    const anchors = anchorsOf('# A `b` C\n## 처음 열면: 세 걸음\n## A b C\n```sh\n# no heading\n```\n');
    expect([...anchors]).toEqual(['a-b-c', '처음-열면-세-걸음', 'a-b-c-1']);
  });
});

describe('commands', () => {
  it('of npm are there, with flags that the program knows', () => {
    const unknown = wrong(({ text }) =>
      codeOf(text).flatMap((code) =>
        [...code.matchAll(/\bnpm run ([\w:-]+)(?: -- ([^\n|&#]*))?/g)].flatMap(([, name = '', rest = '']) => {
          if (!(name in npmScripts)) return [`npm run ${name}`];
          const flags = knownFlags(name);
          return [...rest.matchAll(/--([a-z][\w-]*)/g)]
            .filter(([, flag = '']) => !flags.has(flag))
            .map(([flag]) => `npm run ${name} has no ${flag}`);
        }),
      ),
    );
    expect(unknown).toEqual([]);
    expect(knownFlags('serve')).toContain('data-dir');
    expect(knownFlags('bench:load')).not.toContain('no-such-flag');
  });

  it('name programs of ours that are there', () => {
    const missing = wrong(({ text }) =>
      codeOf(text).flatMap((code) =>
        [...code.matchAll(/\bnode (?:--import \S+ |--\S+ )*([\w./-]+\.(?:mjs|js|ts))/g)]
          .map(([, file = '']) => file.replace(/^(?:\/app\/)?dist\/(.*)\.js$/, '$1.ts'))
          .filter((file) => programOf(file) === undefined),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('read the variables that are named', () => {
    const sources = [
      'main/env.ts',
      'main/env-s3.ts',
      ...['scripts', 'e2e', 'bench', 'resources'].flatMap(filesBelow),
    ]
      .map((file) => readFileSync(path.join(root, file), 'utf8'))
      .join('\n');
    const unread = wrong(({ text }) =>
      [...text.matchAll(/\bAIRCLASS_[A-Z0-9_]+\b/g)]
        .map(([name]) => name)
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(sources)),
    );
    expect(unread).toEqual([]);
  });
});

describe('packages', () => {
  it('are named as electron-builder names them', () => {
    type Targets = { target: { target: string; arch: string[] }[] };
    const config = parse(readDoc('electron-builder.yml')) as Record<'win' | 'mac' | 'linux', Targets> & {
      artifactName: string;
      nsis: { artifactName: string };
    };
    const made = new Set<string>();
    for (const os of ['win', 'mac', 'linux'] as const) {
      const { target } = config[os];
      for (const { target: kind, arch } of target) {
        const pattern = kind === 'nsis' ? config.nsis.artifactName : config.artifactName;
        const ext = kind === 'nsis' ? 'exe' : kind;
        for (const name of arch as (keyof typeof Arch)[]) {
          const values: Record<string, string> = { os, ext, arch: getArtifactArchName(Arch[name], ext) };
          made.add(pattern.replaceAll(/\$\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole));
        }
      }
    }
    const named = /airclass-recorder-\d[\w.-]*\.(?:exe|msi|dmg|zip|AppImage|deb|rpm)\b/g;
    const unknown = wrong(({ text }) =>
      [...text.matchAll(named)].map(([name]) => name).filter((name) => !made.has(versionless(name))),
    );
    expect(unknown).toEqual([]);
    // Each is in both guides for IT.
    for (const file of Object.keys(guides)) {
      const there = new Set([...readDoc(file).matchAll(named)].map(([name]) => versionless(name)));
      expect([...made].filter((name) => !there.has(name))).toEqual([]);
    }
  });
});

describe('settings', () => {
  it.each(Object.entries(guides))(
    'are all in %s, as they are today (else: npm run docs:tables)',
    async (file, language) => {
      const text = readDoc(file);
      expect(await withSettingsTable(text, language)).toBe(text);
    },
  );

  it('in examples of policy.json can be used', () => {
    const examples = docs.flatMap(({ file, text }) =>
      blocksOf(text)
        .filter(({ language, content }) => language === 'json' && content.includes('"settings"'))
        .map(({ content }) => parsePolicy(content, file)),
    );
    expect(examples.length).toBeGreaterThan(2);
    expect(examples.flatMap(({ problems }) => problems)).toEqual([]);
    expect(examples.every(({ values }) => values.size > 0)).toBe(true);
  });
});

describe('alerts', () => {
  const alerts = readRules().filter(({ alert }) => alert !== undefined);

  it.each(alerts.map(({ alert = '', annotations }) => [alert, annotations?.['runbook_url'] ?? '']))(
    '%s has a section that its runbook_url names',
    (alert, runbook) => {
      const [file = '', anchor = ''] = runbook.split('#');
      expect(anchorsOf(readDoc(file))).toContain(anchor);
      const section = readDoc(file).split(`### ${alert}\n`)[1]?.split(/^##/m)[0] ?? '';
      for (const part of ['**Look at**', '**Do**', '**한국어**']) expect(section).toContain(part);
    },
  );

  it('have no section without a rule', () => {
    const sections = [...readDoc('docs/operations.md').matchAll(/^### (Airclass\w+)$/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(sections)).toEqual(new Set(alerts.map(({ alert }) => alert)));
    expect(sections.length).toBe(alerts.length);
  });
});

describe('privacy', () => {
  it('names every table of the database', async () => {
    const { db, close } = openDatabase(':memory:');
    const tables = (await db.introspection.getTables()).map(({ name }) => name);
    await close();
    // What SQLite keeps beside a full-text table is that table's.
    const own = tables.filter((name) => !/^sqlite_|_(?:data|idx|content|docsize|config)$/.test(name));
    expect(own.length).toBeGreaterThan(20);
    const text = readDoc('docs/privacy.md');
    expect(own.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the guides for teachers', () => {
  it.each(['ko', 'en'] as const)('say in %s what stands on the screen', (language) => {
    const page = JSON.parse(readDoc(`renderer/i18n/${language}.json`)) as Record<string, string>;
    const say = wordsIn(language);
    const shell = shellKeys.map((key) => say(key));
    const screen = new Set([
      ...Object.values(page),
      ...shell,
      ...shell.flatMap((words) => words.split('\n')),
    ]);
    const unknown = boldOf(readDoc(`docs/install.${language}.md`))
      .map((words) => words.replace(/^\d\. (.*)\.$/, '$1'))
      .filter((words) => !screen.has(words) && !notOfThePage.has(words));
    expect(unknown).toEqual([]);
  });

  it('have the same parts and pictures in both languages', () => {
    const [korean, english] = ['ko', 'en'].map((language) => readDoc(`docs/install.${language}.md`));
    expect(headings(korean)).toEqual(headings(english));
    expect(pictures(korean)).toEqual(pictures(english));
  });

  it('have pictures that are small, and none that nobody shows', () => {
    const shown = new Set(docs.flatMap(({ text }) => pictures(text)));
    const folder = path.join(root, 'docs', 'screenshots', 'install');
    let sum = 0;
    for (const language of ['ko', 'en']) {
      const names = readdirSync(path.join(folder, language));
      expect(names.filter((name) => !shown.has(name))).toEqual([]);
      const sizes = names.map((name) => statSync(path.join(folder, language, name)).size);
      expect(Math.max(...sizes)).toBeLessThan(150_000);
      sum += sizes.reduce((all, size) => all + size, 0);
    }
    expect(sum).toBeLessThan(2_500_000);
  });
});

/** What the desktop shell says in dialogs, its tray and its own pages. */
const shellKeys: readonly WordKey[] = [
  'keepInTray',
  'stopAndQuit',
  'gaveUpTitle',
  'retry',
  'chooseFolder',
  'showLog',
];

/** As the name stands in electron-builder.yml. */
function versionless(name: string): string {
  return name.replace(/-\d+\.\d+\.\d+-/, '-${version}-');
}

/** Levels of a document's headings, in order. */
function headings(text = ''): string[] {
  return [...text.matchAll(/^(#+) /gm)].map(([, level = '']) => level);
}

/** Names of a document's pictures of the guides. */
function pictures(text = ''): string[] {
  return linksOf(text)
    .filter((link) => link.includes('screenshots/install/'))
    .map((link) => path.posix.basename(link));
}

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:m?js|ts|ya?ml|example|sh)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
