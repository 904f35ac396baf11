/** Counts failed attempts per address within a sliding window; memory is bounded whoever knocks. */
import { isIP } from 'node:net';
import type { Clock } from '../base/clock.ts';

export type AttemptLimit = {
  /** Notes a failure. @returns seconds to wait when the address has used up its attempts, else undefined */
  fail(address: string): number | undefined;
  /** Addresses that are remembered. */
  readonly size: number;
};

export function createAttemptLimit(options: {
  clock: Clock;
  /** Failures that are answered normally within one window. */
  limit: number;
  windowMs: number;
  /** Addresses remembered; the one that was heard of longest ago is forgotten first. */
  maxAddresses: number;
}): AttemptLimit {
  const { clock, limit, windowMs, maxAddresses } = options;
  const windows = new Map<string, { startMs: number; failures: number }>();
  return {
    get size() {
      return windows.size;
    },
    fail: (address) => {
      const key = networkOf(address);
      const nowMs = clock.monotonic();
      const known = windows.get(key);
      const current =
        known === undefined || nowMs - known.startMs >= windowMs ? { startMs: nowMs, failures: 0 } : known;
      current.failures += 1;
      windows.delete(key);
      windows.set(key, current);
      if (windows.size > maxAddresses) {
        const [oldest] = windows.keys();
        if (oldest !== undefined) windows.delete(oldest);
      }
      if (current.failures <= limit) return undefined;
      return Math.max(1, Math.ceil((current.startMs + windowMs - nowMs) / 1000));
    },
  };
}

/** IPv6 callers own a whole /64, so that is what counts as one address. */
function networkOf(address: string): string {
  if (isIP(address) !== 6 || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = tail.split(':').filter((group) => group !== '');
  const zeros = Array.from<string>({ length: Math.max(0, 8 - left.length - right.length) }).fill('0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':');
}
