import { useLanguage } from '../../i18n/language.tsx';
import { late } from '../../ui/late.tsx';
import { useMenuButton } from '../../ui/use-menu-button.ts';
import { FilterButton } from './filter-menu.tsx';
import type { LibraryQuery } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

const DateChoices = late(async () => (await import('./date-choices.tsx')).DateChoices);

export function DateMenu({ query, change }: { query: LibraryQuery; change: ChangeQuery }) {
  const { t } = useLanguage();
  const { buttonProps, menu } = useMenuButton('dialog');
  const isActive = query.from !== undefined || query.to !== undefined;
  return (
    <>
      <FilterButton label={t('library.date')} isActive={isActive} {...buttonProps} />
      {menu !== undefined && <DateChoices menu={menu} query={query} change={change} />}
    </>
  );
}
