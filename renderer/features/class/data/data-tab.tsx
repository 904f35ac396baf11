/** Chat, quiz answers, attendance and roster that other tools saved as files, brought into the session. */
import { useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import classes from './data.module.css';
import { DropZone } from './drop-zone.tsx';
import { FileCard } from './file-card.tsx';
import { HeldAlready } from './held-already.tsx';
import { SheetFormats } from './sheet-formats.tsx';

type Chosen = { key: number; file: File };

export function DataTab({ sessionId }: { sessionId: string }) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const take = (files: readonly File[]) =>
    setChosen((before) => {
      const from = Math.max(0, ...before.map(({ key }) => key)) + 1;
      return [...before, ...files.map((file, at) => ({ key: from + at, file }))];
    });
  return (
    <div className={classes.tab}>
      <HeldAlready sessionId={sessionId} />
      <DropZone isSmall={chosen.length > 0} onFiles={take} />
      {chosen.length > 0 && (
        <ul className={classes.cards} aria-label={t('sheet.files')}>
          {chosen.map(({ key, file }) => (
            <li key={key}>
              <FileCard
                sessionId={sessionId}
                file={file}
                number={key}
                onRemove={() => setChosen((before) => before.filter((one) => one.key !== key))}
              />
            </li>
          ))}
        </ul>
      )}
      <SheetFormats />
    </div>
  );
}
