/** Puts the menu model on the screen. */
import { Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand, MenuGroup } from './menu-model.ts';

export function showMenu(groups: readonly MenuGroup[], run: (command: MenuCommand) => void): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      groups.map(({ label, entries }) => ({
        label,
        submenu: entries.map((entry): MenuItemConstructorOptions => {
          switch (entry.type) {
            case 'separator':
              return { type: 'separator' };
            case 'role':
              return { role: entry.role, label: entry.label };
            case 'command':
              return {
                label: entry.label,
                click: () => run(entry.command),
                ...(entry.accelerator === undefined ? {} : { accelerator: entry.accelerator }),
              };
            default:
              return entry satisfies never;
          }
        }),
      })),
    ),
  );
}
