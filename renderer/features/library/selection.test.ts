import { describe, expect, it } from 'vitest';
import { extendedTo, kept, nothingSelected, toggled, withAll } from './selection.ts';

const order = ['a', 'b', 'c', 'd', 'e'];
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].toSorted().join('');

describe('choosing lessons', () => {
  it('takes one and lets it go', () => {
    const one = toggled(nothingSelected, 'b');
    expect(ids(one)).toBe('b');
    expect(ids(toggled(one, 'b'))).toBe('');
  });

  it('takes the range from the last one, in either direction, and keeps what was chosen before', () => {
    const from = toggled(toggled(nothingSelected, 'e'), 'c');
    expect(ids(extendedTo(from, 'a', order))).toBe('abce');
    expect(ids(extendedTo(extendedTo(from, 'a', order), 'd', order))).toBe('abcde');
    expect(ids(extendedTo(nothingSelected, 'd', order))).toBe('d');
  });

  it('begins anew where the last one is gone', () => {
    expect(ids(extendedTo(toggled(nothingSelected, 'x'), 'b', order))).toBe('bx');
  });

  it('takes all, and forgets what is no longer there', () => {
    const all = withAll(nothingSelected, order);
    expect(ids(all)).toBe('abcde');
    expect(kept(all, new Set(order))).toBe(all);
    expect(ids(kept(all, new Set(['b'])))).toBe('b');
  });
});
