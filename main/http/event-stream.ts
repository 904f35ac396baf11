/** A reply of server-sent events to one client. */
import type { FastifyReply } from 'fastify';
import { plainHeaders } from './media-file.ts';

export type EventStream = {
  /** The client does not take what is sent as fast as it comes. */
  readonly isBehind: boolean;
  send(name: string, payload: object): void;
  end(): void;
};

/** Takes over the reply and keeps it open. */
export function openEventStream(reply: FastifyReply): EventStream {
  const connection = reply.raw;
  reply.hijack();
  connection.once('error', () => connection.destroy());
  connection.writeHead(200, {
    ...plainHeaders(reply),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  // Sent at once, so that the client knows that it is connected.
  connection.write(': open\n\n');
  return {
    get isBehind() {
      return connection.writableNeedDrain;
    },
    send: (name, payload) => {
      if (connection.writableEnded || connection.destroyed) return;
      connection.write(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`);
    },
    end: () => connection.end(),
  };
}
