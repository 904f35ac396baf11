/** What stands above the lessons: words, filters, how many there are, order and look, and the room that is left. */
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowsSort, IconFileImport, IconLayoutGrid, IconLayoutList } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode, Ref } from 'react';
import { systemQuery } from '../../api/system-query.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { megabytesText, roomText } from '../../ui/format.ts';
import { Hint } from '../../ui/hint.tsx';
import { late } from '../../ui/late.tsx';
import { useMenuButton } from '../../ui/use-menu-button.ts';
import { DateMenu } from './date-menu.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { LengthMenu } from './length-menu.tsx';
import classes from './library-header.module.css';
import { type LibraryQuery, facetNames, sortOf } from './library-query.ts';
import { SearchField } from './search-field.tsx';
import type { LibraryView } from './use-library-view.ts';
import type { ChangeQuery } from './use-library-address.ts';

const SortChoices = late(async () => (await import('./sort-choices.tsx')).SortChoices);

export function LibraryHeader(props: {
  query: LibraryQuery;
  change: ChangeQuery;
  onClearFilters: () => void;
  view: LibraryView;
  onView: (view: LibraryView) => void;
  onImport: () => void;
  onLeaveSearch: () => void;
  searchRef: Ref<HTMLInputElement>;
  /** How many there are, in words; undefined while that is not known. */
  count: string | undefined;
  /** Stands in place of count and order while lessons are chosen. */
  selectionBar: ReactNode;
}) {
  const { query, change, onClearFilters, view, onView, onImport } = props;
  const { onLeaveSearch, searchRef, count, selectionBar } = props;
  const { t } = useLanguage();
  return (
    <header className={classes.header}>
      <div className={classes.finding}>
        <SearchField
          ref={searchRef}
          q={query.q}
          // Leaving the whole library is a step one can take back; every letter is not.
          onChange={(q) => change({ q }, { replace: query.q !== '' })}
          onLeave={onLeaveSearch}
        />
        <div className={classes.filters} role="group" aria-label={t('library.filters')}>
          <DateMenu query={query} change={change} />
          {facetNames.map((name) => (
            <FilterMenu key={name} name={name} query={query} change={change} />
          ))}
          <LengthMenu query={query} change={change} />
        </div>
      </div>
      <FilterChips query={query} change={change} onClearAll={onClearFilters} />
      <div className={classes.bar}>
        <h1 className={selectionBar === undefined ? classes.title : classes.spoken}>{t('library.title')}</h1>
        {selectionBar ?? (
          <>
            <p className={classes.facts}>
              <span role="status">{count}</span>
              <Storage />
            </p>
            <div className={classes.tools}>
              <SortMenu query={query} change={change} />
              <ActionIcon.Group role="group" aria-label={t('library.view')}>
                <ViewButton view="grid" current={view} onView={onView} />
                <ViewButton view="list" current={view} onView={onView} />
              </ActionIcon.Group>
              <Button
                variant="default"
                size="sm"
                onClick={onImport}
                leftSection={<IconFileImport stroke={1.5} size="1.125rem" aria-hidden="true" />}
              >
                {t('import.title')}
              </Button>
            </div>
          </>
        )}
      </div>
    </header>
  );
}

function ViewButton(props: { view: LibraryView; current: LibraryView; onView: (view: LibraryView) => void }) {
  const { view, current, onView } = props;
  const { t } = useLanguage();
  const label = t(view === 'grid' ? 'library.view_grid' : 'library.view_list');
  const Icon = view === 'grid' ? IconLayoutGrid : IconLayoutList;
  return (
    <Hint label={label}>
      <ActionIcon
        variant="default"
        size="2.25rem"
        className={classes.look ?? ''}
        aria-label={label}
        aria-pressed={view === current}
        onClick={() => onView(view)}
      >
        <Icon stroke={1.5} size="1.125rem" aria-hidden="true" />
      </ActionIcon>
    </Hint>
  );
}

function SortMenu({ query, change }: { query: LibraryQuery; change: ChangeQuery }) {
  const { t } = useLanguage();
  const { buttonProps, menu } = useMenuButton('menu');
  const current = sortOf(query);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        aria-label={`${t('library.sort')}: ${t(`library.sort_${current}`)}`}
        leftSection={<IconArrowsSort stroke={1.5} size="1.125rem" aria-hidden="true" />}
        {...buttonProps}
      >
        {t(`library.sort_${current}`)}
      </Button>
      {menu !== undefined && <SortChoices menu={menu} query={query} change={change} />}
    </>
  );
}

function Storage() {
  const { t } = useLanguage();
  const { data } = useQuery(systemQuery);
  if (data === undefined) return null;
  const { recordings_bytes: usedBytes, free_minutes: freeMinutes } = data.storage;
  return (
    <span>
      {t('library.storage', {
        used: megabytesText(usedBytes / 1_000_000),
        room: roomText(freeMinutes, t),
      })}
    </span>
  );
}
