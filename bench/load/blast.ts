/**
 * A process that fetches byte ranges as fast as it gets them, over plain sockets and without keeping what comes: it has to
 * be cheaper than the servers it compares.
 */
import { connect } from 'node:net';
import process from 'node:process';

export type BlastOptions = {
  port: number;
  /** Whole request heads. */
  requests: string[];
  connections: number;
  seconds: number;
};
export type BlastReport = { requests: number; bytes: number; seconds: number; failures: number };

async function blast(options: BlastOptions): Promise<BlastReport> {
  const report = { requests: 0, bytes: 0, failures: 0 };
  const startMs = performance.now();
  const endMs = startMs + options.seconds * 1000;
  await Promise.all(
    Array.from({ length: options.connections }, async (_, index) =>
      fetchOnOne(options, index, endMs, report),
    ),
  );
  return { ...report, seconds: (performance.now() - startMs) / 1000 };
}

async function fetchOnOne(
  { port, requests, connections }: BlastOptions,
  first: number,
  endMs: number,
  report: { requests: number; bytes: number; failures: number },
): Promise<void> {
  await new Promise<void>((resolve) => {
    let turn = first;
    let leftBytes = -1;
    let head = '';
    const next = (): void => {
      if (performance.now() >= endMs) {
        socket.destroy();
        return;
      }
      leftBytes = -1;
      head = '';
      socket.write(requests[turn % requests.length] ?? '');
      turn += connections;
    };
    const socket = connect({
      ...{ port, host: '127.0.0.1' },
      onread: {
        buffer: Buffer.alloc(256 * 1024),
        callback: (length, buffer) => {
          report.bytes += length;
          let bodyBytes = length;
          if (leftBytes < 0) {
            head += Buffer.from(buffer.buffer, buffer.byteOffset, length).toString('latin1');
            const end = head.indexOf('\r\n\r\n');
            if (end < 0) return true;
            if (!head.startsWith('HTTP/1.1 206')) report.failures += 1;
            leftBytes = Number(/content-length: (\d+)/i.exec(head.slice(0, end))?.[1] ?? 0);
            bodyBytes = head.length - end - 4;
          }
          leftBytes -= bodyBytes;
          if (leftBytes <= 0) {
            report.requests += 1;
            next();
          }
          return true;
        },
      },
    });
    socket.once('connect', next);
    socket.once('error', () => {
      report.failures += 1;
    });
    socket.once('close', () => resolve());
  });
}

process.once('message', (options: BlastOptions) => {
  void blast(options).then((report) => {
    process.send?.(report, () => process.disconnect());
  });
});
