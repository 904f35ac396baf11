/** Waits until something is true; for conditions that announce themselves by no event a test could await. */
import { setTimeout as delay } from 'node:timers/promises';

/**
 * @param check undefined or false: not yet
 * @throws Error with `what` when it does not become true in time
 */
export async function waitFor<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`);
    await delay(50);
  }
}
