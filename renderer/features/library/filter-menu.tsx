/** Filters whose values the core counts: class, subject, teacher, tag. */
import { Button, type ButtonProps, type ElementProps } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type TextKey, useLanguage } from '../../i18n/language.tsx';
import { late } from '../../ui/late.tsx';
import { useMenuButton } from '../../ui/use-menu-button.ts';
import classes from './library-header.module.css';
import type { FacetName, LibraryQuery } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

const FilterChoices = late(async () => (await import('./filter-choices.tsx')).FilterChoices);

export const filterLabels = {
  teacher: 'library.teacher',
  className: 'library.class',
  subject: 'library.subject',
  tag: 'library.tag',
} as const satisfies Record<FacetName, TextKey>;

export function FilterMenu(props: { name: FacetName; query: LibraryQuery; change: ChangeQuery }) {
  const { name, query, change } = props;
  const { t } = useLanguage();
  const { buttonProps, menu } = useMenuButton('menu');
  return (
    <>
      <FilterButton label={t(filterLabels[name])} isActive={query[name] !== undefined} {...buttonProps} />
      {menu !== undefined && <FilterChoices menu={menu} name={name} query={query} change={change} />}
    </>
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
