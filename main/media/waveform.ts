/** Peaks of sound for drawing, computed while it streams by: memory is one pair of bytes per 100 ms. */
import { waveformRate } from './media-commands.ts';

export const peakMs = 100;
const samplesPerPeak = (waveformRate * peakMs) / 1000;

/** Takes 16-bit little-endian mono at 8 kHz in chunks of any size. */
export class WaveformPeaks {
  readonly #peaks: number[] = [];
  #low = 0;
  #high = 0;
  #samples = 0;
  #half: number | undefined;

  push(chunk: Buffer): void {
    let at = 0;
    if (this.#half !== undefined && chunk.length > 0) {
      this.#add(((chunk.readInt8(0) << 8) | this.#half) << 0);
      this.#half = undefined;
      at = 1;
    }
    for (; at + 1 < chunk.length; at += 2) this.#add(chunk.readInt16LE(at));
    if (at < chunk.length) this.#half = chunk.readUInt8(at);
  }

  /** Lowest and highest value of each 100 ms in turn, as signed bytes (-128…127). */
  peaks(): Int8Array {
    const whole = this.#samples === 0 ? this.#peaks : [...this.#peaks, this.#low >> 8, this.#high >> 8];
    return Int8Array.from(whole);
  }

  #add(sample: number): void {
    if (sample < this.#low) this.#low = sample;
    if (sample > this.#high) this.#high = sample;
    this.#samples += 1;
    if (this.#samples < samplesPerPeak) return;
    this.#peaks.push(this.#low >> 8, this.#high >> 8);
    this.#low = 0;
    this.#high = 0;
    this.#samples = 0;
  }
}
