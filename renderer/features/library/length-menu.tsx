import { type Translate, useLanguage } from '../../i18n/language.tsx';
import { late } from '../../ui/late.tsx';
import { useMenuButton } from '../../ui/use-menu-button.ts';
import { FilterButton } from './filter-menu.tsx';
import type { LibraryQuery } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

const LengthChoices = late(async () => (await import('./length-choices.tsx')).LengthChoices);

export type LengthRange = Pick<LibraryQuery, 'minMinutes' | 'maxMinutes'>;

export function lengthRangeText({ minMinutes, maxMinutes }: LengthRange, t: Translate): string {
  if (minMinutes === undefined) return t('library.up_to_minutes', { count: maxMinutes ?? 0 });
  if (maxMinutes === undefined) return t('library.from_minutes', { count: minMinutes });
  return t('library.between_minutes', { from: minMinutes, to: maxMinutes });
}

export function LengthMenu({ query, change }: { query: LibraryQuery; change: ChangeQuery }) {
  const { t } = useLanguage();
  const { buttonProps, menu } = useMenuButton('menu');
  const isActive = query.minMinutes !== undefined || query.maxMinutes !== undefined;
  return (
    <>
      <FilterButton label={t('library.length')} isActive={isActive} {...buttonProps} />
      {menu !== undefined && <LengthChoices menu={menu} query={query} change={change} />}
    </>
  );
}
