/** Orders of the library to choose from. */
import { Menu } from '@mantine/core';
import { useLanguage } from '../../i18n/language.tsx';
import { ButtonMenu } from '../../ui/button-menu.tsx';
import type { OpenMenu } from '../../ui/use-menu-button.ts';
import { type LibraryQuery, librarySorts, sortOf } from './library-query.ts';
import type { ChangeQuery } from './use-library-address.ts';

export function SortChoices(props: { menu: OpenMenu; query: LibraryQuery; change: ChangeQuery }) {
  const { menu, query, change } = props;
  const { t } = useLanguage();
  return (
    <ButtonMenu menu={menu} position="bottom-end" width="13rem">
      <Menu.RadioGroup
        value={sortOf(query)}
        onChange={(value) => change({ sort: librarySorts.find((name) => name === value) })}
      >
        {librarySorts
          // Without words nothing fits better than anything else.
          .filter((name) => name !== 'relevance' || query.q !== '')
          .map((name) => (
            <Menu.RadioItem key={name} value={name} closeMenuOnClick>
              {t(`library.sort_${name}`)}
            </Menu.RadioItem>
          ))}
      </Menu.RadioGroup>
    </ButtonMenu>
  );
}
