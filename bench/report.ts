/** docs/bench.md: the last result of every row, kept as JSON beside the bench so that single rows can be measured anew. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { type Outcome, type Row, ffmpegPath } from './row.ts';

const resultsFile = fileURLToPath(new URL('results/latest.json', import.meta.url));
const reportFile = fileURLToPath(new URL('../docs/bench.md', import.meta.url));

export type Result = Outcome & { id: string; measuredAt: string };

export function readResults(): Result[] {
  return existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Result[]) : [];
}

export function keepResult(result: Result): void {
  const others = readResults().filter((one) => one.id !== result.id);
  mkdirSync(path.dirname(resultsFile), { recursive: true });
  writeFileSync(resultsFile, JSON.stringify([...others, result], null, 1));
}

export function writeReport(rows: readonly Row[]): void {
  const results = readResults();
  const table = rows.map((row) => {
    const result = results.find((one) => one.id === row.id);
    if (result === undefined) return `| ${row.id} | ${row.what} | ${row.bar} | not measured | | |`;
    const verdict = result.isMet ? 'met' : '**missed**';
    return `| ${row.id} | ${row.what} | ${row.bar} | ${result.figure} | ${result.baseline} | ${verdict} |`;
  });
  const details = rows.flatMap((row) => {
    const result = results.find((one) => one.id === row.id);
    if (result === undefined) return [];
    return [
      '',
      `### ${row.id}: ${row.what}`,
      '',
      `Measured ${result.measuredAt}.`,
      '',
      ...result.notes.map((note) => `- ${note}`),
      ...(result.isMet || row.ifMissed === undefined ? [] : ['', `Why it is missed: ${row.ifMissed}`]),
    ];
  });
  const text = [
    '# Speed',
    '',
    'Every figure is held against a baseline measured in the same run, in turn, and medians are compared: machines are noisy.',
    'The program is the built core as `npm run serve` starts it; the stream is 1080p30, about 4 Mbit/s, a key frame every 2 s, AAC.',
    '',
    '```sh',
    'npm run bench                  # all rows',
    'npm run bench -- --only a,c    # some; the others keep their last result',
    '```',
    '',
    `Machine: ${machine()}.`,
    '',
    '| | what | bar | measured | baseline | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...table,
    '',
    '## How each row came about',
    ...details,
    '',
  ];
  mkdirSync(path.dirname(reportFile), { recursive: true });
  writeFileSync(reportFile, text.join('\n'));
}

export function machine(): string {
  const ffmpeg = /version (\S+)/.exec(execFileSync(ffmpegPath, ['-version'], { encoding: 'utf8' }))?.[1];
  const database = new SqliteDatabase(':memory:');
  const sqlite = database.prepare('SELECT sqlite_version()').pluck().get();
  database.close();
  const memoryGb = Math.round(totalmem() / 1e9);
  return `${cpus().length} cores, ${memoryGb} GB of memory, ${process.platform} ${process.arch}, Node ${process.versions.node}, ffmpeg ${ffmpeg}, SQLite ${String(sqlite)}`;
}
