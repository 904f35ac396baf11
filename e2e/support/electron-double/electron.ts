/**
 * A double of the `electron` module's main-process side, for machines without its program. It runs the shell as it was
 * built: windows are real Chromium pages with the real preload script, messages are cloned, the utility process is a
 * real child process. What needs a desktop (tray, menus, dialogs, notifications) is recorded and driven by the test.
 * It has what the shell uses, and no more.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { browser } from './browser.ts';
import { listenToTest } from './control.ts';
import { type DialogKind, type MenuItem, type TraySeen, recorded } from './recorded.ts';

export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';

Object.assign(process.versions, { electron: '45.4.1-double' });

export const nativeImage = {
  createFromPath: (file: string) => ({ file, setTemplateImage: () => undefined }),
};

export const Menu = {
  buildFromTemplate: (items: MenuItem[]) => ({ items }),
  setApplicationMenu: ({ items }: { items: MenuItem[] }) => {
    recorded.appMenu = items;
  },
};

export class Tray extends EventEmitter {
  readonly #seen: TraySeen;

  constructor(image: { file: string }) {
    super();
    this.#seen = {
      image: image.file,
      tooltip: '',
      menu: [],
      isDestroyed: false,
      click: () => this.emit('click'),
    };
    recorded.trays.push(this.#seen);
  }
  setImage({ file }: { file: string }): void {
    this.#seen.image = file;
  }
  setToolTip(text: string): void {
    this.#seen.tooltip = text;
  }
  setContextMenu({ items }: { items: MenuItem[] }): void {
    this.#seen.menu = items;
  }
  destroy(): void {
    this.#seen.isDestroyed = true;
  }
}

/** Waits until the test answers, as a dialog waits for a person. */
function ask(kind: DialogKind, options: Record<string, unknown>): Promise<unknown> {
  recorded.dialogs.push({ kind, options: structuredClone(options) });
  if (recorded.answers[kind].length > 0) return Promise.resolve(recorded.answers[kind].shift());
  return new Promise((resolve) => recorded.waiting[kind].push(resolve));
}
export const dialog = {
  showMessageBox: (_window: unknown, options: Record<string, unknown>) => ask('message', options),
  showOpenDialog: (_window: unknown, options: Record<string, unknown>) => ask('open', options),
  showSaveDialog: (_window: unknown, options: Record<string, unknown>) => ask('save', options),
};

export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true;
  }
  readonly #text: { title: string; body: string };
  constructor(text: { title: string; body: string }) {
    super();
    this.#text = text;
  }
  show(): void {
    recorded.notifications.push({ ...this.#text, click: () => this.emit('click') });
  }
}

export const powerSaveBlocker = {
  start: (type: string): number => {
    const id = recorded.blockers.size + 1;
    recorded.blockers.set(id, type);
    return id;
  },
  stop: (id: number): boolean => recorded.blockers.delete(id),
};

export const globalShortcut = {
  register: (accelerator: string, press: () => void): boolean => {
    if (recorded.refusedShortcuts.has(accelerator)) return false;
    recorded.shortcuts.set(accelerator, press);
    return true;
  },
  unregister: (accelerator: string) => {
    recorded.shortcuts.delete(accelerator);
  },
};

export const powerMonitor = new EventEmitter();

export const nativeTheme = {
  shouldUseDarkColors: false,
  get themeSource() {
    return recorded.themeSource;
  },
  set themeSource(source: string) {
    recorded.themeSource = source;
  },
};

const display = {
  id: 1,
  label: 'Projector',
  scaleFactor: 1,
  size: { width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
};
export const screen = { getPrimaryDisplay: () => display, getAllDisplays: () => [display] };

const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
/** What is on the screen, where pictures for the guides are taken (e2e/screenshots/guide.ts). */
const screenPicture = (): string => {
  const file = process.env['AIRCLASS_E2E_SCREEN_PICTURE'];
  return file === undefined ? onePixel : `data:image/png;base64,${readFileSync(file, 'base64')}`;
};

export const desktopCapturer = {
  getSources: async () => [
    {
      id: 'screen:1:0',
      name: 'Entire screen',
      display_id: '1',
      thumbnail: { isEmpty: () => false, toDataURL: screenPicture },
    },
  ],
};

export const systemPreferences = {
  getMediaAccessStatus: (kind: keyof typeof recorded.mediaAccess) => recorded.mediaAccess[kind],
  /** The person answers at once, as the test said; a Mac does not ask a second time. */
  askForMediaAccess: async (kind: 'camera' | 'microphone') => {
    recorded.mediaQuestions.push(kind);
    if (recorded.mediaAccess[kind] === 'not-determined') recorded.mediaAccess[kind] = recorded.mediaAnswer;
    return recorded.mediaAccess[kind] === 'granted';
  },
};

export const shell = {
  openExternal: async (url: string) => {
    recorded.openedExternal.push(url);
  },
  openPath: async (file: string) => {
    recorded.openedPaths.push(file);
    return '';
  },
  showItemInFolder: (file: string) => {
    recorded.shownFiles.push(file);
  },
};

type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean;
/** Names of what the page can ask for: Electron's, and the browser's where it lets the shell's answer be enforced. */
const permissions = [
  ['media', 'camera'],
  ['media', 'microphone'],
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
] as const;

class Session extends EventEmitter {
  setPermissionRequestHandler(): void {
    // Chromium asks nobody here: what the check allows is granted beforehand, the rest is denied.
  }
  setPermissionCheckHandler(check: PermissionCheck): void {
    browser.context.on('response', (response) => {
      if (!response.request().isNavigationRequest() || response.status() !== 200) return;
      const { origin } = new URL(response.url());
      if (!origin.startsWith('http')) return;
      const granted: string[] = [];
      for (const [permission, name] of permissions) {
        const isGranted = check(undefined, permission, `${origin}/`);
        recorded.permissionRequests.push({ permission, isGranted });
        if (isGranted) granted.push(name);
      }
      void browser.context.grantPermissions(granted, { origin });
    });
  }
  setDevicePermissionHandler(): void {
    // Headless Chromium has no device choosers.
  }
}
export const session = { defaultSession: new Session() };

type ForkOptions = { env?: Record<string, string>; serviceName: string };
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;

  constructor(entry: string, args: readonly string[], { env = {}, serviceName }: ForkOptions) {
    super();
    const port = fileURLToPath(new URL('parent-port.ts', import.meta.url));
    this.#child = spawn(process.execPath, ['--import', port, entry, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.stdout = this.#child.stdout;
    this.stderr = this.#child.stderr;
    if (serviceName.endsWith('core')) recorded.corePids.push(this.#child.pid ?? 0);
    this.#child.once('exit', (code) => this.emit('exit', code ?? 1));
    this.#child.on('message', (message) => this.emit('message', message));
  }
  get pid(): number | undefined {
    return this.#child.pid;
  }
  postMessage(message: unknown): void {
    this.#child.send(structuredClone(message) as object);
  }
  kill(): boolean {
    return this.#child.kill();
  }
}
export const utilityProcess = {
  fork: (entry: string, args: readonly string[], options: ForkOptions) =>
    new UtilityProcess(entry, args, options),
};

listenToTest();
