/**
 * Meaning of lines as vectors, by a sentence model and its tokenizer (multilingual-e5-small): `query: ` before the text,
 * mean over the tokens that are there, length one. Runs in the analysis host. What lies in the pack is not trusted to be
 * what its name says: the graph's inputs, its output and the ids of the tokenizer are looked at.
 */
import { readFile } from 'node:fs/promises';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError, systemErrorCode } from '../../../base/app-error.ts';
import { sessionOptions } from '../../host/host-context.ts';

/** Absolute paths. */
export type EmbedderFiles = { model: string; tokenizer: string };

export type Embedder = {
  /** @returns one vector of length 1 per text, one after another. @throws AppError model_damaged */
  embed(texts: readonly string[]): Promise<{ vectors: Float32Array; size: number }>;
};

/** What the model was taught to expect before a text that is compared or classified (its card). */
const prefix = 'query: ';
/** Tokens of a line; what a chat line says stands in its first sentences, and time grows with length. */
const mostTokens = 256;
/** Lines in one run: more are no faster on one core. */
const batchLines = 16;

const inputNames = ['input_ids', 'attention_mask', 'token_type_ids'] as const;

/** @throws AppError model_missing, model_damaged */
export async function openEmbedder(files: EmbedderFiles): Promise<Embedder> {
  const encode = await openTokenizer(files.tokenizer);
  // Tens of megabytes that reading text alone does not need.
  const runtime = await import('onnxruntime-node');
  let session: InferenceSession;
  try {
    session = await runtime.InferenceSession.create(files.model, sessionOptions);
  } catch (error) {
    throw damaged('the model cannot be opened', error);
  }
  const unknown = session.inputNames.filter((name) => !inputNames.some((each) => each === name));
  if (unknown.length > 0 || !session.inputNames.includes('input_ids'))
    throw damaged(`the model asks for ${session.inputNames.join(', ')}`);
  const output = session.outputNames.includes('last_hidden_state')
    ? 'last_hidden_state'
    : (session.outputNames[0] ?? '');

  async function run(lines: readonly number[][]): Promise<Float32Array[]> {
    const longest = Math.max(...lines.map((line) => line.length));
    const shape = [lines.length, longest];
    const ids = new BigInt64Array(lines.length * longest);
    const mask = new BigInt64Array(lines.length * longest);
    for (const [row, line] of lines.entries()) {
      for (const [at, id] of line.entries()) {
        ids[row * longest + at] = BigInt(id);
        mask[row * longest + at] = 1n;
      }
    }
    const given: Record<(typeof inputNames)[number], BigInt64Array> = {
      input_ids: ids,
      attention_mask: mask,
      token_type_ids: new BigInt64Array(lines.length * longest),
    };
    const feeds = Object.fromEntries(
      inputNames
        .filter((name) => session.inputNames.includes(name))
        .map((name) => [name, new runtime.Tensor('int64', given[name], shape)]),
    );
    let results: InferenceSession.OnnxValueMapType;
    try {
      results = await session.run(feeds);
    } catch (error) {
      throw damaged('the model does not know what its tokenizer says', error);
    }
    return meansOf(results[output], lines, longest);
  }

  return {
    embed: async (texts) => {
      const tokens = texts.map((text) => encode(text));
      // Lines of about the same length together: the shorter ones of a run are filled up.
      const order = [...tokens.keys()].toSorted(
        (left, right) => (tokens[left]?.length ?? 0) - (tokens[right]?.length ?? 0),
      );
      let size = 0;
      let vectors = new Float32Array(0);
      for (let from = 0; from < order.length; from += batchLines) {
        const part = order.slice(from, from + batchLines);
        const means = await run(part.map((index) => tokens[index] ?? []));
        if (size === 0) {
          size = means[0]?.length ?? 0;
          vectors = new Float32Array(texts.length * size);
        }
        for (const [row, index] of part.entries()) vectors.set(means[row] ?? [], index * size);
      }
      return { vectors, size };
    },
  };
}

/** Mean of each line's own tokens, scaled to length 1. */
function meansOf(output: Tensor | undefined, lines: readonly number[][], longest: number): Float32Array[] {
  const [rows, tokens, size = 0] = output?.dims ?? [];
  if (output?.type !== 'float32' || rows !== lines.length || tokens !== longest || size < 1)
    throw damaged(`the model answers with the shape ${output?.dims.join(' × ') ?? 'of nothing'}`);
  const data = output.data as Float32Array;
  return lines.map((line, row) => {
    const mean = new Float32Array(size);
    for (let token = 0; token < line.length; token += 1) {
      const base = (row * longest + token) * size;
      for (let at = 0; at < size; at += 1) mean[at] = (mean[at] ?? 0) + (data[base + at] ?? 0);
    }
    const length = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0));
    if (!Number.isFinite(length)) throw damaged('the model answers with what is no number');
    return length === 0 ? mean : mean.map((value) => value / length);
  });
}

/** @returns ids of a text with those that begin and end it, at most `mostTokens` */
async function openTokenizer(file: string): Promise<(text: string) => number[]> {
  const { Tokenizer } = await import('@huggingface/tokenizers');
  let tokenizer: InstanceType<typeof Tokenizer>;
  try {
    // All that a configuration beside it would say of this family of models.
    tokenizer = new Tokenizer(JSON.parse(await readFile(file, 'utf8')) as object, { eos_token: '</s>' });
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT')
      throw new AppError('model_missing', 'The tokenizer of the chat pack is not there.', { cause: error });
    throw damaged('its tokenizer cannot be read', error);
  }
  return (text) => {
    const ids: readonly unknown[] = tokenizer.encode(prefix + text.toWellFormed()).ids;
    if (ids.length === 0 || !ids.every((id) => Number.isInteger(id)))
      throw damaged('its tokenizer gives no whole numbers');
    const known = ids as number[];
    // The last one says that the text ends.
    return known.length <= mostTokens ? known : [...known.slice(0, mostTokens - 1), known.at(-1) ?? 0];
  };
}

function damaged(why: string, cause?: unknown): AppError {
  return new AppError('model_damaged', `The chat pack is not used: ${why}.`, { cause });
}
