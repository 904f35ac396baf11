/**
 * Reads parts of files of which many parts are wanted, one after the other and by many at once: a class that watches one
 * lesson. Files stay open for a while and buffers are used again; to open, close and allocate for each fragment costs
 * more than to read it (docs/performance.md).
 */
import { close, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { LRUCache } from 'lru-cache';
import type { FilePart } from './file-store.ts';

const openFile = promisify(open);

type OpenFile = { descriptor: Promise<number>; readers: number; isLeft: boolean };

/** A file may be replaced by somebody else, of which nobody tells (ms). */
const openForMs = 10_000;
const mostOpen = 64;
/** Two seconds of a small rendition are about a third of it. Larger parts have a buffer of their own (bytes). */
const lentBytes = 512 * 1024;
/** Below this a buffer of its own costs less than one that is kept (bytes). */
const smallBytes = 32 * 1024;
const mostFree = 24;
/** Memory that nobody has asked for in this time is given back (ms). */
const freeForMs = 20_000;

export class PartReader {
  readonly #files = new LRUCache<string, OpenFile>({
    max: mostOpen,
    ttl: openForMs,
    ttlAutopurge: true,
    dispose: (file) => leave(file),
  });
  #free: Buffer[] = [];
  #emptying: NodeJS.Timeout | undefined;

  /**
   * Bytes `start` to `end`, both inclusive; fewer when the file ends before. The caller releases them.
   * @param file absolute path
   * @throws what the system says: ENOENT, EIO …
   */
  async read(file: string, start: number, end: number): Promise<FilePart> {
    const opened = this.#open(file);
    opened.readers += 1;
    const part = this.#lend(end - start + 1);
    try {
      const descriptor = await opened.descriptor;
      const length = await fill(descriptor, part.bytes, start);
      return length === part.bytes.length ? part : { ...part, bytes: part.bytes.subarray(0, length) };
    } catch (error) {
      part.release();
      // Whatever it is: the next reader tries anew.
      if (this.#files.peek(file) === opened) this.#files.delete(file);
      throw error;
    } finally {
      opened.readers -= 1;
      if (opened.isLeft && opened.readers === 0) shut(opened);
    }
  }

  /** Closes what is open of a file, or of all in a folder, that is about to be replaced or removed. */
  forget(isMeant: (file: string) => boolean): void {
    for (const file of [...this.#files.keys()]) if (isMeant(file)) this.#files.delete(file);
  }

  #open(file: string): OpenFile {
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const opened: OpenFile = { descriptor: openFile(file, 'r'), readers: 0, isLeft: false };
    this.#files.set(file, opened);
    return opened;
  }

  #lend(size: number): FilePart {
    if (size <= smallBytes) return { bytes: Buffer.allocUnsafe(size), release: () => undefined };
    if (size > lentBytes) return { bytes: Buffer.allocUnsafeSlow(size), release: () => undefined };
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(lentBytes);
    let isLent = true;
    return {
      bytes: buffer.subarray(0, size),
      release: () => {
        if (!isLent) return;
        isLent = false;
        if (this.#free.length < mostFree) this.#free.push(buffer);
        this.#emptying ??= setTimeout(() => {
          this.#free = [];
          this.#emptying = undefined;
        }, freeForMs).unref();
        this.#emptying.refresh();
      },
    };
  }
}

/** Nobody finds it any more; it is closed when the last one who reads it is through. */
function leave(file: OpenFile): void {
  file.isLeft = true;
  if (file.readers === 0) shut(file);
}

function shut(file: OpenFile): void {
  file.descriptor.then(
    (descriptor) => close(descriptor),
    // It could not be opened, which whoever asked has been told.
    () => undefined,
  );
}

/** @returns bytes read: as many as there is room for, or as there are */
async function fill(descriptor: number, buffer: Buffer, position: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const goOn = (length: number): void => {
    read(descriptor, buffer, length, buffer.length - length, position + length, (error, bytesRead) => {
      if (error !== null) reject(error);
      else if (bytesRead === 0 || length + bytesRead === buffer.length) resolve(length + bytesRead);
      else goOn(length + bytesRead);
    });
  };
  goOn(0);
  return promise;
}
