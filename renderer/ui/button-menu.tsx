/** The menu of a button that `useMenuButton` opened. */
import { Menu, type MenuProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { ExistingTarget } from './existing-target.ts';
import type { OpenMenu } from './use-menu-button.ts';

export function ButtonMenu(props: {
  menu: OpenMenu;
  position: NonNullable<MenuProps['position']>;
  width: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  const { menu, position, width, className = '', children } = props;
  return (
    <Menu
      opened
      onClose={menu.close}
      position={position}
      width={width}
      returnFocus={false}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <ExistingTarget element={menu.button} />
      </Menu.Target>
      <Menu.Dropdown aria-labelledby={menu.button.id} className={className}>
        {children}
      </Menu.Dropdown>
    </Menu>
  );
}
