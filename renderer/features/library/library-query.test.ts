import { describe, expect, it } from 'vitest';
import { searchQuerySchema } from '../../../contract/search.ts';
import { hasFilters, libraryQueryText, parseLibraryQuery, searchOf, sortOf } from './library-query.ts';

const everything =
  '?q=%EB%A1%9C%EA%B7%B8&from=2026-03-01&to=2026-08-31&teacher=%EA%B9%80%EC%88%98%ED%98%84&class=2%ED%95%99%EB%85%84+3%EB%B0%98&subject=%EC%88%98%ED%95%99&tag=%EC%A4%91%EC%9A%94&min=10&max=30&sort=title';

describe('the address of the library', () => {
  it('says everything that is asked for, and reads it back', () => {
    const query = parseLibraryQuery(everything);
    expect(libraryQueryText(query)).toBe(everything);
    expect(searchOf(query)).toEqual({
      q: '로그',
      date_from: '2026-03-01',
      date_to: '2026-08-31',
      teacher: '김수현',
      class_name: '2학년 3반',
      subject: '수학',
      tag: '중요',
      min_duration: 600,
      max_duration: 1800,
      sort: 'title',
    });
    expect(searchQuerySchema.safeParse(searchOf(query)).success).toBe(true);
  });

  it('is short when nothing is asked for, and leaves the usual order out', () => {
    expect(libraryQueryText(parseLibraryQuery(''))).toBe('');
    expect(libraryQueryText(parseLibraryQuery('?sort=newest&find'))).toBe('');
    expect(libraryQueryText(parseLibraryQuery('?q=a&sort=relevance'))).toBe('?q=a');
    expect(libraryQueryText(parseLibraryQuery('?q=a&sort=newest'))).toBe('?q=a&sort=newest');
  });

  it('is read as if what cannot be used in it were not there', () => {
    const query = parseLibraryQuery('?from=2026-02-30&to=soon&min=-3&max=1e9&sort=best&teacher=+&q=++');
    expect(hasFilters(query)).toBe(false);
    expect(libraryQueryText(query)).toBe('');
    expect(searchOf(query)).toEqual({ sort: '-session_date' });
  });

  it('orders by what fits best only under a search', () => {
    expect(sortOf({ q: '', sort: undefined })).toBe('newest');
    expect(sortOf({ q: '로그', sort: undefined })).toBe('relevance');
    expect(sortOf({ q: '', sort: 'relevance' })).toBe('newest');
    expect(sortOf({ q: '로그', sort: 'longest' })).toBe('longest');
  });
});
