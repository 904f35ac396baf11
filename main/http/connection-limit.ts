/**
 * Keeps people from using up the files this process may have open. A connection is one, and so is every file a recording
 * writes: where there were none left, the next part of a lesson could not be opened.
 */
import type { Socket } from 'node:net';
import process from 'node:process';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../base/app-error.ts';
import type { Logger } from '../base/logger.ts';
import { mayBeRefused } from './overload.ts';

/** Of the files that may be open: the others are for lessons that are recorded and played, jobs and the library. */
const shareForPeople = 0.7;
/** Of what is allowed: so many more are told to come back, and as many again are let in for what is always answered. */
const surplus = 0.1;
/** Looking for those that wait takes longer the more there are (ms). */
const closeIdleEveryMs = 250;
/** Whoever looks after the network should hear of it, but not of each connection (ms). */
const tellEveryMs = 60_000;

/** How many connections leave enough files for everything else. To be asked before there are any. @returns undefined: the system sets no limit */
export function connectionsAllowed(): number | undefined {
  const { userLimits } = process.report.getReport() as {
    userLimits?: { open_files?: { soft: number | string } };
  };
  const files = userLimits?.open_files?.soft;
  return typeof files === 'number' ? Math.floor(files * shareForPeople) : undefined;
}

/**
 * From `most` connections on, those on which nobody waits for anything are closed, which browsers open again when they
 * need them. If that makes no room, reading on new ones is refused as when there is too much to do, and further ones
 * are not let in at all.
 * @param most connections at a time
 */
export function limitConnections(app: FastifyInstance, most: number, log: Logger): void {
  const share = Math.ceil(most * surplus);
  const toReturn = new WeakSet<Socket>();
  let open = 0;
  let closedIdleAt = Number.NEGATIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  app.server.on('connection', (socket: Socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    if (open <= most) return;
    const now = performance.now();
    if (now - closedIdleAt >= closeIdleEveryMs) {
      closedIdleAt = now;
      app.server.closeIdleConnections();
    }
    if (open <= most + share) return;
    if (now - toldAt >= tellEveryMs) {
      toldAt = now;
      log.warn({ open, most }, 'more people at once than open files are allowed for: reading is refused');
    }
    if (open > most + 2 * share) socket.destroy();
    else toReturn.add(socket);
  });
  app.addHook('onRequest', (request, reply, goOn) => {
    if (!toReturn.has(request.raw.socket)) {
      goOn();
      return;
    }
    void reply.header('connection', 'close');
    goOn(
      mayBeRefused(request.method, request.routeOptions.url)
        ? new AppError('overloaded', 'too many connections at once; ask again in a few seconds')
        : undefined,
    );
  });
}
