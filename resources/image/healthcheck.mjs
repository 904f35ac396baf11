/** Asks the core of this container whether it is alive; ends with 0 when it is. */
import process from 'node:process';

const port = process.env.AIRCLASS_PORT || '8765';
try {
  const reply = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = reply.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
