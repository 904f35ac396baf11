/** Filters whose values the core counts: class, subject, teacher, tag. The counts are read when a menu is opened. */
import { Button, type ButtonProps, type ElementProps, Menu, Skeleton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SearchReply } from '../../../contract/search.ts';
import { keys } from '../../api/keys.ts';
import { searchLessons } from '../../api/search.ts';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import classes from './library-header.module.css';
import { type FacetName, type LibraryQuery, searchOf } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

const facetOf = {
  teacher: 'teacher',
  className: 'class_name',
  subject: 'subject',
  tag: 'tags',
} as const satisfies Record<FacetName, keyof SearchReply['facets']>;

export const filterLabels = {
  teacher: 'library.teacher',
  className: 'library.class',
  subject: 'library.subject',
  tag: 'library.tag',
} as const satisfies Record<FacetName, TextKey>;

/** The core names so many values at most. */
const mostValues = 20;

export function FilterMenu(props: { name: FacetName; query: LibraryQuery; change: ChangeQuery }) {
  const { name, query, change } = props;
  const { t } = useLanguage();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Menu
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      width="16rem"
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <FilterButton label={t(filterLabels[name])} isActive={query[name] !== undefined} />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''}>
        {isOpen && <Values name={name} query={query} change={change} />}
      </Menu.Dropdown>
    </Menu>
  );
}

export function FilterButton(
  props: { label: string; isActive: boolean } & ButtonProps & ElementProps<'button', keyof ButtonProps>,
) {
  const { label, isActive, ...rest } = props;
  return (
    <Button
      {...rest}
      variant="default"
      size="sm"
      className={classes.filter ?? ''}
      data-active={isActive}
      rightSection={<IconChevronDown stroke={1.5} size="1rem" aria-hidden="true" />}
    >
      {label}
    </Button>
  );
}

function Values({ name, query, change }: { name: FacetName; query: LibraryQuery; change: ChangeQuery }) {
  const { t } = useLanguage();
  // Without its own filter: the others are what one may want to go to.
  const search = { ...searchOf({ ...query, [name]: undefined }), limit: 1 };
  const { data, error, refetch } = useQuery({
    queryKey: keys.search(search),
    queryFn: ({ signal }) => searchLessons(search, signal),
  });
  if (error !== null) return <FailureText failure={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <div className={classes.loading} role="status" aria-label={t('common.loading')}>
        <Skeleton height="1rem" />
        <Skeleton height="1rem" />
        <Skeleton height="1rem" />
      </div>
    );
  }
  const counted = data.facets[facetOf[name]].filter(({ value }) => value !== '');
  const chosen = query[name];
  const isUnlisted = chosen !== undefined && !counted.some(({ value }) => value === chosen);
  const values = isUnlisted ? [{ value: chosen, count: 0 }, ...counted] : counted;
  if (values.length === 0) return <p className={classes.hint}>{t(`library.no_${emptyNames[name]}`)}</p>;
  return (
    <>
      <Menu.RadioGroup
        value={chosen ?? ''}
        onChange={(value) => change({ [name]: value === '' ? undefined : value })}
      >
        <Menu.RadioItem value="" closeMenuOnClick>
          {t('library.any')}
        </Menu.RadioItem>
        {values.map(({ value, count }) => (
          <Menu.RadioItem
            key={value}
            value={value}
            closeMenuOnClick
            rightSection={<span className={classes.count}>{count}</span>}
          >
            {value}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      {counted.length >= mostValues && <p className={classes.hint}>{t('library.more_values')}</p>}
    </>
  );
}

const emptyNames = {
  teacher: 'teachers',
  className: 'classes',
  subject: 'subjects',
  tag: 'tags',
} as const satisfies Record<FacetName, string>;
