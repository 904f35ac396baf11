import { Menu } from '@mantine/core';
import { type Translate, useLanguage } from '../../i18n/language.tsx';
import { FilterButton } from './filter-menu.tsx';
import { type LibraryQuery, lengthRanges } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

type Range = Pick<LibraryQuery, 'minMinutes' | 'maxMinutes'>;

export function lengthRangeText({ minMinutes, maxMinutes }: Range, t: Translate): string {
  if (minMinutes === undefined) return t('library.up_to_minutes', { count: maxMinutes ?? 0 });
  if (maxMinutes === undefined) return t('library.from_minutes', { count: minMinutes });
  return t('library.between_minutes', { from: minMinutes, to: maxMinutes });
}

const nameOf = ({ minMinutes, maxMinutes }: Range) => `${minMinutes ?? ''}-${maxMinutes ?? ''}`;
const anyLength: Range = { minMinutes: undefined, maxMinutes: undefined };

export function LengthMenu({ query, change }: { query: LibraryQuery; change: ChangeQuery }) {
  const { t } = useLanguage();
  const isActive = query.minMinutes !== undefined || query.maxMinutes !== undefined;
  return (
    <Menu
      position="bottom-start"
      width="14rem"
      shadow="md"
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <FilterButton label={t('library.length')} isActive={isActive} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={nameOf(query)}
          onChange={(name) => {
            const { minMinutes, maxMinutes } = lengthRanges.find((one) => nameOf(one) === name) ?? anyLength;
            change({ minMinutes, maxMinutes });
          }}
        >
          <Menu.RadioItem value={nameOf(anyLength)} closeMenuOnClick>
            {t('library.any')}
          </Menu.RadioItem>
          {lengthRanges.map((range) => (
            <Menu.RadioItem key={range.name} value={nameOf(range)} closeMenuOnClick>
              {lengthRangeText(range, t)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
