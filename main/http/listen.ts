/**
 * Opens the port. Node takes one new connection per socket and turn of its loop (libuv 1.45 and later); when a school
 * comes at the bell, each page with six connections, and turns take some milliseconds, the others wait in the system's
 * queue, and when that is full, for seconds. So several sockets listen on the one port where the system shares new
 * connections out among them (SO_REUSEPORT), and the queues are long.
 */
import { once } from 'node:events';
import { type AddressInfo, type Server, createServer } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Turns of 100 ms, as late as they become before requests are refused (overload.ts), take 1,280 connections a second; a
 * school of 2,500 opens 500. With 16 sockets it had a thousand connections waiting at any time: who waits there is told
 * nothing, and gave up after 30 s.
 */
const sockets = 128;
/** Connections that wait for their turn; systems have their own upper limit (Linux: net.core.somaxconn, 4096). */
const backlog = 4096;

type Place = { host: string; port: number };

/** The sockets beside the server's own. */
const doors = new WeakMap<object, Server[]>();

/** @throws Error with code EADDRINUSE, EACCES, EADDRNOTAVAIL … */
export async function listen(app: FastifyInstance, place: Place): Promise<void> {
  if (process.platform !== 'linux') {
    await app.listen({ ...place, backlog });
    return;
  }
  const { host } = place;
  const port = await findFree(place);
  // Fastify hands on what it does not know.
  const options = { host, port, backlog, reusePort: true };
  await app.listen(options);
  const open: Server[] = [];
  doors.set(app.server, open);
  while (open.length < sockets - 1) {
    // As node:http makes its own; what comes in is the HTTP server's from there on.
    const door = createServer({ allowHalfOpen: true, noDelay: true });
    door.on('connection', (socket) => app.server.emit('connection', socket));
    open.push(door);
  }
  // The port is ours: whatever keeps one of them away, there are others.
  await Promise.all(open.map((door) => once(door.listen(options), 'listening').catch(() => door.close())));
}

/** Lets no more connections in through the sockets beside the server's own. */
export function closeDoors(app: FastifyInstance): void {
  for (const door of doors.get(app.server) ?? []) door.close();
  doors.delete(app.server);
}

/** Sockets that share a port do not mind another program on it: so one that does not share asks first. */
async function findFree({ host, port }: Place): Promise<number> {
  const trial = createServer().listen({ host, port });
  await once(trial, 'listening');
  const address = trial.address() as AddressInfo;
  trial.close();
  await once(trial, 'close');
  return address.port;
}
