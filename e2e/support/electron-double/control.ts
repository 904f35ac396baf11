/** The test's side door: it looks at what was recorded, and plays the person and the operating system. */
import { app } from './app.ts';
import { browser } from './browser.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { type DialogKind, type MediaAccess, type MenuItem, recorded } from './recorded.ts';
import { preventable } from './web-contents.ts';

export type ControlCommand =
  | { name: 'look' }
  | { name: 'answer'; kind: DialogKind; answer: unknown }
  | { name: 'click-tray'; label: string }
  | { name: 'click-tray-icon' }
  | { name: 'click-menu'; label: string }
  | { name: 'click-notification'; index: number }
  | { name: 'press'; accelerator: string }
  | { name: 'refuse-shortcut'; accelerator: string }
  | { name: 'close-window' }
  | { name: 'blur-window' }
  | { name: 'set-bounds'; bounds: { x: number; y: number; width: number; height: number } }
  | { name: 'quit' }
  | { name: 'emit'; event: 'open-url' | 'open-file'; target: string }
  /** From now on it is a Mac that knows these permissions, and a person who answers its questions so. */
  | { name: 'be-a-mac'; access: Partial<typeof recorded.mediaAccess>; answer: MediaAccess }
  /** A message as a frame of this address would send it. */
  | { name: 'send-as'; url: string; isMainFrame: boolean; channel: string; args: unknown[] };

export type Look = ReturnType<typeof look>;

function look() {
  const [window] = BrowserWindow.getAllWindows();
  const tray = recorded.trays.at(-1);
  return {
    port: browser.port,
    window:
      window === undefined
        ? undefined
        : {
            isVisible: window.isVisible(),
            isFocused: window.isFocused(),
            isMaximized: window.isMaximized(),
            bounds: window.bounds,
            options: window.options as { webPreferences?: Record<string, unknown> },
          },
    tray: tray && {
      icon: tray.image.split('/').at(-1),
      tooltip: tray.tooltip,
      labels: tray.menu.flatMap(({ label }) => label ?? []),
    },
    menu: recorded.appMenu.map(({ label, submenu }) => ({
      label,
      entries: submenu?.flatMap((item) => item.label ?? []) ?? [],
    })),
    dialogs: recorded.dialogs,
    isAsking: Object.values(recorded.waiting).some(({ length }) => length > 0),
    notifications: recorded.notifications.map(({ title, body }) => ({ title, body })),
    blockers: [...recorded.blockers.values()],
    shortcuts: [...recorded.shortcuts.keys()],
    openedExternal: recorded.openedExternal,
    openedPaths: recorded.openedPaths,
    shownFiles: recorded.shownFiles,
    windowOpens: recorded.windowOpens,
    navigations: recorded.navigations,
    permissions: recorded.permissionRequests,
    mediaQuestions: recorded.mediaQuestions,
    badge: recorded.badge,
    themeSource: recorded.themeSource,
    aboutShown: recorded.aboutShown,
    corePids: recorded.corePids,
  };
}

async function run(command: ControlCommand): Promise<unknown> {
  switch (command.name) {
    case 'look':
      return look();
    case 'answer': {
      const waiting = recorded.waiting[command.kind].shift();
      if (waiting === undefined) recorded.answers[command.kind].push(command.answer);
      else waiting(command.answer);
      return undefined;
    }
    case 'click-tray':
      return click(recorded.trays.at(-1)?.menu ?? [], command.label);
    case 'click-tray-icon':
      return recorded.trays.at(-1)?.click();
    case 'click-menu':
      return click(recorded.appMenu, command.label);
    case 'click-notification':
      return recorded.notifications[command.index]?.click();
    case 'press':
      return recorded.shortcuts.get(command.accelerator)?.();
    case 'refuse-shortcut':
      return void recorded.refusedShortcuts.add(command.accelerator);
    case 'close-window':
      return void BrowserWindow.getAllWindows()[0]?.close();
    case 'blur-window':
      return BrowserWindow.getAllWindows()[0]?.blur();
    case 'set-bounds':
      return BrowserWindow.getAllWindows()[0]?.setBounds(command.bounds);
    case 'quit':
      return app.quit();
    case 'emit':
      return void app.emit(command.event, preventable({}), command.target);
    case 'be-a-mac':
      Object.defineProperty(process, 'platform', { value: 'darwin' });
      Object.assign(recorded.mediaAccess, command.access);
      recorded.mediaAnswer = command.answer;
      return undefined;
    case 'send-as': {
      const sender = BrowserWindow.getAllWindows()[0]?.webContents;
      const senderFrame = { url: command.url, parent: command.isMainFrame ? null : {} };
      return ipcMain.call(command.channel, { sender, senderFrame }, command.args);
    }
    default:
      return command satisfies never;
  }
}

function click(items: readonly MenuItem[], label: string): void {
  const all = items.flatMap((item) => [item, ...(item.submenu ?? [])]);
  const item = all.find((candidate) => candidate.label === label && candidate.enabled !== false);
  if (item?.click === undefined)
    throw new Error(`there is no '${label}' among ${all.map((each) => each.label).join(', ')}`);
  item.click();
}

export function listenToTest(): void {
  process.on('message', (message: { id: number; command: ControlCommand }) => {
    run(message.command).then(
      (value) => process.send?.({ id: message.id, ok: true, value: value ?? null }),
      (error: unknown) => process.send?.({ id: message.id, ok: false, message: String(error) }),
    );
  });
  // The test is gone: so is the desktop.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
