/** `node --import` of this file: gives a child process the `process.parentPort` of a utility process. */
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
const early: unknown[] = [];
process.on('message', (data) => {
  if (port.listenerCount('message') === 0) early.push(data);
  else port.emit('message', { data, ports: [] });
});
// Messages wait for the first listener, as in Electron.
port.on('newListener', (name) => {
  if (name !== 'message') return;
  queueMicrotask(() => {
    for (const data of early.splice(0)) port.emit('message', { data, ports: [] });
  });
});
// A utility process does not outlive its program.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
Object.assign(process, {
  parentPort: Object.assign(port, { postMessage: (data: unknown) => process.send?.(data) }),
});
