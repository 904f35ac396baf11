/** Values of a filter that the core counts. The counts are read when the menu is opened. */
import { Menu, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SearchReply } from '../../../contract/search.ts';
import { keys } from '../../api/keys.ts';
import { searchLessons } from '../../api/search.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { ButtonMenu } from '../../ui/button-menu.tsx';
import { FailureText } from '../../ui/failure-text.tsx';
import type { OpenMenu } from '../../ui/use-menu-button.ts';
import classes from './library-header.module.css';
import { type FacetName, type LibraryQuery, searchOf } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

const facetOf = {
  teacher: 'teacher',
  className: 'class_name',
  subject: 'subject',
  tag: 'tags',
} as const satisfies Record<FacetName, keyof SearchReply['facets']>;

/** The core names so many values at most. */
const mostValues = 20;

type Props = { name: FacetName; query: LibraryQuery; change: ChangeQuery };

export function FilterChoices({ menu, ...props }: Props & { menu: OpenMenu }) {
  return (
    <ButtonMenu menu={menu} position="bottom-start" width="16rem" className={classes.menu}>
      <Values {...props} />
    </ButtonMenu>
  );
}

function Values({ name, query, change }: Props) {
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
