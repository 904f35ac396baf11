/** Finding inside this lesson, as one types. */
import { TextInput } from '@mantine/core';
import { IconBookmark, IconMessage, IconNote, IconPhoto, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { clockText } from '../../../ui/format.ts';
import { Highlighted } from '../../../ui/highlighted.tsx';
import { useLesson } from '../lesson-context.ts';
import { useChapters, useChat, useNotes, useSlides } from '../lesson-data.ts';
import { createLessonSearch } from './lesson-search.ts';
import classes from './panels.module.css';
import { matchRanges } from './search-words.ts';

const icons = { chapter: IconBookmark, note: IconNote, slide: IconPhoto, chat: IconMessage } as const;

export function FindPanel() {
  const { id, seek } = useLesson();
  const { t } = useLanguage();
  const [query, setQuery] = useState('');
  const { chapters } = useChapters(id);
  const { notes } = useNotes(id);
  const { messages } = useChat(id);
  const { slides } = useSlides(id);
  const search = useMemo(
    () => createLessonSearch({ chapters, notes, slides, messages }),
    [chapters, notes, slides, messages],
  );
  const found = useMemo(() => search(query), [search, query]);
  const isAsked = query.trim() !== '';
  return (
    <div className={classes.column}>
      <TextInput
        autoFocus
        type="search"
        className={classes.head ?? ''}
        leftSection={<IconSearch size="1.125rem" stroke={1.5} aria-hidden="true" />}
        aria-label={t('find.name')}
        placeholder={t('find.name')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <div className={classes.scroll}>
        <p className={classes.count} role="status">
          {!isAsked
            ? t('find.hint')
            : t(found.length === 0 ? 'find.nothing' : 'find.count', { count: found.length })}
        </p>
        <ol className={classes.list} aria-label={t('find.results')}>
          {found.map(({ id: key, kind, text, timeSec }) => {
            const Icon = icons[kind];
            return (
              <li key={key} className={classes.row}>
                <button type="button" className={classes.go} onClick={() => seek(timeSec)}>
                  <time>{clockText(timeSec)}</time>
                  <span>
                    <span className={classes.kind}>
                      <Icon size="0.875rem" stroke={1.5} aria-hidden="true" />
                      {t(`find.${kind}`)}
                    </span>
                    <Highlighted text={text} ranges={matchRanges(text, query)} />
                  </span>
                </button>
              </li>
            );
          })}
        </ol>
      </div>
    </div>
  );
}
