import { describe, expect, it } from 'vitest';
import type { SearchReply } from '../../contract/search.ts';
import { withPages } from './lesson-pages.ts';

function page(ids: string, next: string | null, total = 10): SearchReply {
  const items = ids.split('').map((id) => ({ recording_id: id })) as SearchReply['items'];
  const facets = { teacher: [], class_name: [], subject: [], tags: [] };
  return { items, next_cursor: next, total, total_is_capped: false, facets };
}
const data = (...pages: SearchReply[]) => ({ pages, pageParams: [null, 'c', 'f'] });
const shown = ({ pages }: { pages: SearchReply[] }) =>
  pages.map(({ items }) => items.map(({ recording_id: id }) => id).join(''));

const loaded = data(page('abc', 'c'), page('def', 'f'), page('ghi', null));

describe('pages of lessons after a change', () => {
  it('begin with a new lesson, and keep the one it pushed over the edge', () => {
    const next = withPages(loaded, new Map([[0, page('nab', 'b', 11)]]), new Set(['n']));
    expect(shown(next)).toEqual(['nabc', 'def', 'ghi']);
    expect(next.pages[0]).toMatchObject({ total: 11, next_cursor: 'c' });
    expect(next.pages[1]).toBe(loaded.pages[1]);
  });

  it('lose a lesson that went, and may show the next one early', () => {
    const next = withPages(loaded, new Map([[0, page('acd', 'd', 9)]]), new Set(['b']));
    // The list shows each lesson once.
    expect(shown(next)).toEqual(['acd', 'def', 'ghi']);
  });

  it('take a changed lesson from the page on which it stands', () => {
    const changed = page('def', 'f');
    const read = new Map([
      [0, page('abc', 'c')],
      [1, changed],
    ]);
    const next = withPages(loaded, read, new Set(['e']));
    expect(next.pages[1]?.items[1]).toBe(changed.items[1]);
    expect(next.pages[2]).toBe(loaded.pages[2]);
  });

  it('go on where the last one ended, also when there is more than before', () => {
    const short = data(page('abc', 'c'), page('de', null));
    const grown = withPages(short, new Map([[1, page('def', 'f')]]), new Set(['f']));
    expect(grown.pages[1]?.next_cursor).toBe('f');
    const pushed = withPages(short, new Map([[1, page('xd', 'd')]]), new Set(['x']));
    expect(shown(pushed)).toEqual(['abc', 'xde']);
    expect(pushed.pages[1]?.next_cursor).toBeNull();
  });
});
