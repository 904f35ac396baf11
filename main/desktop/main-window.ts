/** The one window: opens as it was left, shows the core's page, and never ends the program by itself. */
import { type BrowserWindowConstructorOptions, BrowserWindow, screen } from 'electron';
import type { ShellEvent } from '../../contract/ipc.ts';
import { ipcMessage, type ShellEventName } from '../../contract/ipc-names.ts';
import { appIconFile } from './icons.ts';
import { checkedEvent } from './ipc-guard.ts';
import type { ShellConfig } from './shell-config.ts';
import { asAddress } from './status-pages.ts';
import { fitBounds, smallestWindow } from './window-bounds.ts';

const aborted = -3; // net::ERR_ABORTED: another navigation took its place
const keepBoundsAfterMs = 500;

export type MainWindowOptions = {
  preload: string;
  config: ShellConfig;
  isDark: boolean;
  isDevelopment: boolean;
  title: string;
  /** May the window really close now? Otherwise `onClose` decides what to do instead. */
  isQuitting: () => boolean;
  onClose: () => void;
  /** The page could not be loaded, or its process died. */
  onPageLost: () => void;
  /** The page that was shown is going, or has gone. */
  onPageLeft: () => void;
};

export type MainWindow = ReturnType<typeof createMainWindow>;

export function createMainWindow(options: MainWindowOptions) {
  const { config } = options;
  const saved = config.get().window;
  const window = new BrowserWindow({
    ...fitBounds(saved?.bounds, {
      primary: screen.getPrimaryDisplay().workArea,
      all: screen.getAllDisplays().map(({ workArea }) => workArea),
    }),
    ...windowOptions(options),
  });
  if (saved?.is_maximized === true) window.maximize();
  const { webContents: contents } = window;
  let isPageListening = false;
  let isWanted = false;

  let keeping: NodeJS.Timeout | undefined;
  const keepBounds = () => {
    clearTimeout(keeping);
    if (window.isDestroyed() || window.isMinimized() || window.isFullScreen()) return;
    config.set({ window: { bounds: window.getNormalBounds(), is_maximized: window.isMaximized() } });
  };
  const keepBoundsSoon = () => {
    clearTimeout(keeping);
    keeping = setTimeout(keepBounds, keepBoundsAfterMs);
  };
  window.on('resize', keepBoundsSoon);
  window.on('move', keepBoundsSoon);
  window.on('close', (event) => {
    keepBounds();
    if (options.isQuitting()) return;
    event.preventDefault();
    options.onClose();
  });
  // Shown when there is something to see: no white flash.
  window.once('ready-to-show', () => {
    if (isWanted) window.show();
  });
  contents.on('did-start-navigation', (details) => {
    if (!details.isMainFrame || details.isSameDocument) return;
    isPageListening = false;
    options.onPageLeft();
  });
  // A page may hold a window back while a file is on its way; the person has decided by then.
  contents.on('will-prevent-unload', (event) => {
    if (options.isQuitting()) event.preventDefault();
  });
  contents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
    if (isMainFrame && code !== aborted) options.onPageLost();
  });
  contents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit') options.onPageLost();
  });

  return {
    window,
    /** Shows and focuses it. */
    open: () => {
      isWanted = true;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    /** Shows it as soon as its first page is painted. */
    openWhenPainted: () => {
      isWanted = true;
    },
    hide: () => {
      isWanted = false;
      window.hide();
    },
    load: async (address: string) => {
      // A load that another one replaced, or that failed, is told by did-fail-load.
      await contents.loadURL(address).catch(() => undefined);
    },
    loadHtml: async (html: string) => {
      await contents.loadURL(asAddress(html)).catch(() => undefined);
    },
    get address() {
      return contents.getURL();
    },
    /** Whether the page takes `open` events; until it does, addresses are loaded. */
    get isPageListening() {
      return isPageListening;
    },
    pageIsListening: () => {
      isPageListening = true;
    },
    tell: <N extends ShellEventName>(name: N, event: ShellEvent<N>) => {
      if (!window.isDestroyed()) contents.send(ipcMessage.event, name, checkedEvent(name, event));
    },
  };
}

function windowOptions(options: MainWindowOptions): BrowserWindowConstructorOptions {
  return {
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: options.title,
    backgroundColor: options.isDark ? '#16181d' : '#f7f8fa',
    ...(process.platform === 'linux' ? { icon: appIconFile } : {}),
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: options.isDevelopment,
    },
  };
}
