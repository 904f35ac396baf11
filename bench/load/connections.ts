/**
 * The connections of one browser to the core: up to six, kept open, each with one request at a time; what finds none free
 * waits in line. All read into the same memory, since nobody looks at the pictures.
 */
import { type Socket, connect } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { Outcome } from './figures.ts';
import { type Headers, ResponseReader } from './response-reader.ts';

export type Place = {
  host: string;
  port: number;
  /** Address of this machine. */
  from: string;
};

export type Answer = {
  outcome: Outcome;
  /** Empty where there was no answer. */
  headers: Headers;
  text: string;
  /** Of the body. */
  bytes: number;
};

type Exchange = {
  /** Request line, headers and body. */
  request: string;
  /** Whether the body is wanted as text. */
  isText: (headers: Headers) => boolean;
  attempt: number;
  isOver: boolean;
  end: (answer: Answer) => void;
  connection: Connection | undefined;
};

const mostConnections = 6;
const mostAttempts = 3;
/** Reading is one step of the event loop from the system's buffer to `read`: no two connections ever read at once. */
const memory = Buffer.allocUnsafeSlow(256 * 1024);
const unanswered = { headers: {}, text: '', bytes: 0 };

/** @param read told of what has come; the memory is used again after it returns */
function openSocket({ host, port, from }: Place, read: (piece: Buffer) => void): Socket {
  const onread = {
    buffer: memory,
    callback: (length: number) => {
      read(memory.subarray(0, length));
      return true;
    },
  };
  return connect({ host, port, localAddress: from, noDelay: true, onread });
}

export class Connections {
  readonly #place: Place;
  readonly #free: Connection[] = [];
  readonly #open = new Set<Connection>();
  readonly #line: Exchange[] = [];
  #isClosed = false;

  constructor(place: Place) {
    this.#place = place;
  }

  /** @param timeoutMs from now, waiting for a connection included */
  async ask(request: string, options: { timeoutMs: number; isText: Exchange['isText'] }): Promise<Answer> {
    return new Promise((resolve) => {
      const exchange: Exchange = {
        ...{ request, isText: options.isText, attempt: 1, connection: undefined },
        isOver: false,
        end: (answer) => {
          exchange.isOver = true;
          clearTimeout(timer);
          resolve(answer);
        },
      };
      const timer = setTimeout(() => {
        const place = this.#line.indexOf(exchange);
        if (place !== -1) this.#line.splice(place, 1);
        exchange.end({ ...unanswered, outcome: 'timeout' });
        exchange.connection?.leave();
      }, options.timeoutMs);
      this.#begin(exchange);
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const connection of this.#open) connection.leave();
    for (const { end } of this.#line.splice(0)) end({ ...unanswered, outcome: 'connection' });
  }

  #begin(exchange: Exchange): void {
    const free = this.#free.pop();
    if (free !== undefined) free.begin(exchange);
    else if (this.#open.size < mostConnections) this.#connect().begin(exchange);
    else this.#line.push(exchange);
  }

  #connect(): Connection {
    const connection: Connection = new Connection(this.#place, {
      freed: () => {
        const next = this.#line.shift();
        if (next === undefined) this.#free.push(connection);
        else connection.begin(next);
      },
      closed: (unsent) => {
        this.#open.delete(connection);
        const place = this.#free.indexOf(connection);
        if (place !== -1) this.#free.splice(place, 1);
        if (this.#isClosed) {
          unsent?.end({ ...unanswered, outcome: 'connection' });
          return;
        }
        if (unsent !== undefined) this.#begin(unsent);
        const next = this.#line.shift();
        if (next !== undefined) this.#begin(next);
      },
    });
    this.#open.add(connection);
    return connection;
  }
}

type Pool = {
  freed: () => void;
  /** @param unsent what nobody has answered, to be asked again */
  closed: (unsent: Exchange | undefined) => void;
};

class Connection {
  readonly #socket: Socket;
  readonly #pool: Pool;
  #exchange: Exchange | undefined;
  #reader: ResponseReader | undefined;
  #chunks: Buffer[] = [];
  #hasAnswered = false;

  constructor(place: Place, pool: Pool) {
    this.#pool = pool;
    this.#socket = openSocket(place, (piece) => this.#read(piece));
    this.#socket.on('error', () => undefined);
    this.#socket.once('close', () => this.#closed());
  }

  begin(exchange: Exchange): void {
    this.#exchange = exchange;
    exchange.connection = this;
    this.#chunks = [];
    this.#reader = new ResponseReader((chunk, headers) => {
      if (exchange.isText(headers)) this.#chunks.push(Buffer.from(chunk));
    });
    this.#socket.write(exchange.request);
  }

  leave(): void {
    this.#socket.destroy();
  }

  #read(piece: Buffer): void {
    const [reader, exchange] = [this.#reader, this.#exchange];
    if (reader === undefined || exchange === undefined) {
      // Nobody has asked.
      this.leave();
      return;
    }
    try {
      if (!reader.read(piece)) return;
    } catch {
      this.leave();
      return;
    }
    this.#hasAnswered = true;
    this.#finish(reader, exchange, reader.status ?? 'connection');
    if (reader.headers['connection'] === 'close') this.leave();
    else this.#pool.freed();
  }

  #finish(reader: ResponseReader, exchange: Exchange, outcome: Outcome): void {
    this.#exchange = undefined;
    this.#reader = undefined;
    const text = this.#chunks.length === 0 ? '' : Buffer.concat(this.#chunks).toString();
    exchange.end({ outcome, headers: reader.headers, text, bytes: reader.bytes });
  }

  #closed(): void {
    const [reader, exchange] = [this.#reader, this.#exchange];
    let unsent: Exchange | undefined;
    if (reader !== undefined && exchange !== undefined) {
      if (exchange.isOver) unsent = undefined;
      else if (reader.end()) this.#finish(reader, exchange, reader.status ?? 'connection');
      else if (reader.status !== undefined) this.#finish(reader, exchange, 'incomplete');
      // A connection that the server closed while it lay idle: browsers open another and say nothing.
      else if (this.#hasAnswered && exchange.attempt < mostAttempts) {
        exchange.attempt += 1;
        unsent = exchange;
      } else this.#finish(reader, exchange, 'connection');
    }
    this.#pool.closed(unsent);
  }
}

/**
 * One request whose answer goes on and on.
 * @returns ends it
 */
export function openStream(
  place: Place,
  request: string,
  told: { began: (status: number) => void; text: (text: string) => void; closed: () => void },
): () => void {
  let hasBegun = false;
  const decoder = new StringDecoder('utf8');
  const reader = new ResponseReader((chunk) => told.text(decoder.write(chunk)));
  const socket = openSocket(place, (piece) => {
    try {
      reader.read(piece);
    } catch {
      socket.destroy();
    }
    if (hasBegun || reader.status === undefined) return;
    hasBegun = true;
    told.began(reader.status);
  });
  socket.on('error', () => undefined);
  socket.once('close', told.closed);
  socket.write(request);
  return () => socket.destroy();
}
