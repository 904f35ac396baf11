/**
 * Reads one HTTP/1.1 response as its bytes come. node:http's client took half of what a virtual user costs, and people
 * and core share the same processor cores. Only what a core sends back to a browser is understood.
 */

export type Headers = Readonly<Record<string, string>>;

const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');
const nothing = Buffer.alloc(0);

export class ResponseReader {
  status: number | undefined;
  headers: Headers = {};
  /** Of the body so far. */
  bytes = 0;
  readonly #onBody: (chunk: Buffer, headers: Headers) => void;
  /** What has come of a line that is not whole yet. */
  #begun: Buffer = nothing;
  /** Of the body, or of the chunk with the line end behind it, still to come; undefined: until the connection ends. */
  #left: number | undefined;
  #isChunked = false;
  #isLastChunk = false;
  isDone = false;

  /** @param onBody told of the body piece by piece; the memory is used again after it returns */
  constructor(onBody: (chunk: Buffer, headers: Headers) => void) {
    this.#onBody = onBody;
  }

  /**
   * @returns whether the response is whole
   * @throws Error when it is no HTTP
   */
  read(piece: Buffer): boolean {
    let rest = piece;
    if (this.status === undefined) {
      const whole = this.#begun.length === 0 ? rest : Buffer.concat([this.#begun, rest]);
      const end = whole.indexOf(headEnd);
      if (end === -1) {
        this.#begun = Buffer.from(whole);
        return false;
      }
      this.#begun = nothing;
      this.#readHead(whole.toString('latin1', 0, end));
      rest = whole.subarray(end + headEnd.length);
    }
    if (this.#isChunked) this.#readChunks(rest);
    else this.#take(rest);
    return this.isDone;
  }

  /** The connection has ended. @returns whether the response is whole */
  end(): boolean {
    return this.isDone || (this.status !== undefined && !this.#isChunked && this.#left === undefined);
  }

  #readHead(head: string): void {
    const [first = '', ...lines] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
    if (Number.isNaN(status)) throw new Error(`no HTTP: ${first}`);
    const headers: Record<string, string> = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    this.status = status;
    this.headers = headers;
    this.#isChunked = headers['transfer-encoding'] === 'chunked';
    if (status === 204 || status === 304) this.#left = 0;
    else if (headers['content-length'] !== undefined) this.#left = Number(headers['content-length']);
    if (this.#left === 0 && !this.#isChunked) this.isDone = true;
  }

  #take(piece: Buffer): void {
    if (this.isDone || piece.length === 0) return;
    const part = this.#left === undefined ? piece : piece.subarray(0, this.#left);
    this.#give(part);
    if (this.#left === undefined) return;
    this.#left -= part.length;
    this.isDone = this.#left === 0;
  }

  #give(part: Buffer): void {
    this.bytes += part.length;
    this.#onBody(part, this.headers);
  }

  #readChunks(piece: Buffer): void {
    let rest = this.#begun.length === 0 ? piece : Buffer.concat([this.#begun, piece]);
    this.#begun = nothing;
    while (rest.length > 0 && !this.isDone) {
      if (this.#left === undefined) {
        const end = rest.indexOf(lineEnd);
        if (end === -1) {
          this.#begun = Buffer.from(rest);
          return;
        }
        const size = Number.parseInt(rest.toString('latin1', 0, end), 16);
        if (Number.isNaN(size)) throw new Error('no size of a chunk');
        this.#isLastChunk = size === 0;
        this.#left = size + lineEnd.length;
        rest = rest.subarray(end + lineEnd.length);
      }
      const part = rest.subarray(0, this.#left);
      const body = part.subarray(0, Math.max(0, this.#left - lineEnd.length));
      if (body.length > 0) this.#give(body);
      this.#left -= part.length;
      rest = rest.subarray(part.length);
      if (this.#left > 0) continue;
      this.#left = undefined;
      this.isDone = this.#isLastChunk;
    }
  }
}
