/** What a trace is told of. tracing.ts sends it on, where somebody has asked for traces. */
export type Spans = {
  /** @param traceparent header of the request: whose trace this is part of */
  request(request: { method: string; traceparent: string | undefined }): {
    /** Runs what answers the request: what it asks for becomes part of its span. */
    run: (next: () => void) => void;
    ended: (end: { route: string | undefined; status: number }) => void;
  };
  job<T>(kind: string, work: () => Promise<T>): Promise<T>;
  /** A call of the analysis host; the returned function is told of its end. */
  call(operation: string): (error?: unknown) => void;
};

/** Where nobody has asked. */
export const noSpans: Spans = {
  request: () => ({ run: (next) => next(), ended: () => undefined }),
  job: (_kind, work) => work(),
  call: () => () => undefined,
};
