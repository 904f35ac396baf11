/**
 * A classroom stream over HTTP that can misbehave on request: vanish, stall, come back, end. Each connection gets the
 * clip in real time from a feeder process of its own; `sentSec` tells how much of it had been sent.
 */
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execa } from 'execa';
import { ffmpegPath } from './clip.ts';

export type LiveSourceOptions = {
  format?: 'mpegts' | 'flv';
  /** Begin again at the end of the clip; otherwise the connection ends there. */
  loop?: boolean;
};

type Connection = {
  response: ServerResponse;
  feeder: { kill(signal?: NodeJS.Signals): boolean };
  sentSec: number;
  isStalled: boolean;
};

export class LiveSource {
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  #isAway = false;
  #clip: string;
  #last: Connection | undefined;

  private constructor(server: Server, clip: string) {
    this.#server = server;
    this.#clip = clip;
  }

  static async start(clip: string, options: LiveSourceOptions = {}): Promise<LiveSource> {
    const server = createServer();
    const source = new LiveSource(server, clip);
    server.on('request', (_request, response) => source.#serve(response, options));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return source;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/class.ts`;
  }
  get connectionCount(): number {
    return this.#connections.size;
  }
  /** Seconds of media that the newest connection has been sent. */
  get sentSec(): number {
    return this.#last?.sentSec ?? 0;
  }

  /** Cuts all connections and refuses new ones. */
  goAway(): void {
    this.#isAway = true;
    for (const connection of this.#connections) connection.response.destroy();
  }

  comeBack(clip?: string): void {
    this.#clip = clip ?? this.#clip;
    this.#isAway = false;
  }

  /** Connections stay open, but nothing more comes. */
  stall(): void {
    for (const connection of this.#connections) connection.isStalled = true;
  }

  async close(): Promise<void> {
    this.goAway();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #serve(response: ServerResponse, options: LiveSourceOptions): void {
    if (this.#isAway) {
      response.writeHead(503).end();
      return;
    }
    const format = options.format ?? 'mpegts';
    const feeder = execa(
      ffmpegPath,
      [
        ...['-hide_banner', '-loglevel', 'error', '-progress', 'pipe:2', '-stats_period', '0.1', '-re'],
        ...(options.loop === false ? [] : ['-stream_loop', '-1']),
        ...['-i', this.#clip, '-c', 'copy', '-flush_packets', '1'],
        // A receiver that joins gets the tables at once.
        ...(format === 'mpegts'
          ? ['-mpegts_flags', '+resend_headers', '-muxdelay', '0', '-muxpreload', '0']
          : []),
        ...['-f', format, 'pipe:1'],
      ],
      { stdin: 'ignore', buffer: false, reject: false },
    );
    const connection: Connection = { response, feeder, sentSec: 0, isStalled: false };
    this.#connections.add(connection);
    this.#last = connection;
    response.writeHead(200, { 'content-type': format === 'mpegts' ? 'video/mp2t' : 'video/x-flv' });
    feeder.stdout.on('data', (chunk: Buffer) => {
      if (!connection.isStalled) response.write(chunk);
    });
    feeder.stderr.on('data', (chunk: Buffer) => {
      const microseconds = /out_time_us=(\d+)/.exec(chunk.toString('latin1'))?.[1];
      if (microseconds !== undefined && !connection.isStalled)
        connection.sentSec = Number(microseconds) / 1e6;
    });
    void feeder.then(() => {
      if (!connection.isStalled) response.end();
    });
    response.on('close', () => {
      feeder.kill('SIGKILL');
      this.#connections.delete(connection);
    });
  }
}
