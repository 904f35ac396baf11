/**
 * Reports (docs/bench.md, docs/analysis.md): the last result of every row is kept as JSON beside the bench, so that
 * single rows can be measured anew in any checkout.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { format, resolveConfig } from 'prettier';
import { type Outcome, type Row, ffmpegPath } from './row.ts';

export type Report = {
  /** Names without a folder: results are kept beside the bench, reports in docs. */
  results: string;
  file: string;
  /** Lines above the table. */
  intro: readonly string[];
  /** Lines below everything. */
  outro?: readonly string[];
};

const resultsFile = (report: Report): string =>
  fileURLToPath(new URL(`results/${report.results}`, import.meta.url));

export type Result = Outcome & { id: string; measuredAt: string };

export function readResults(report: Report): Result[] {
  const file = resultsFile(report);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : [];
}

export async function keepResult(report: Report, result: Result): Promise<void> {
  const others = readResults(report).filter((one) => one.id !== result.id);
  const all = [...others, result].toSorted((left, right) => left.id.localeCompare(right.id));
  await writeFormatted(resultsFile(report), JSON.stringify(all));
}

export async function writeReport(report: Report, rows: readonly Row[]): Promise<void> {
  const results = readResults(report);
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
    ...report.intro,
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
    ...(report.outro ?? []),
  ];
  await writeFormatted(fileURLToPath(new URL(`../docs/${report.file}`, import.meta.url)), text.join('\n'));
}

export async function writeFormatted(file: string, text: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

export function machine(): string {
  const ffmpeg = /version (\S+)/.exec(execFileSync(ffmpegPath, ['-version'], { encoding: 'utf8' }))?.[1];
  const database = new SqliteDatabase(':memory:');
  const sqlite = database.prepare('SELECT sqlite_version()').pluck().get();
  database.close();
  const memoryGb = Math.round(totalmem() / 1e9);
  return `${cpus().length} cores, ${memoryGb} GB of memory, ${process.platform} ${process.arch}, Node ${process.versions.node}, ffmpeg ${ffmpeg}, SQLite ${String(sqlite)}`;
}
