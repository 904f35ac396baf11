import { Counter, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { readAtMost, setTotal } from './collector.ts';

describe('readAtMost', () => {
  it('reads once for all who ask within the time, and anew after it', async () => {
    let nowMs = 0;
    let reads = 0;
    const read = readAtMost(
      5000,
      () => nowMs,
      async () => (reads += 1),
    );
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    nowMs = 4999;
    expect(await read()).toBe(1);
    nowMs = 5000;
    expect(await read()).toBe(2);
  });

  it('tries again at once after a failure', async () => {
    let isBroken = true;
    const read = readAtMost(
      5000,
      () => 0,
      async () => {
        if (isBroken) throw new Error('locked');
        return 'read';
      },
    );
    await expect(read()).rejects.toThrow('locked');
    isBroken = false;
    expect(await read()).toBe('read');
  });
});

it('a total that is kept elsewhere is shown as it is', async () => {
  const registry = new Registry();
  const counter = new Counter({ name: 'seen_total', help: 'x', labelNames: ['kind'], registers: [registry] });
  setTotal(counter, [{ labels: { kind: 'a' }, total: 4 }]);
  setTotal(counter, [{ labels: { kind: 'a' }, total: 7 }]);
  expect(await registry.metrics()).toContain('seen_total{kind="a"} 7');
});
