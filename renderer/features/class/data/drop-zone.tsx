/** Takes files that are dropped anywhere on the window, or chosen. */
import { Button, FileButton } from '@mantine/core';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import classes from './data.module.css';

/** What a file picker offers first; the core decides what it can read. */
const accepted = '.csv,.json,.txt,.tsv,text/csv,application/json';

export function DropZone({ isSmall, onFiles }: { isSmall: boolean; onFiles: (files: File[]) => void }) {
  const { t } = useLanguage();
  const isOver = useDroppedFiles(onFiles);
  return (
    <section className={classes.drop} data-is-over={isOver} data-is-small={isSmall}>
      <IconFileSpreadsheet stroke={1.25} aria-hidden="true" />
      <div className={classes.dropWords}>
        <h2>{t('sheet.drop')}</h2>
        <p>{t('sheet.drop_hint')}</p>
      </div>
      <FileButton multiple accept={accepted} onChange={(files) => files.length > 0 && onFiles(files)}>
        {(props) => (
          <Button {...props} variant={isSmall ? 'default' : 'filled'}>
            {t('sheet.choose')}
          </Button>
        )}
      </FileButton>
    </section>
  );
}

/** @returns whether files are held over the window right now */
function useDroppedFiles(onFiles: (files: File[]) => void): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    // Every element that is entered is told before the one that is left.
    let depth = 0;
    const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const listening = new AbortController();
    const { signal } = listening;
    const enter = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!isFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setIsOver(false);
    };
    const over = (event: DragEvent) => {
      // Without it the browser would open the file in place of the page.
      if (isFiles(event)) event.preventDefault();
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
    window.addEventListener('dragenter', enter, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => listening.abort();
  }, []);
  return isOver;
}
