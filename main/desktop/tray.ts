/** Puts the tray model on the screen. */
import { Menu, Tray } from 'electron';
import { trayImage } from './icons.ts';
import type { TrayCommand, TrayModel } from './tray-model.ts';

export type TrayIconHandle = { show(model: TrayModel): void; remove(): void };

/** @param run does what was chosen; a click on the icon itself opens the window */
export function createTray(first: TrayModel, run: (command: TrayCommand) => void): TrayIconHandle {
  const tray = new Tray(trayImage(first.icon, process.platform));
  let shown = '';
  let icon = first.icon;

  function show(model: TrayModel): void {
    // An open menu closes when it is replaced: only when something in it changed.
    const text = JSON.stringify(model);
    if (text === shown) return;
    shown = text;
    if (model.icon !== icon) tray.setImage(trayImage(model.icon, process.platform));
    icon = model.icon;
    tray.setToolTip(model.tooltip);
    tray.setContextMenu(
      Menu.buildFromTemplate(
        model.items.map((item) => {
          switch (item.type) {
            case 'separator':
              return { type: 'separator' };
            case 'state':
              return { label: item.label, enabled: false };
            case 'command':
              return { label: item.label, click: () => run(item.command) };
            default:
              return item satisfies never;
          }
        }),
      ),
    );
  }

  // A Mac opens the menu on a click.
  if (process.platform !== 'darwin') tray.on('click', () => run({ kind: 'open' }));
  show(first);
  return { show, remove: () => tray.destroy() };
}
