/** Files that are dragged over the window: what would happen, and letting it happen. */
import { Portal } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import classes from './import.module.css';

export function ImportDrop({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useLanguage();
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    // Every element that is entered is told before the one that is left.
    let depth = 0;
    const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setIsOver(true);
    };
    const over = (event: DragEvent) => {
      if (!isFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent) => {
      if (!isFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setIsOver(false);
      const files = [...(event.dataTransfer?.items ?? [])]
        .filter((item) => item.webkitGetAsEntry()?.isDirectory !== true)
        .flatMap((item) => item.getAsFile() ?? []);
      if (files.length > 0) take(files);
    };
    const listeners = { dragenter: enter, dragover: over, dragleave: leave, drop } as const;
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name as keyof typeof listeners, listener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        window.removeEventListener(name as keyof typeof listeners, listener);
      }
    };
  }, []);
  if (!isOver) return null;
  return (
    <Portal>
      <div className={classes.drop} role="status">
        <div className={classes.dropWords}>
          <IconFileImport stroke={1.25} aria-hidden="true" />
          <strong>{t('import.drop')}</strong>
          <p>{t('import.drop_hint')}</p>
        </div>
      </div>
    </Portal>
  );
}
