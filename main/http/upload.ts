/** Multipart bodies: one file beside text fields, streamed to disk or held in memory, never beyond its limit. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { AppError, systemErrorCode } from '../base/app-error.ts';
import { newId } from '../base/ids.ts';

/** Room for boundaries and text fields beside the file (bytes). */
const formOverheadBytes = 1_000_000;
/** How long a client may go on sending after it was refused, so that it can read why, on a busy PC as well (ms). */
const lingerMs = 10_000;
/** What a stream says when the other side went away in the middle. */
const goneCodes = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'ABORT_ERR']);

export type UploadLimits = {
  /** Name of the form's file field. */
  fileField: string;
  maxFileBytes: number;
};

export type ReceivedFile<F> = { filename: string; content: F };

/** Lets the routes of this scope (and no others) take multipart bodies. */
export async function acceptMultipart(scope: FastifyInstance): Promise<void> {
  scope.removeContentTypeParser('application/json');
  await scope.register(multipart, { throwFileSizeLimit: false });
}

/** An onRequest hook: what is announced as too large is refused before a byte of it is read. */
export function refuseLargerThan(maxFileBytes: number) {
  return async (request: FastifyRequest): Promise<void> => {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced <= maxFileBytes + formOverheadBytes) return;
    linger(request);
    throw tooLarge(maxFileBytes);
  };
}

/**
 * Streams the form's file to a new file in `folder`.
 * @returns its path; it belongs to the caller. When this throws, nothing is left on disk.
 */
export async function receiveToDisk(
  request: FastifyRequest,
  limits: UploadLimits & { folder: string },
): Promise<{ file: ReceivedFile<string>; fields: Record<string, string> }> {
  const uploadPath = path.join(limits.folder, `upload-${newId()}`);
  try {
    return await receive(request, limits, async (stream) => {
      await mkdir(limits.folder, { recursive: true, mode: 0o700 });
      await pipeline(stream, createWriteStream(uploadPath, { flags: 'wx', mode: 0o600, flush: true }));
      return uploadPath;
    });
  } catch (error) {
    await rm(uploadPath, { force: true });
    throw error;
  }
}

export async function receiveToMemory(
  request: FastifyRequest,
  limits: UploadLimits,
): Promise<{ file: ReceivedFile<Buffer>; fields: Record<string, string> }> {
  return receive(request, limits, async (stream) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  });
}

/** @throws AppError validation_failed naming the fields */
export function parseFields<S extends z.ZodType>(schema: S, fields: Record<string, string>): z.output<S> {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new AppError('validation_failed', undefined, { fields: issues });
}

async function receive<F>(
  request: FastifyRequest,
  limits: UploadLimits,
  keep: (stream: Readable) => Promise<F>,
): Promise<{ file: ReceivedFile<F>; fields: Record<string, string> }> {
  try {
    return await readForm(request, limits, keep);
  } catch (error) {
    linger(request);
    const code = systemErrorCode(error);
    if (error instanceof AppError || (code !== undefined && !goneCodes.has(code))) throw error;
    throw new AppError('bad_request', 'the form is broken or incomplete', { cause: error });
  }
}

async function readForm<F>(
  request: FastifyRequest,
  { fileField, maxFileBytes }: UploadLimits,
  keep: (stream: Readable) => Promise<F>,
): Promise<{ file: ReceivedFile<F>; fields: Record<string, string> }> {
  const fields: Record<string, string> = {};
  let file: ReceivedFile<F> | undefined;
  const parts = request.parts({
    limits: { fileSize: maxFileBytes, files: 1, fields: 50, fieldSize: 64_000, parts: 60 },
  });
  for await (const part of parts) {
    if (part.type === 'field') {
      if (typeof part.value === 'string') fields[part.fieldname] = part.value;
      continue;
    }
    if (part.fieldname !== fileField) {
      part.file.resume();
      throw wrongField(fileField, `the file belongs in the field '${fileField}', not '${part.fieldname}'`);
    }
    // At its limit the parser drops the rest of the file but waits for its end, which may never come.
    part.file.once('limit', () => part.file.destroy(tooLarge(maxFileBytes)));
    const content = await keep(part.file);
    if (part.file.truncated) throw tooLarge(maxFileBytes);
    file = { filename: part.filename, content };
  }
  if (file === undefined) throw wrongField(fileField, `the form has no file field '${fileField}'`);
  return { file, fields };
}

function wrongField(fileField: string, message: string): AppError {
  return new AppError('validation_failed', message, { fields: [{ path: fileField, message }] });
}

function tooLarge(maxFileBytes: number): AppError {
  return new AppError('payload_too_large', `the file may have up to ${maxFileBytes} bytes`);
}

/**
 * Throws the rest of the body away for a moment. Closing at once would reset the connection under a client that still
 * sends, and it would never read the reply.
 */
function linger(request: FastifyRequest): void {
  const { raw } = request;
  raw.unpipe();
  raw.resume();
  setTimeout(() => {
    if (!raw.complete) raw.socket.destroy();
  }, lingerMs).unref();
}
