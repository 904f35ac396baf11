/**
 * What the analysis host does for the chat pack. Each call is a few seconds at most, so that somebody who waits for a
 * picture or a page gets a turn in between.
 */
import { AppError } from '../../../base/app-error.ts';
import type { Operation } from '../../host/operation.ts';
import { readWeights, writeWeights } from '../weights.ts';
import { type Embedder, type EmbedderFiles, openEmbedder } from './embedder.ts';
import { type FitSamples, type Heads, fitHeads, headLogits, readHeads, writeHeads } from './heads.ts';
import { type Judgement, type JudgedLine, judge } from './judge.ts';

export type Vectors = { vectors: Float32Array; size: number };

/** Kept while the host lives: it ends when nothing was asked for a minute, and its memory is free. */
let opened: { key: string; embedder: Promise<Embedder> } | undefined;

async function embedderOf(files: EmbedderFiles): Promise<Embedder> {
  const key = `${files.model}\n${files.tokenizer}`;
  if (opened?.key !== key) opened = { key, embedder: openEmbedder(files) };
  const { embedder } = opened;
  try {
    return await embedder;
  } catch (error) {
    // It may be whole by the next time.
    opened = undefined;
    throw error;
  }
}

/** @throws AppError model_missing, model_damaged */
export const embedLines: Operation<{ files: EmbedderFiles; texts: string[] }, Vectors> = async (
  _context,
  { files, texts },
) => (await embedderOf(files)).embed(texts);

/** Learns heads from the rows that are named, and says what they add to all lines. */
export const fitChatHeads: Operation<
  FitSamples & { rows: Uint32Array },
  { heads: Heads; added: Float32Array }
> = async (_context, { rows, ...samples }) => {
  const heads = fitHeads(samples, rows);
  return { heads, added: headLogits(heads, samples.vectors, samples.size) };
};

export const judgeChatHeads: Operation<
  { lines: JudgedLine[]; builtIn: Float32Array; added: Float32Array; heads: Heads },
  { judgement: Judgement; file: Uint8Array }
> = async (_context, { lines, builtIn, added, heads }) => {
  const judgement = judge(lines, builtIn, added);
  return { judgement, file: writeWeights(writeHeads(heads, judgement.numbers)) };
};

/** Lines that are read again (a session whose chat goes on) are looked up, as long as the host lives. */
const mostKept = 20_000;
let kept: { key: string; heads: Heads; logits: Map<string, Float32Array> } | undefined;

/**
 * What the heads add to the built-in logits of each text, columns of `taskColumns`.
 * @param args.key of pack and heads. @throws AppError model_missing, model_damaged
 */
export const scoreChatLines: Operation<
  { files: EmbedderFiles; heads: Uint8Array; key: string; texts: string[] },
  Float32Array[]
> = async (_context, { files, heads: file, key, texts }) => {
  if (kept?.key !== key) kept = { key, heads: headsOf(file), logits: new Map() };
  const { heads, logits } = kept;
  const unique = [...new Set(texts)];
  if (logits.size + unique.length > mostKept) logits.clear();
  const asked = unique.filter((text) => !logits.has(text));
  if (asked.length > 0) {
    const { vectors, size } = await (await embedderOf(files)).embed(asked);
    if (size !== heads.size)
      throw new AppError('model_damaged', `The chat pack is not used: its vectors have ${size} numbers.`);
    const added = headLogits(heads, vectors, size);
    const columns = added.length / asked.length;
    for (const [line, text] of asked.entries())
      logits.set(text, added.slice(line * columns, (line + 1) * columns));
  }
  return texts.map((text) => logits.get(text) ?? new Float32Array(0));
};

function headsOf(file: Uint8Array): Heads {
  try {
    return readHeads(readWeights(file));
  } catch (error) {
    throw new AppError('model_damaged', 'The heads of the chat pack cannot be read.', { cause: error });
  }
}
