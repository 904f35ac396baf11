/**
 * `node --import` of this file, on Windows: a program is asked to stop by a message, and hears it as SIGTERM. Windows
 * cannot send a signal; what is called kill there ends the program on the spot.
 */
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.send !== undefined) {
  process.on('message', (message) => {
    if (message !== 'stop') return;
    process.disconnect();
    process.emit('SIGTERM', 'SIGTERM');
  });
  // Listening alone does not keep the program alive.
  process.channel?.unref();
}
