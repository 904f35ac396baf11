/**
 * Commands in the documents: which are run by a test, and which cannot be run there and why. A command that stands in
 * neither list fails commands.int.test.ts.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { usage as backupUsage } from '../../main/backup-usage.ts';
import { helpText } from '../../main/env.ts';
import { modelsUsage } from '../../main/models-command.ts';
import { usage as distUsage } from '../packaging/plan.mjs';
import { type Doc, blocksOf, root } from './markdown.ts';

export const npmScripts = (
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
).scripts;

/** What these print with --help is what they know. */
const helpOf: Readonly<Record<string, string>> = {
  serve: helpText,
  start: helpText,
  doctor: helpText,
  models: modelsUsage,
  ...backupUsage,
  dist: `${distUsage} --help`,
  e2e: '--project --reporter',
};

/** Flags of `npm run NAME`, without dashes; of a program without a help, from its parseArgs. */
export function knownFlags(name: string): Set<string> {
  const help = helpOf[name];
  if (help !== undefined) return new Set([...help.matchAll(/--([a-z][\w-]*)/g)].map(([, flag = '']) => flag));
  const file = /^node (\S+)/.exec(npmScripts[name] ?? '')?.[1];
  if (file === undefined) return new Set();
  const source = withImports(file);
  return new Set([...source.matchAll(/[{,\s]'?([a-z][\w-]*)'?: \{ type:/g)].map(([, flag = '']) => flag));
}

/** Text of a program and of the files it imports from beside itself, where some keep their options. */
function withImports(file: string): string {
  const source = readFileSync(path.join(root, file), 'utf8');
  const imported = [...source.matchAll(/from '(\.\/[^']+)'/g)].map(([, name = '']) =>
    readFileSync(path.join(root, path.dirname(file), name), 'utf8'),
  );
  return [source, ...imported].join('\n');
}

/** A program of the project by the name a document gives it: from the root, or in one of these folders. */
export function programOf(file: string): string | undefined {
  return ['', 'e2e/support/electron-double']
    .map((folder) => path.join(root, folder, path.isAbsolute(file) ? path.basename(file) : file))
    .find((place) => existsSync(place));
}

export type Command = { file: string; language: string; line: string };

const languages = new Set(['sh', 'bash', 'bat', 'powershell']);

/** Lines of blocks that are meant to be typed; continued ones joined, remarks taken off. */
export function commandsOf({ file, text }: Doc): Command[] {
  return blocksOf(text)
    .filter(({ language }) => languages.has(language))
    .flatMap(({ language, content }) =>
      content
        .replaceAll(/\\\n\s*/g, '')
        .split('\n')
        .map((line) => line.replace(/(?:^|\s+)#\s.*$/, '').trim())
        .filter((line) => line !== '')
        .map((line) => ({ file, language, line })),
    );
}

/** Tried by commands.int.test.ts, each in a place of its own. */
export const runHere = {
  /** Against a core of the test. */
  curl: /^curl /,
  /** On a file and its sum that the test makes. */
  checksum: /^sha256sum --check /,
  /** In a copy of resources/compose. */
  compose: /^cp \.env\.example \.env && chmod 600 \.env$/,
} as const;

export const notRunHere: readonly { pattern: RegExp; why: string }[] = [
  { pattern: /^npm ci && npm (?:start|test)$/, why: 'the CI does, before anything else' },
  { pattern: /^npm run (?:build|image:check)$/, why: 'steps of the CI by themselves' },
  { pattern: /^npm run bench/, why: 'minutes of measuring; the nightly run does' },
  {
    pattern: /^npm run (?:backups?|restore|move) /,
    why: 'needs another disk; main/backup-drill.int.test.ts does it',
  },
  { pattern: /^npm run models:train-chat$/, why: 'minutes of training, checked by models/chat' },
  {
    pattern: /^npm run models:train-chat -- --pack FOLDER$/,
    why: 'needs the pack; its steps run in analysis/chat/pack/chat-pack.int.test.ts',
  },
  { pattern: /^cd resources\/compose$/, why: 'part of the line that follows it' },
  { pattern: /^docker (?:build|buildx|compose) /, why: 'needs Docker; image:check and compose.int.test.ts' },
  { pattern: /^kubectl /, why: 'needs a cluster; kubernetes.int.test.ts checks the files' },
  { pattern: /^sudo (?:apt|apt-get|dnf) /, why: 'changes the system that runs the test' },
  { pattern: /^(?:chmod \+x )?(?:\.\/)?airclass-recorder-[\w.-]+\.AppImage$/, why: 'needs a package' },
  { pattern: /^airclass-recorder-[\w.-]+-setup\.exe \/S/, why: 'needs Windows' },
  { pattern: /^msiexec \/[ix] /, why: 'needs Windows' },
  { pattern: /^"C:\\Program Files\\AIRClass Recorder\\/, why: 'needs Windows' },
  { pattern: /^(?:Get-FileHash|Get-AuthenticodeSignature|Add-MpPreference) /, why: 'needs Windows' },
  { pattern: /^(?:codesign|spctl) /, why: 'needs a Mac' },
  { pattern: /^gh attestation verify /, why: 'needs a release and the internet' },
];
