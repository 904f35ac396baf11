/**
 * Reads lines with the nets of net.ts, all of them side by side. Numbers are learned in single precision and read in
 * double: that is what the processor adds in.
 */
import { type NetLine, type NetParameters, type NetShape, inputsOf, pickedWords } from './net.ts';
import { mostTokens } from './tokens.ts';
import { blockLength, inBlocks, vectorSpace } from './vector-products.ts';
import type { Tensor } from './weights.ts';

export type NetReader = {
  /** Adds the mean of the nets' logits. */
  addLogits(line: NetLine, logits: Float64Array): void;
};

/** @param table of embeddings, as the product holds it: bytes with a scale per dimension */
export function createNetReader(
  shape: NetShape,
  { data, scales }: Pick<Tensor, 'data' | 'scales'>,
  nets: readonly NetParameters[],
): NetReader {
  const { size, labels } = shape;
  const reach = 3 * size;
  const filters = nets.length * shape.filters;
  const hiddens = nets.length * shape.hidden;
  const pooledCount = 2 * shape.filters;
  /** What every net is told of the words beside what its own filters say: their mean, and those at picked places. */
  const sharedCount = (1 + pickedWords) * size;
  const labelRows = blockLength(labels, 1);
  const weights = weightsOf(shape, nets);
  const lengths = {
    words: (mostTokens + 2) * size,
    filtered: mostTokens * filters,
    pooled: nets.length * pooledCount,
    shared: sharedCount,
    hidden: hiddens,
    labels: labelRows,
  };
  const space = vectorSpace([
    ...Object.values(lengths),
    ...[blockLength(filters, reach), blockLength(hiddens, sharedCount)],
    ...nets.flatMap(() => [blockLength(shape.hidden, pooledCount), blockLength(labels, shape.hidden)]),
  ]);
  /** Of a word's pieces: whole numbers, which are quicker added than others. */
  const sums = new Int32Array(size);
  const words = space.take(lengths.words);
  const filtered = space.take(lengths.filtered);
  const pooled = space.take(lengths.pooled);
  const shared = space.take(lengths.shared);
  const hidden = space.take(lengths.hidden);
  const ownLogits = space.take(lengths.labels);
  const filterRows = inBlocks(weights.filters, reach, space.take(blockLength(filters, reach)));
  const sharedRows = inBlocks(weights.shared, sharedCount, space.take(blockLength(hiddens, sharedCount)));
  const parts = nets.map((net, index) => ({
    pooled: pooled.subarray(index * pooledCount, (index + 1) * pooledCount),
    hidden: hidden.subarray(index * shape.hidden, (index + 1) * shape.hidden),
    pooledRows: inBlocks(
      weights.pooled[index] ?? [],
      pooledCount,
      space.take(blockLength(shape.hidden, pooledCount)),
    ),
    outputRows: inBlocks(net.output, shape.hidden, space.take(blockLength(labels, shape.hidden))),
    outputBiases: net.outputBiases,
  }));
  /** The words that a filter at each place sees, and where it says so. */
  const places = Array.from({ length: mostTokens }, (_, token) => ({
    words: words.subarray(token * size, token * size + reach),
    filtered: filtered.subarray(token * filters, (token + 1) * filters),
  }));

  return {
    addLogits: (line, logits) => {
      embed(line);
      filter(line.pieces.length);
      fillShared(line);
      hidden.set(weights.hiddenBiases);
      space.addProducts(sharedRows, shared, hidden);
      for (const part of parts) {
        space.addProducts(part.pooledRows, part.pooled, part.hidden);
        for (let at = 0; at < part.hidden.length; at += 1)
          part.hidden[at] = Math.max(0, part.hidden[at] ?? 0);
        ownLogits.set(part.outputBiases);
        space.addProducts(part.outputRows, part.hidden, ownLogits);
        for (let at = 0; at < labels; at += 1)
          logits[at] = (logits[at] ?? 0) + (ownLogits[at] ?? 0) / nets.length;
      }
    },
  };

  /** Each word is the mean of its pieces, with an empty one on either side of the line. */
  function embed({ pieces }: NetLine): void {
    words.fill(0, 0, (pieces.length + 2) * size);
    for (let token = 0; token < pieces.length; token += 1) {
      const own = pieces[token] ?? [];
      sums.fill(0);
      for (const piece of own) {
        const from = piece * size;
        for (let d = 0; d < size; d += 1) sums[d] = (sums[d] ?? 0) + (data[from + d] ?? 0);
      }
      const to = (token + 1) * size;
      for (let d = 0; d < size; d += 1) words[to + d] = ((sums[d] ?? 0) * (scales[d] ?? 0)) / own.length;
    }
  }

  /** How strong each filter is at most and in the mean; what is below 0 does not count. */
  function filter(count: number): void {
    pooled.fill(0);
    if (count === 0) return;
    for (const place of places.slice(0, count)) {
      place.filtered.set(weights.filterBiases);
      space.addProducts(filterRows, place.words, place.filtered);
    }
    for (let net = 0; net < nets.length; net += 1) {
      const strongest = net * pooledCount;
      const mean = strongest + shape.filters;
      for (let token = 0; token < count; token += 1) {
        const from = token * filters + net * shape.filters;
        for (let each = 0; each < shape.filters; each += 1) {
          const value = Math.max(0, filtered[from + each] ?? 0);
          pooled[mean + each] = (pooled[mean + each] ?? 0) + value;
          pooled[strongest + each] = Math.max(value, pooled[strongest + each] ?? 0);
        }
      }
      for (let each = 0; each < shape.filters; each += 1)
        pooled[mean + each] = (pooled[mean + each] ?? 0) / count;
    }
  }

  function fillShared({ pieces, picked }: NetLine): void {
    shared.fill(0);
    for (let token = 1; token <= pieces.length; token += 1) {
      for (let d = 0; d < size; d += 1)
        shared[d] = (shared[d] ?? 0) + (words[token * size + d] ?? 0) / pieces.length;
    }
    for (const [place, token] of picked.entries()) {
      if (token < 0) continue;
      const from = (token + 1) * size;
      const to = (place + 1) * size;
      for (let d = 0; d < size; d += 1) shared[to + d] = words[from + d] ?? 0;
    }
  }
}

/** The weights of all nets by what they are multiplied with, row by row. */
function weightsOf(shape: NetShape, nets: readonly NetParameters[]) {
  const pooledCount = 2 * shape.filters;
  const inputs = inputsOf(shape);
  return {
    filters: nets.flatMap((net) => [...net.filters]),
    filterBiases: nets.flatMap((net) => [...net.filterBiases]),
    shared: nets.flatMap((net) => columnsOf(net.hidden, inputs, pooledCount, inputs)),
    pooled: nets.map((net) => columnsOf(net.hidden, inputs, 0, pooledCount)),
    hiddenBiases: nets.flatMap((net) => [...net.hiddenBiases]),
  };
}

function columnsOf(table: Float32Array, width: number, from: number, to: number): number[] {
  return [...table].filter((_value, at) => at % width >= from && at % width < to);
}
