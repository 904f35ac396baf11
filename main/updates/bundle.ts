/**
 * An update file: a mark, the list of what is inside, a signature over the list, and the files one after the other as one
 * compressed stream. The list holds each file's hash, so that one signature stands for everything, and nothing is
 * unpacked of a file whose list was not signed by a known key.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress } from 'node:zlib';
import path from 'node:path';
import { AppError } from '../base/app-error.ts';
import { type UpdateFile, type UpdateManifest, limits, parseManifest } from './manifest.ts';
import { isSigned, signManifest, signatureBytes } from './signature.ts';

const mark = Buffer.from('AIRCLASS-UPDATE-1\n');

export type BundleHead = {
  manifest: UpdateManifest;
  /** As they stand in the file: what was signed. */
  manifestBytes: Buffer;
  signature: Buffer;
  /** Where the compressed files begin (bytes). */
  payloadAt: number;
};

/**
 * Reads the list and checks who signed it; some milliseconds.
 * @throws AppError update_unreadable, update_untrusted, update_damaged (cut off), media_missing when there is no file
 */
export async function readHead(file: string, keys: readonly string[]): Promise<BundleHead> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    throw new AppError('update_unreadable', `${path.basename(file)} cannot be opened`, { cause: error });
  }
  try {
    const start = await read(handle, 0, mark.length + 4);
    if (!start.subarray(0, mark.length).equals(mark)) {
      throw new AppError('update_unreadable', `${path.basename(file)} is no update of AIRClass Recorder`);
    }
    const length = start.readUInt32BE(mark.length);
    if (length > limits.manifestBytes)
      throw new AppError('update_unreadable', 'its list of files is too long');
    const manifestBytes = await read(handle, start.length, length);
    const signature = await read(handle, start.length + length, signatureBytes);
    if (!isSigned(manifestBytes, signature, keys)) {
      throw new AppError('update_untrusted', 'no key that this program trusts has signed it');
    }
    const manifest = parseManifest(manifestBytes);
    const payloadAt = start.length + length + signatureBytes;
    const { size } = await handle.stat();
    if (size !== payloadAt + manifest.payload_bytes) {
      throw new AppError('update_damaged', `${path.basename(file)} is not complete`);
    }
    return { manifest, manifestBytes, signature, payloadAt };
  } finally {
    await handle.close();
  }
}

/** @throws AppError update_damaged when the file ends before */
async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, at);
  if (bytesRead < length) throw new AppError('update_damaged', 'the update is not complete');
  return buffer;
}

/**
 * Makes an update file of a folder.
 * @param wanted.files their paths below `folder`, with `/`
 * @param wanted.key PEM of the private key
 * @param wanted.quality of brotli, 0–11
 */
export async function writeBundle(wanted: {
  folder: string;
  files: readonly string[];
  about: Omit<UpdateManifest, 'files' | 'payload_bytes' | 'product'>;
  key: string;
  output: string;
  quality?: number;
}): Promise<UpdateManifest> {
  const { folder, about, key, output, quality = 9 } = wanted;
  // In order: the same files make the same list.
  const paths = wanted.files.toSorted((a, b) => (a < b ? -1 : 1));
  const files: UpdateFile[] = [];
  const payload = `${output}.payload`;
  try {
    await pipeline(
      readAll(folder, paths, files),
      createBrotliCompress({
        params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 },
      }),
      createWriteStream(payload),
    );
    const { size } = await stat(payload);
    const manifest: UpdateManifest = { product: 'airclass-recorder', ...about, payload_bytes: size, files };
    const manifestBytes = Buffer.from(JSON.stringify(manifest));
    // What is refused when it is read is not written.
    parseManifest(manifestBytes);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(manifestBytes.length);
    const head = Buffer.concat([mark, length, manifestBytes, signManifest(manifestBytes, key)]);
    await pipeline(joined(head, payload), createWriteStream(output));
    return manifest;
  } finally {
    await rm(payload, { force: true });
  }
}

async function* joined(head: Buffer, payload: string): AsyncGenerator<Buffer> {
  yield head;
  yield* createReadStream(payload) as AsyncIterable<Buffer>;
}

/** The files' contents one after the other; notes of each what it was. */
async function* readAll(
  folder: string,
  paths: readonly string[],
  files: UpdateFile[],
): AsyncGenerator<Buffer> {
  for (const name of paths) {
    const file = path.join(folder, ...name.split('/'));
    const { mode } = await stat(file);
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
    files.push({
      path: name,
      size_bytes: size,
      sha256: hash.digest('hex'),
      is_executable: process.platform !== 'win32' && (mode & 0o111) !== 0,
    });
  }
}
