/**
 * Fits the heads of a pack on this computer: the vectors of all classroom lines once, then heads without one group of
 * hands after another, to measure with, then the heads that are used. What is calculated is kept, so that a fit that had
 * to step back for a recording goes on where it was.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError, systemErrorCode } from '../../../base/app-error.ts';
import type { AnalysisHost } from '../../host/analysis-host.ts';
import type { EmbedderFiles } from './embedder.ts';
import type { FitLines } from './fit-lines.ts';
import type { Heads } from './heads.ts';
import type { Judgement } from './judge.ts';

export type FitOptions = {
  host: Pick<AnalysisHost, 'call'>;
  files: EmbedderFiles;
  lines: FitLines;
  /** Where vectors are kept until the fit is done. */
  folder: string;
  key: string;
  signal: AbortSignal;
  progress: (fraction: number) => void;
};

/** Lines of one call: about a second. */
const linesPerCall = 64;
/** Part of the time that the vectors take. */
const vectorShare = 0.85;

/** @throws AppError model_missing, model_damaged, analysis_failed, job_cancelled */
export async function fitPack(options: FitOptions): Promise<{ judgement: Judgement; file: Uint8Array }> {
  const { host, lines, signal, progress } = options;
  const { vectors, size } = await vectorsOf(options);
  const { builtIn, labels, groups, judged } = lines;
  const samples = { vectors, size, builtIn, labels };
  const all = Uint32Array.from(judged.keys());
  const columns = builtIn.length / judged.length;
  const added = new Float32Array(builtIn.length);
  const learn = async (rows: Uint32Array, step: number) => {
    const learned = await host.call('fit_chat_heads', { ...samples, rows }, { signal });
    progress(vectorShare + ((1 - vectorShare) * step) / (groups.length + 2));
    return learned;
  };
  for (const [index, group] of groups.entries()) {
    const isOut = new Set(group);
    const without = await learn(
      all.filter((row) => !isOut.has(row)),
      index + 1,
    );
    for (const row of group)
      added.set(without.added.subarray(row * columns, (row + 1) * columns), row * columns);
  }
  const { heads }: { heads: Heads } = await learn(all, groups.length + 1);
  const result = await host.call('judge_chat_heads', { lines: judged, builtIn, added, heads }, { signal });
  await rm(path.join(options.folder, 'vectors'), { recursive: true, force: true });
  return result;
}

/** One file per call: those of an earlier attempt are taken as they are. */
async function vectorsOf({ host, files, lines, folder, key, signal, progress }: FitOptions) {
  // Of another model or other lines they would be of no use.
  const kept = path.join(folder, 'vectors', key);
  await mkdir(kept, { recursive: true, mode: 0o700 });
  const parts: Float32Array[] = [];
  for (let from = 0; from < lines.texts.length; from += linesPerCall) {
    const texts = lines.texts.slice(from, from + linesPerCall);
    const file = path.join(kept, `${from}.f32`);
    const known = await readVectors(file);
    const vectors = known ?? (await host.call('embed_lines', { files, texts }, { signal })).vectors;
    if (known === undefined) {
      await writeFile(`${file}.next`, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
      await rename(`${file}.next`, file);
    }
    parts.push(vectors);
    progress((vectorShare * (from + texts.length)) / lines.texts.length);
  }
  const size = (parts[0]?.length ?? 0) / Math.min(linesPerCall, lines.texts.length);
  const vectors = new Float32Array(lines.texts.length * size);
  for (const [index, part] of parts.entries()) {
    const count = Math.min(linesPerCall, lines.texts.length - index * linesPerCall);
    if (part.length !== count * size)
      throw new AppError('model_damaged', 'The chat pack is not used: its vectors differ in length.');
    vectors.set(part, index * linesPerCall * size);
  }
  return { vectors, size };
}

async function readVectors(file: string): Promise<Float32Array | undefined> {
  try {
    const content = await readFile(file);
    // Copied: floats have to begin at a multiple of four.
    return new Float32Array(new Uint8Array(content).buffer);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
