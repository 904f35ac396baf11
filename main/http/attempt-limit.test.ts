import { describe, expect, test } from 'vitest';
import { createAttemptLimit } from './attempt-limit.ts';

function setUp() {
  let nowMs = 0;
  const clock = { now: () => nowMs, monotonic: () => nowMs };
  const attempts = createAttemptLimit({ clock, limit: 3, windowMs: 60_000, maxAddresses: 10 });
  return { attempts, advance: (ms: number) => (nowMs += ms) };
}

describe('createAttemptLimit', () => {
  test('asks for patience after the limit, until the window is over', () => {
    const { attempts, advance } = setUp();
    expect([1, 2, 3].map(() => attempts.fail('10.0.0.1'))).toEqual([undefined, undefined, undefined]);
    advance(20_000);
    expect(attempts.fail('10.0.0.1')).toBe(40);
    expect(attempts.fail('10.0.0.2')).toBeUndefined();
    advance(40_000);
    expect(attempts.fail('10.0.0.1')).toBeUndefined();
  });

  test('counts one IPv6 network as one address', () => {
    const { attempts } = setUp();
    for (const end of ['1', '2', 'ffff:1']) attempts.fail(`2001:db8::${end}`);
    expect(attempts.fail('2001:db8:0:0:9:9:9:9')).toBe(60);
    expect(attempts.fail('2001:db8:0:1::1')).toBeUndefined();
  });

  test('remembers a bounded number of addresses', () => {
    const { attempts } = setUp();
    for (let last = 0; last < 1000; last += 1) attempts.fail(`10.0.${last >> 8}.${last & 255}`);
    expect(attempts.size).toBe(10);
  });
});
