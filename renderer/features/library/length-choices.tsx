/** Lengths of a lesson to choose from. */
import { Menu } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import { ButtonMenu } from '../../ui/button-menu.tsx';
import type { OpenMenu } from '../../ui/use-menu-button.ts';
import { type LengthRange, lengthRangeText } from './length-menu.tsx';
import { type LibraryQuery, lengthRanges } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

const nameOf = ({ minMinutes, maxMinutes }: LengthRange) => `${minMinutes ?? ''}-${maxMinutes ?? ''}`;
const anyLength: LengthRange = { minMinutes: undefined, maxMinutes: undefined };

export function LengthChoices(props: { menu: OpenMenu; query: LibraryQuery; change: ChangeQuery }) {
  const { menu, query, change } = props;
  const { t } = useLanguage();
  return (
    <ButtonMenu menu={menu} position="bottom-start" width="14rem">
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
    </ButtonMenu>
  );
}
