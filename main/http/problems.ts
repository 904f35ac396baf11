/** Every failure as one problem+json document (RFC 9457). What is not an AppError tells nothing but its request id. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type ErrorCode, type Problem, errorTable } from '../../contract/errors.ts';
import { AppError, type FieldError, systemErrorCode } from '../base/app-error.ts';
import type { Logger } from '../base/logger.ts';
import { comeBackSec } from './overload.ts';

export const problemType = 'application/problem+json; charset=utf-8';

/** A wrong id in the path names nothing: these answer 404, as an unknown id does. */
const codeOfPathId: Readonly<Record<string, ErrorCode>> = {
  recording_id: 'recording_not_found',
  chapter_id: 'chapter_not_found',
  job_id: 'job_not_found',
  watch_id: 'watch_not_found',
  rendition: 'rendition_unknown',
  file: 'media_missing',
  sheet: 'not_found',
  part: 'not_found',
};

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'unsupported_media_type', // @fastify/multipart, for a body that is not multipart
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  416: 'range_not_satisfiable',
};

/** The error as the table knows it. `internal` with a generic text for everything that was not foreseen. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) {
    return error.code === 'internal' ? hidden(error) : error;
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({
      path: issue.instancePath.slice(1).replaceAll('/', '.'),
      message: issue.message ?? 'is wrong',
    }));
    return validationError(error.validationContext, fields);
  }
  if (systemErrorCode(error) === 'ENOSPC') {
    return new AppError('disk_full', undefined, { cause: error });
  }
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500) {
    const code = codeOfStatus[status] ?? 'bad_request';
    return new AppError(code, error instanceof Error ? error.message : undefined, { cause: error });
  }
  return hidden(error);
}

export function problemOf(error: AppError, requestId: string): Problem {
  const { status, title } = errorTable[error.code];
  return {
    type: `urn:airclass:error:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    request_id: requestId,
    ...(error.fields === undefined ? {} : { errors: [...error.fields] }),
  };
}

/** Fastify's error handler. */
export function createErrorHandler(log: Logger) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const known = toAppError(error);
    // Refusals come by the thousand when there is too much to do: they are counted with the requests.
    if (known.status >= 500 && known.code !== 'overloaded') {
      const fields = { err: known.code === 'internal' ? (known.cause ?? known) : known };
      log.error(
        { request_id: request.id, method: request.method, route: request.routeOptions.url, ...fields },
        'request failed',
      );
    }
    return sendProblem(reply, known, request.id);
  };
}

/** Text, not an object: a problem must not be shaped by a route's reply schemas. */
export function sendProblem(reply: FastifyReply, error: AppError, requestId: string): FastifyReply {
  if (error.code === 'overloaded' && !reply.hasHeader('retry-after')) {
    void reply.header('retry-after', String(comeBackSec()));
  }
  return reply
    .code(error.status)
    .removeHeader('etag')
    .removeHeader('content-disposition')
    .removeHeader('last-modified')
    .header('cache-control', 'no-store')
    .header('content-type', problemType)
    .send(JSON.stringify(problemOf(error, requestId)));
}

function validationError(context: string | undefined, fields: FieldError[]): AppError {
  if (context === 'params') {
    const named = fields.map((field) => codeOfPathId[field.path]).find((code) => code !== undefined);
    if (named !== undefined) return new AppError(named);
  }
  const [first] = fields;
  const detail =
    first === undefined ? undefined : `${first.path === '' ? 'the request' : first.path}: ${first.message}`;
  return new AppError('validation_failed', detail, { fields });
}

function hidden(cause: unknown): AppError {
  return new AppError('internal', 'look for the request id in the log', { cause });
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
