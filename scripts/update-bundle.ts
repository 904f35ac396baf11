/** `npm run update:bundle`: makes a signed update file of each program that `npm run dist` has laid out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { publicTextOf } from '../main/updates/signature.ts';
import { bundleOf, layOut, packedPrograms } from './packaging/update-files.ts';

const usage = `Usage: npm run update:bundle -- [--from FOLDER] [--notes FILE] [--output FOLDER]

Makes an update file of each program in release/ (…-unpacked, mac, mac-arm64), signed with the key in
AIRCLASS_UPDATE_KEY (its text) or AIRCLASS_UPDATE_KEY_FILE.

  --from FOLDER    one of these folders alone
  --notes FILE     what is new, as JSON: {"ko": "…", "en": "…"}
  --output FOLDER  where the files go (otherwise release)
`;

const release = path.join(import.meta.dirname, '..', 'release');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      notes: { type: 'string' },
      output: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(usage);
    return 0;
  }
  const key = readKey();
  const notes = readNotes(values.notes);
  const output = path.resolve(values.output ?? release);
  const programs = packedPrograms(values.from === undefined ? release : path.resolve(values.from));
  if (programs.length === 0) throw new Error('there is no program laid out: npm run dist -- --dir');
  console.log(`Signed with the key whose public half is ${publicTextOf(key)}`);
  for (const program of programs) {
    const work = mkdtempSync(path.join(tmpdir(), 'airclass-update-'));
    try {
      layOut(program.resources, work);
      const { file, sizeMb } = await bundleOf({ core: work, program, notes, key, output });
      console.log(`✔ ${program.os}-${program.arch}: ${file} (${sizeMb} MB)`);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return 0;
}

/** An update that nobody signed would be taken by nobody. @throws Error */
function readKey(): string {
  const file = process.env['AIRCLASS_UPDATE_KEY_FILE'] ?? '';
  const text = process.env['AIRCLASS_UPDATE_KEY'] ?? (file === '' ? '' : readFileSync(file, 'utf8'));
  if (text.trim() === '') {
    throw new Error(
      'there is no key to sign with: set AIRCLASS_UPDATE_KEY_FILE or AIRCLASS_UPDATE_KEY (npm run update:key makes one)',
    );
  }
  return text;
}

function readNotes(file: string | undefined): { ko: string; en: string } {
  if (file === undefined) return { ko: '', en: '' };
  const { ko, en } = JSON.parse(readFileSync(file, 'utf8')) as { ko?: unknown; en?: unknown };
  if (typeof ko !== 'string' || typeof en !== 'string') throw new Error(`${file} needs "ko" and "en"`);
  return { ko, en };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
