import { describe, expect, test } from 'vitest';
import { parseRange } from './byte-range.ts';

describe('parseRange', () => {
  test.each([
    ['bytes=0-0', 0, 0],
    ['bytes=0-99', 0, 99],
    ['bytes=10-', 10, 99],
    ['bytes=99-', 99, 99],
    ['bytes=0-1000', 0, 99],
    ['bytes=-1', 99, 99],
    ['bytes=-1000', 0, 99],
    ['BYTES= 5-6 ', 5, 6],
  ])('reads %s of 100 bytes', (header, start, end) => {
    expect(parseRange(header, 100)).toEqual({ kind: 'part', start, end });
  });

  test.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=a-b',
    'bytes=0-1,5-6',
    'items=0-1',
    'bytes=1.5-2',
  ])('gives the whole file for %s', (header) => {
    expect(parseRange(header, 100)).toEqual({ kind: 'whole' });
  });

  test.each([
    ['bytes=100-', 100],
    ['bytes=100-200', 100],
    ['bytes=-0', 100],
    ['bytes=0-', 0],
    ['bytes=-5', 0],
  ])('says that %s lies outside %d bytes', (header, size) => {
    expect(parseRange(header, size)).toEqual({ kind: 'outside' });
  });
});
