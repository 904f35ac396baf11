/**
 * The event stream of `GET /api/events`. Events announce that something changed; state is read through the other
 * routes, so a client that fell behind is cut off rather than buffered for, resumes with Last-Event-ID from the last
 * events kept here, and is told to read everything anew (`reset`) when those do not reach back far enough.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Announce } from '../../contract/events.ts';
import { newId } from '../base/ids.ts';
import { plainHeaders } from './media-file.ts';

export type EventHub = {
  announce: Announce;
  /** Takes over the reply and keeps it open. */
  stream(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  /** Clients that are connected. */
  readonly clients: number;
  /** Ends every stream and refuses further ones. */
  close(): void;
};

export type EventHubOptions = {
  /** Events kept for clients that reconnect. */
  keep?: number;
  heartbeatMs?: number;
  /** A client with more than this waiting to be sent is cut off (bytes). */
  maxBacklogBytes?: number;
  /** How long a client waits before it connects again (ms). */
  retryMs?: number;
  /**
   * Clients that are told at once, and how long the next ones wait (ms): a thousand open pages that all ask for what has
   * changed in the same moment would all wait for each other.
   */
  atOnce?: number;
  turnMs?: number;
};

type Connection = {
  raw: FastifyReply['raw'];
  /** Number of the last event that was written to it. */
  sent: number;
  isQueued: boolean;
};
type Kept = { number: number; text: string };

export function createEventHub(options: EventHubOptions = {}): EventHub {
  const { keep = 1000, heartbeatMs = 15_000, maxBacklogBytes = 1_000_000, retryMs = 2000 } = options;
  const { atOnce = 50, turnMs = 50 } = options;
  // Numbers start anew with each core; its part of the id tells whose they are.
  const era = newId().slice(-12);
  const kept: Kept[] = [];
  const connections = new Set<Connection>();
  /** Connections with events to be written, those that waited longest first. */
  let queue: Connection[] = [];
  let nextTurn: NodeJS.Timeout | undefined;
  let lastNumber = 0;
  let heartbeat: NodeJS.Timeout | undefined;
  let isClosed = false;

  const send = ({ raw }: Connection, text: string) => {
    if (raw.writableEnded || raw.destroyed) return;
    raw.write(text);
    if (raw.writableLength > maxBacklogBytes) raw.destroy();
  };

  const catchUp = (connection: Connection) => {
    connection.isQueued = false;
    if (connection.sent === lastNumber) return;
    const text = kept
      .slice(connection.sent - lastNumber)
      .map((event) => event.text)
      .join('');
    // More has happened than is kept: whoever is that far behind reads everything anew.
    const isComplete = lastNumber - connection.sent <= kept.length;
    connection.sent = lastNumber;
    send(connection, isComplete ? text : `id: ${era}.${lastNumber}\nevent: reset\ndata: {}\n\n`);
  };

  const takeTurn = () => {
    nextTurn = undefined;
    for (const connection of queue.splice(0, atOnce)) catchUp(connection);
    if (queue.length > 0) nextTurn = setTimeout(takeTurn, turnMs).unref();
  };

  const forget = (connection: Connection) => {
    connections.delete(connection);
    if (connection.isQueued) queue = queue.filter((other) => other !== connection);
    if (connections.size === 0) {
      clearInterval(heartbeat);
      heartbeat = undefined;
    }
  };

  /** What a client has missed; undefined when that is no longer known. */
  function missedSince(lastEventId: string): Kept[] | undefined {
    const match = /^([0-9a-f]{12})\.(\d{1,15})$/.exec(lastEventId);
    if (match === null || match[1] !== era) return undefined;
    const seen = Number(match[2]);
    const oldest = kept[0]?.number ?? lastNumber + 1;
    if (seen > lastNumber || seen < oldest - 1) return undefined;
    return kept.filter((event) => event.number > seen);
  }

  return {
    get clients() {
      return connections.size;
    },
    announce: (name, payload) => {
      lastNumber += 1;
      const text = `id: ${era}.${lastNumber}\nevent: ${name}\ndata: ${JSON.stringify(payload)}\n\n`;
      kept.push({ number: lastNumber, text });
      if (kept.length > keep) kept.shift();
      for (const connection of connections) {
        if (connection.isQueued) continue;
        connection.isQueued = true;
        queue.push(connection);
      }
      if (nextTurn === undefined) takeTurn();
    },
    stream: (request, reply) => {
      const { raw } = reply;
      const connection: Connection = { raw, sent: lastNumber, isQueued: false };
      reply.hijack();
      raw.writeHead(200, {
        ...plainHeaders(reply),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      if (isClosed) {
        raw.end();
        return reply;
      }
      connections.add(connection);
      raw.once('close', () => forget(connection));
      raw.once('error', () => raw.destroy());
      heartbeat ??= setInterval(() => {
        for (const each of connections) send(each, ': still here\n\n');
      }, heartbeatMs).unref();

      send(connection, `retry: ${retryMs}\n\n`);
      const lastEventId = request.headers['last-event-id'];
      if (typeof lastEventId !== 'string' || lastEventId === '') {
        // An id to resume from, even when nothing has happened yet.
        send(connection, `id: ${era}.${lastNumber}\nevent: hello\ndata: {}\n\n`);
        return reply;
      }
      const missed = missedSince(lastEventId);
      if (missed === undefined) send(connection, `id: ${era}.${lastNumber}\nevent: reset\ndata: {}\n\n`);
      else for (const event of missed) send(connection, event.text);
      return reply;
    },
    close: () => {
      isClosed = true;
      clearInterval(heartbeat);
      clearTimeout(nextTurn);
      for (const connection of queue) catchUp(connection);
      queue = [];
      for (const { raw } of connections) raw.end();
    },
  };
}
