/**
 * Latencies of millions of requests in little room: buckets that grow with the value, 64 to each doubling, so that a
 * percentile is at most 1.6 % too high. Histograms of several processes are added.
 */

const perDoubling = 64;
/** What is shorter is counted as this long (µs). */
const firstUs = 64;

export type HistogramData = { counts: [bucket: number, count: number][]; sumUs: number; maxUs: number };

export class Histogram {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #sumUs = 0;
  #maxUs = 0;

  static from(data: HistogramData): Histogram {
    const histogram = new Histogram();
    histogram.add(data);
    return histogram;
  }

  record(ms: number): void {
    const us = Math.max(0, ms * 1000);
    const bucket = us <= firstUs ? 0 : Math.ceil(Math.log2(us / firstUs) * perDoubling);
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1);
    this.#count += 1;
    this.#sumUs += us;
    this.#maxUs = Math.max(this.#maxUs, us);
  }

  add(data: HistogramData): void {
    for (const [bucket, count] of data.counts) {
      this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count);
      this.#count += count;
    }
    this.#sumUs += data.sumUs;
    this.#maxUs = Math.max(this.#maxUs, data.maxUs);
  }

  get count(): number {
    return this.#count;
  }
  get maxMs(): number {
    return this.#maxUs / 1000;
  }
  get meanMs(): number {
    return this.#count === 0 ? 0 : this.#sumUs / this.#count / 1000;
  }

  /** @param share 0–1 @returns ms: so many of all were no longer than this */
  percentile(share: number): number {
    const wanted = Math.max(1, Math.ceil(this.#count * share));
    let seen = 0;
    for (const [bucket, count] of [...this.#counts].toSorted(([left], [right]) => left - right)) {
      seen += count;
      if (seen >= wanted) return Math.min(this.#maxUs, firstUs * 2 ** (bucket / perDoubling)) / 1000;
    }
    return 0;
  }

  /** For another process. */
  data(): HistogramData {
    return { counts: [...this.#counts], sumUs: this.#sumUs, maxUs: this.#maxUs };
  }
}
