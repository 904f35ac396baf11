/** Pictures or lines: this browser remembers which. */
import { useState } from 'react';

export type LibraryView = 'grid' | 'list';

const storageKey = 'airclass.library_view';

export function useLibraryView(): [LibraryView, (view: LibraryView) => void] {
  const [view, setView] = useState<LibraryView>(() =>
    localStorage.getItem(storageKey) === 'list' ? 'list' : 'grid',
  );
  return [
    view,
    (next) => {
      localStorage.setItem(storageKey, next);
      setView(next);
    },
  ];
}
