/**
 * What is kept of a child's stderr: its last lines, free of credentials. Only whole lines are shown, because a URL
 * cut in two can no longer be recognised, and half of one may be the secret half.
 */
import { redactText } from './redact.ts';
import { RingBuffer } from './ring-buffer.ts';

const tailBytes = 64 * 1024;
/** A line longer than this is cut, its rest dropped: nobody reads it, and it must not fill the memory. */
const longestLine = 16 * 1024;

export class StderrTail {
  readonly #ring = new RingBuffer(tailBytes);
  readonly #listeners = new Set<(line: string) => void>();
  #partial = '';
  #isLineCut = false;
  #hasEnded = false;

  push(chunk: Buffer): void {
    this.#ring.push(chunk);
    if (this.#listeners.size > 0) this.#splitLines(chunk.toString('utf8'));
  }

  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#partial !== '') this.#emit(this.#partial);
    this.#partial = '';
  }

  /** @returns a function that removes the listener */
  onLine(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Up to the last 64 KiB as redacted text. */
  text(): string {
    let text = this.#ring.toBuffer().toString('utf8');
    if (this.#ring.hasWrapped) text = afterFirst(text, /[\r\n]/);
    if (!this.#hasEnded) text = text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
    return redactText(text);
  }

  #splitLines(text: string): void {
    const pieces = text.split(/[\r\n]/);
    for (const [position, piece] of pieces.entries()) {
      const isEndOfLine = position < pieces.length - 1;
      if (!this.#isLineCut) this.#partial += piece;
      if (this.#partial.length > longestLine) this.#isLineCut = true;
      if (isEndOfLine) {
        if (this.#partial !== '') this.#emit(this.#partial.slice(0, longestLine));
        this.#partial = '';
        this.#isLineCut = false;
      }
    }
  }

  #emit(line: string): void {
    const shown = redactText(line);
    for (const listener of this.#listeners) listener(shown);
  }
}

function afterFirst(text: string, pattern: RegExp): string {
  const at = text.search(pattern);
  return at === -1 ? '' : text.slice(at + 1);
}
