/** The address is what remembers the words, filters and order: reload, back and forward keep them. */
import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { paths } from '../../app/paths.ts';
import { type LibraryQuery, libraryQueryText, noFilters, parseLibraryQuery } from './library-query.ts';

export type ChangeQuery = (change: Partial<LibraryQuery>, options?: { replace?: boolean }) => void;

export function useLibraryAddress() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const query = useMemo(() => parseLibraryQuery(search), [search]);
  const change: ChangeQuery = (part, options = {}) => {
    // What was typed a moment ago may not have been rendered yet.
    const now = parseLibraryQuery(window.location.search);
    navigate(`${paths.library}${libraryQueryText({ ...now, ...part })}`, options);
  };
  return {
    query,
    change,
    clear: () => change({ ...noFilters, q: '' }),
    clearFilters: () => change(noFilters),
    parameters: useMemo(() => new URLSearchParams(search), [search]),
  };
}
