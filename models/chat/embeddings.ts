/**
 * Learns embeddings of word pieces from plain text: skip-gram with negative sampling, where a word is the mean of its
 * pieces (Bojanowski et al. 2017, arXiv:1607.04606). One thread, seeded: the same text gives the same table.
 */
import { piecesOf, pieceBits } from '../../main/analysis/chat/tokens.ts';
import { seeded } from '../../main/base/seeded.ts';

export type EmbeddingOptions = {
  size: number;
  epochs: number;
  window: number;
  negatives: number;
  rate: number;
  /** Words seen less often predict nothing. */
  leastCount: number;
  /** Share above which frequent words are left out now and then. */
  subsample: number;
  seed: number;
};

export const embeddingOptions: EmbeddingOptions = {
  ...{ size: 40, epochs: 3, window: 4, negatives: 5, rate: 0.08, leastCount: 4, subsample: 3e-4, seed: 11 },
};

/** @param sentences tokens of each. @returns 2^pieceBits rows of `size` */
export function learnEmbeddings(
  sentences: readonly (readonly string[])[],
  options: EmbeddingOptions = embeddingOptions,
): Float32Array {
  const { size, epochs, window, negatives, rate, leastCount, subsample, seed } = options;
  const counts = new Map<string, number>();
  for (const sentence of sentences)
    for (const token of sentence) counts.set(token, (counts.get(token) ?? 0) + 1);
  const words = [...counts].filter(([, count]) => count >= leastCount).map(([word]) => word);
  const numberOfWord = new Map(words.map((word, index) => [word, index]));
  const total = words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
  const keep = Float32Array.from(words, (word) => {
    const share = (counts.get(word) ?? 0) / total;
    return Math.min(1, Math.sqrt(subsample / share) + subsample / share);
  });
  const pieces = words.map((word) => Uint32Array.from(piecesOf(word)));
  const random = seeded(seed);
  const input = Float32Array.from({ length: size << pieceBits }, () => (random() - 0.5) / size);
  const output = new Float32Array(words.length * size);
  const lots = lotsOf(words.map((word) => counts.get(word) ?? 0));
  const center = new Float32Array(size);
  const change = new Float32Array(size);
  const encoded = sentences.map((sentence) =>
    Uint32Array.from(sentence.flatMap((token) => numberOfWord.get(token) ?? [])),
  );
  const steps = epochs * encoded.length;
  let done = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const sentence of encoded) {
      learnFrom(
        sentence.filter((word) => random() < (keep[word] ?? 1)),
        rate * Math.max(0.02, 1 - done / steps),
      );
      done += 1;
    }
  }
  return input;

  function learnFrom(sentence: Uint32Array, speed: number): void {
    for (let at = 0; at < sentence.length; at += 1) {
      const own = pieces[sentence[at] ?? 0] ?? new Uint32Array();
      const reach = 1 + Math.floor(random() * window);
      center.fill(0);
      for (const piece of own) {
        const from = piece * size;
        for (let d = 0; d < size; d += 1) center[d] = (center[d] ?? 0) + (input[from + d] ?? 0);
      }
      for (let d = 0; d < size; d += 1) center[d] = (center[d] ?? 0) / own.length;
      change.fill(0);
      for (
        let other = Math.max(0, at - reach);
        other <= Math.min(sentence.length - 1, at + reach);
        other += 1
      ) {
        if (other !== at) predict(sentence[other] ?? 0, speed);
      }
      for (const piece of own) {
        const from = piece * size;
        for (let d = 0; d < size; d += 1) input[from + d] = (input[from + d] ?? 0) + (change[d] ?? 0);
      }
    }
  }

  function predict(context: number, speed: number): void {
    for (let draw = 0; draw <= negatives; draw += 1) {
      const word = draw === 0 ? context : (lots[Math.floor(random() * lots.length)] ?? 0);
      if (draw > 0 && word === context) continue;
      const from = word * size;
      let dot = 0;
      for (let d = 0; d < size; d += 1) dot += (center[d] ?? 0) * (output[from + d] ?? 0);
      const step = speed * ((draw === 0 ? 1 : 0) - 1 / (1 + Math.exp(-dot)));
      for (let d = 0; d < size; d += 1) {
        const old = output[from + d] ?? 0;
        change[d] = (change[d] ?? 0) + step * old;
        output[from + d] = old + step * (center[d] ?? 0);
      }
    }
  }
}

/** Words as often as the ¾ power of their counts says. */
function lotsOf(counts: readonly number[]): Uint32Array {
  const size = 1 << 20;
  const powers = counts.map((count) => count ** 0.75);
  const total = powers.reduce((sum, power) => sum + power, 0);
  const lots = new Uint32Array(size);
  let word = 0;
  let reached = (powers[0] ?? 0) / total;
  for (let at = 0; at < size; at += 1) {
    lots[at] = word;
    if (at / size > reached && word < counts.length - 1) {
      word += 1;
      reached += (powers[word] ?? 0) / total;
    }
  }
  return lots;
}
