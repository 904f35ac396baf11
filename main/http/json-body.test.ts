import { assert, jsonValue, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNestedDeeperThan } from './json-body.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('isNestedDeeperThan', () => {
  test('counts what JSON.parse would nest, whatever the strings hold', () => {
    assert(
      property(jsonValue(), nat(5), (value, limit) => {
        expect(isNestedDeeperThan(JSON.stringify(value), limit)).toBe(depthOf(value) > limit);
      }),
    );
    expect(isNestedDeeperThan(String.raw`["[[[[", "\"[[[[", "\\"]`, 1)).toBe(false);
  });

  test('stops early on a megabyte of brackets', () => {
    expect(isNestedDeeperThan('['.repeat(1_000_000), 32)).toBe(true);
  });
});
