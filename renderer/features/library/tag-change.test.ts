import { expect, it } from 'vitest';
import { changedTags, mostTags, sharedTags } from './tag-change.ts';

it('counts the tags of several lessons whatever their case', () => {
  expect(sharedTags([{ tags: ['중요', 'Exam'] }, { tags: ['exam'] }, { tags: [] }])).toEqual([
    { tag: '중요', count: 1 },
    { tag: 'Exam', count: 2 },
  ]);
});

it('adds and removes without touching the other tags or their order', () => {
  expect(changedTags(['a', 'b', 'c'], { add: ['d', 'A'], remove: ['B'] })).toEqual(['a', 'c', 'd']);
  expect(changedTags(['a'], { add: ['A'], remove: ['x'] })).toBeUndefined();
});

it('stays within what a lesson can have', () => {
  const many = Array.from({ length: mostTags }, (_, index) => String(index));
  expect(changedTags(many, { add: ['more'], remove: ['0'] })?.at(-1)).toBe('more');
  expect(changedTags(many, { add: ['more'], remove: [] })).toHaveLength(mostTags);
});
