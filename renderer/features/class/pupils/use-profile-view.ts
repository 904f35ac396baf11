/** Order and filter of the pupils' table, kept in the address: reload and back bring them again. */
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { classPath } from '../../../app/paths.ts';
import { type ProfileView, parseProfileView, profileViewText } from './profile-order.ts';

export function useProfileView(sessionId: string) {
  const search = useSearch();
  const [, navigate] = useLocation();
  const { order } = parseProfileView(search);
  // A syllable that is being put together must not come back from the address half made.
  const [query, setQuery] = useState(() => parseProfileView(search).query);
  const write = (view: ProfileView) =>
    navigate(`${classPath(sessionId, 'pupils')}${profileViewText(view)}`, { replace: true });
  return {
    order,
    query,
    setOrder: (next: ProfileView['order']) => write({ order: next, query }),
    setQuery: (next: string) => {
      setQuery(next);
      write({ order, query: next });
    },
  };
}
