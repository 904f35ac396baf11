/** Keeps the last `capacity` bytes of an endless stream. Memory never grows beyond the capacity. */
export class RingBuffer {
  readonly #bytes: Buffer;
  #next = 0;
  #total = 0;

  /** @param capacity in bytes, at least 1 */
  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity);
  }

  /** Bytes pushed so far, including those that have been overwritten. */
  get totalBytes(): number {
    return this.#total;
  }

  get hasWrapped(): boolean {
    return this.#total > this.#bytes.length;
  }

  push(chunk: Buffer): void {
    const capacity = this.#bytes.length;
    const kept = chunk.length > capacity ? chunk.subarray(chunk.length - capacity) : chunk;
    const untilEnd = Math.min(kept.length, capacity - this.#next);
    kept.copy(this.#bytes, this.#next, 0, untilEnd);
    kept.copy(this.#bytes, 0, untilEnd);
    this.#next = (this.#next + kept.length) % capacity;
    this.#total += chunk.length;
  }

  /** The kept bytes, oldest first. */
  toBuffer(): Buffer {
    if (!this.hasWrapped) return Buffer.from(this.#bytes.subarray(0, this.#total));
    return Buffer.concat([this.#bytes.subarray(this.#next), this.#bytes.subarray(0, this.#next)]);
  }
}
