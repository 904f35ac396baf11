/** Requests that are sent before the page's own code has been read; `call` takes their answers instead of asking again. */

/** Longer than a page takes to be drawn (ms); later, an answer that nobody took would tell of the past. */
const keptMs = 10_000;
const asked = new Map<string, { answer: Promise<Response>; atMs: number }>();

export function askEarly(path: string): void {
  const answer = fetch(path, { headers: { accept: 'application/json' } });
  // Whoever takes it hears of a failure.
  answer.catch(() => undefined);
  asked.set(path, { answer, atMs: performance.now() });
}

/** Once: whoever asks a second time wants to know what has changed. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const early = asked.get(path);
  asked.delete(path);
  return early === undefined || performance.now() - early.atMs > keptMs ? undefined : early.answer;
}

/** Something has changed. */
export function forgetEarly(): void {
  asked.clear();
}
