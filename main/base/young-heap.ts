/**
 * Lets V8's young heap grow once there is much to do. At the start it is kept at its smallest (headless.ts), for a PC
 * that records and is at rest; with a thousand people it then filled 130 times a second, and emptying it took a sixth of
 * the core's time (20,749 times, 18 s of 160; 206 times, 0.9 s once it had grown; docs/performance.md).
 */
import { performance } from 'node:perf_hooks';
import v8 from 'node:v8';

const lookEveryMs = 5000;
/** Share of the time in which the event loop has something to do. Start-up is over long before it lasts. */
const busyShare = 0.3;
/** So long, one look after the other. */
const looksInARow = 3;

/** @returns ends looking */
export function growYoungHeapUnderLoad(grow: () => void = allowGrowth): () => void {
  let before = performance.eventLoopUtilization();
  let busyLooks = 0;
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    busyLooks = utilization >= busyShare ? busyLooks + 1 : 0;
    if (busyLooks < looksInARow) return;
    clearInterval(timer);
    grow();
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** V8 reads it each time it might grow. */
function allowGrowth(): void {
  v8.setFlagsFromString('--semi-space-growth-factor=2');
}
