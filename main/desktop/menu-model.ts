/** The application menu as plain data. Pure. */
import type { Say } from './words.ts';

export type MenuCommand =
  | { kind: 'go'; path: string }
  | { kind: 'import-video' }
  | { kind: 'show-data-folder' }
  | { kind: 'show-log' }
  | { kind: 'about' }
  | { kind: 'quit' };

export type MenuRole =
  | 'undo'
  | 'redo'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'selectAll'
  | 'reload'
  | 'zoomIn'
  | 'zoomOut'
  | 'resetZoom'
  | 'togglefullscreen'
  | 'toggleDevTools'
  | 'minimize'
  | 'close'
  | 'hide'
  | 'hideOthers'
  | 'unhide';

export type MenuEntry =
  | { type: 'separator' }
  | { type: 'role'; role: MenuRole; label: string }
  | { type: 'command'; command: MenuCommand; label: string; accelerator?: string };
export type MenuGroup = { label: string; entries: MenuEntry[] };

const separator: MenuEntry = { type: 'separator' };

/** @param options.isDevelopment adds the developer tools */
export function menuModel(
  say: Say,
  options: { platform: NodeJS.Platform; isDevelopment: boolean },
): MenuGroup[] {
  const isMac = options.platform === 'darwin';
  const role = (name: MenuRole, label: Parameters<Say>[0]): MenuEntry => ({
    type: 'role',
    role: name,
    label: say(label),
  });
  const command = (of: MenuCommand, label: Parameters<Say>[0], accelerator?: string): MenuEntry => ({
    type: 'command',
    command: of,
    label: say(label),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const about = command({ kind: 'about' }, 'about');
  const settings = command({ kind: 'go', path: '/settings' }, 'settings', 'CommandOrControl+,');
  const quit = command({ kind: 'quit' }, 'quit', 'CommandOrControl+Q');

  const program: MenuGroup = {
    label: say('appName'),
    entries: [
      about,
      separator,
      settings,
      separator,
      role('hide', 'hide'),
      role('hideOthers', 'hideOthers'),
      role('unhide', 'unhide'),
      separator,
      quit,
    ],
  };
  return [
    ...(isMac ? [program] : []),
    {
      label: say('file'),
      entries: [
        command({ kind: 'go', path: '/record' }, 'newRecording', 'CommandOrControl+N'),
        command({ kind: 'import-video' }, 'importVideo', 'CommandOrControl+O'),
        command({ kind: 'show-data-folder' }, 'showDataFolder'),
        separator,
        role('close', 'closeWindow'),
        ...(isMac ? [] : [separator, settings, separator, quit]),
      ],
    },
    {
      label: say('edit'),
      entries: [
        role('undo', 'undo'),
        role('redo', 'redo'),
        separator,
        role('cut', 'cut'),
        role('copy', 'copy'),
        role('paste', 'paste'),
        role('selectAll', 'selectAll'),
      ],
    },
    {
      label: say('view'),
      entries: [
        role('reload', 'reload'),
        separator,
        role('resetZoom', 'actualSize'),
        role('zoomIn', 'zoomIn'),
        role('zoomOut', 'zoomOut'),
        separator,
        role('togglefullscreen', 'fullScreen'),
        ...(options.isDevelopment ? [separator, role('toggleDevTools', 'devTools')] : []),
      ],
    },
    ...(isMac ? [{ label: say('window'), entries: [role('minimize', 'minimize')] }] : []),
    {
      label: say('help'),
      entries: [command({ kind: 'show-log' }, 'showLog'), ...(isMac ? [] : [separator, about])],
    },
  ];
}
