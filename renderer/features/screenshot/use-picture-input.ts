/** Pictures that are dropped anywhere on the window, or pasted. */
import { useEffect, useEffectEvent, useState } from 'react';

/** @returns whether something is held over the window right now */
export function usePictureInput(onPicture: (file: File) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent((files: FileList | undefined) => {
    const [file] = files ?? [];
    if (file !== undefined) onPicture(file);
  });
  useEffect(() => {
    // Every element that is entered is told before the one that is left.
    let depth = 0;
    const isFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const listening = new AbortController();
    const { signal } = listening;
    const enter = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      depth += 1;
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!isFile(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const over = (event: DragEvent) => {
      if (isFile(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!isFile(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      take(event.dataTransfer?.files);
    };
    window.addEventListener('dragenter', enter, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('drop', drop, { signal });
    window.addEventListener('paste', (event) => take(event.clipboardData?.files), { signal });
    return () => listening.abort();
  }, []);
  return isOver;
}
