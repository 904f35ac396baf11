/** One way to call the core. Replies are typed by the contract; failures carry the contract's error code. */
import type { ErrorCode, Problem } from '../../contract/errors.ts';
import { takeEarly } from './early-answers.ts';

/** `unreachable`: no answer at all, so there is no code of the core's. */
export type FailureCode = ErrorCode | 'unreachable';

export class ApiFailure extends Error {
  readonly code: FailureCode;
  /** For the support desk: what the core's log calls this request. */
  readonly requestId: string | undefined;
  readonly fields: readonly { path: string; message: string }[];

  constructor(code: FailureCode, problem?: Partial<Problem>, cause?: unknown) {
    super(problem?.detail ?? code, { cause });
    this.code = code;
    this.requestId = problem?.request_id;
    this.fields = problem?.errors ?? [];
  }
}

export function failureOf(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure('internal', undefined, error);
}

/** Codes that another attempt a moment later may not meet. */
const passing: ReadonlySet<FailureCode> = new Set([
  'unreachable',
  'not_ready',
  'shutting_down',
  'overloaded',
]);

export function isPassing(error: unknown): boolean {
  return passing.has(failureOf(error).code);
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** @param options.body a form is sent as it is, anything else as JSON @throws ApiFailure; AbortError when `signal` fired */
export async function call<T>(
  method: Method,
  path: string,
  options: { body?: unknown; signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const { body, signal } = options;
  // The browser names the type of a form itself: it holds the mark between its parts.
  const isForm = body instanceof FormData;
  let response: Response;
  try {
    const early = method === 'GET' ? takeEarly(path) : undefined;
    response = await (early ??
      fetch(path, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
      }));
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFailure('unreachable', undefined, error);
  }
  if (!response.ok) throw await failureIn(response);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** The body of a reply that goes on. @throws as `call` does */
export async function openStream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { accept: 'text/event-stream' }, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiFailure('unreachable', undefined, error);
  }
  if (!response.ok) throw await failureIn(response);
  if (response.body === null) throw new ApiFailure('internal');
  return response.body;
}

async function failureIn(response: Response): Promise<ApiFailure> {
  try {
    const problem = (await response.json()) as Problem;
    return new ApiFailure(problem.code, problem);
  } catch (error) {
    return new ApiFailure('internal', undefined, error);
  }
}
