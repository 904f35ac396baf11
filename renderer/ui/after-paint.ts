/** The browser may be busy all the time: nothing waits longer than this (ms). */
const longestWaitMs = 1000;

/**
 * Runs something once what was just drawn is seen and nothing else is to be done, a key press before all: it must not be
 * waited for. @returns a function that calls it off
 */
export function afterPaint(run: () => void): () => void {
  let idle: number | undefined;
  const frame = requestAnimationFrame(() => {
    idle = requestIdleCallback(run, { timeout: longestWaitMs });
  });
  return () => {
    cancelAnimationFrame(frame);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
}
