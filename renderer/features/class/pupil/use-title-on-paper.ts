/** The page's title while it is printed: browsers name the PDF after it. */
import { useEffect } from 'react';

/** @param title undefined: as it is on the screen */
export function useTitleOnPaper(title: string | undefined): void {
  useEffect(() => {
    if (title === undefined) return undefined;
    let before: string | undefined;
    const begin = () => {
      before ??= document.title;
      document.title = title;
    };
    const end = () => {
      if (before !== undefined) document.title = before;
      before = undefined;
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
      end();
    };
  }, [title]);
}
