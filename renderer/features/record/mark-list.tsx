/** Moments marked so far, newest last; their names can be written over. */
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Chapter } from '../../../contract/vod.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { clockText } from '../../ui/format.ts';
import classes from './mark-list.module.css';
import type { ActiveLesson } from './use-active-lesson.ts';

export function MarkList({ marks: { marks, rename, remove, saidLast } }: Pick<ActiveLesson, 'marks'>) {
  const { t } = useLanguage();
  return (
    <section className={classes.marks} aria-label={t('record.marks')}>
      <h2>{t('record.marks')}</h2>
      {marks.length === 0 ? (
        <p className={classes.none}>{t('record.no_marks')}</p>
      ) : (
        <ol>
          {marks.map((mark, index) => (
            <li
              key={mark.chapter_id}
              className={classes.mark}
              ref={index === marks.length - 1 ? bringIntoSight : undefined}
            >
              <time>{clockText(mark.start_time)}</time>
              <MarkName mark={mark} onRename={(title) => rename(mark.chapter_id, title)} />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('record.mark_remove', { title: mark.title })}
                onClick={() => remove(mark)}
              >
                <IconX size="1rem" stroke={1.5} aria-hidden="true" />
              </ActionIcon>
            </li>
          ))}
        </ol>
      )}
      <p className={classes.spoken} role="status">
        {saidLast}
      </p>
    </section>
  );
}

function bringIntoSight(row: HTMLLIElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}

function MarkName({ mark, onRename }: { mark: Chapter; onRename: (title: string) => void }) {
  const { t } = useLanguage();
  /** undefined: nobody is typing, so what the core says is shown. */
  const [typed, setTyped] = useState<string>();
  return (
    <input
      className={classes.name}
      aria-label={t('record.mark_title', { time: clockText(mark.start_time) })}
      value={typed ?? mark.title}
      maxLength={300}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped(undefined);
        // While Korean is being composed, Enter ends the syllable and not the name.
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) event.currentTarget.blur();
      }}
      onBlur={() => {
        const title = typed?.trim() ?? '';
        if (title !== '' && title !== mark.title) onRename(title);
        setTyped(undefined);
      }}
    />
  );
}
