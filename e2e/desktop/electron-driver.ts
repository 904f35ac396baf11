/**
 * Runs the built shell in Electron itself, where its program is installed. Playwright reaches the main process, so what
 * the double records (dialogs, trays, notifications) is patched there to be recorded too.
 */
// oxlint-disable typescript/unbound-method -- methods of Electron's classes are replaced, and called with their own this
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { _electron as electron } from '@playwright/test';
import { findElectron } from '../../scripts/electron.mjs';
import type { DialogKind, LaunchOptions, Shell, ShellDriver } from './shell-driver.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Seen = {
  dialogs: { kind: DialogKind; options: Record<string, unknown> }[];
  answers: Record<DialogKind, unknown[]>;
  notifications: { title: string; body: string }[];
  tray: { icon: string; tooltip: string; menu: Electron.Menu | undefined };
  blockers: number[];
  openedExternal: string[];
  shownFiles: string[];
};
declare global {
  // oxlint-disable-next-line no-var, vars-on-top -- a global of the app's main process
  var seen: Seen;
}

function startArguments({ userData, dataDir, args = [] }: LaunchOptions): string[] {
  // A container has no user namespaces for Chromium's sandbox.
  const sandbox = process.env['AIRCLASS_E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  return [...sandbox, root, `--user-data-dir=${userData}`, '--port', '0', '--data-dir', dataDir, ...args];
}

function environment(options: LaunchOptions): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(own),
    AIRCLASS_LOG_LEVEL: 'warn',
    TZ: 'Asia/Seoul',
    XDG_CONFIG_HOME: options.configHome,
  };
}

async function launch(options: LaunchOptions): Promise<Shell> {
  const app = await electron.launch({
    executablePath: findElectron() ?? 'electron',
    args: startArguments(options),
    env: environment(options),
    locale: 'ko-KR',
  });
  const child = app.process();
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  await app.evaluate((main) => {
    const seen: Seen = {
      dialogs: [],
      answers: { message: [], open: [], save: [] },
      notifications: [],
      tray: { icon: '', tooltip: '', menu: undefined },
      blockers: [],
      openedExternal: [],
      shownFiles: [],
    };
    globalThis.seen = seen;
    const ask = (kind: DialogKind) => async (_window: unknown, shown: object) => {
      seen.dialogs.push({ kind, options: { ...shown } });
      while (seen.answers[kind].length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      return seen.answers[kind].shift();
    };
    Object.assign(main.dialog, {
      showMessageBox: ask('message'),
      showOpenDialog: ask('open'),
      showSaveDialog: ask('save'),
    });
    Object.assign(main.shell, {
      openExternal: async (url: string) => void seen.openedExternal.push(url),
      showItemInFolder: (file: string) => void seen.shownFiles.push(file),
    });
    const { start, stop } = main.powerSaveBlocker;
    Object.assign(main.powerSaveBlocker, {
      start: (type: 'prevent-app-suspension') => {
        const id = start.call(main.powerSaveBlocker, type);
        seen.blockers.push(id);
        return id;
      },
      stop: (id: number) => {
        seen.blockers = seen.blockers.filter((each) => each !== id);
        return stop.call(main.powerSaveBlocker, id);
      },
    });
    main.Notification.prototype.show = function show(this: Electron.Notification) {
      seen.notifications.push({ title: this.title, body: this.body });
    };
    const { setToolTip, setContextMenu } = main.Tray.prototype;
    main.Tray.prototype.setToolTip = function keep(this: Electron.Tray, text: string) {
      seen.tray.tooltip = text;
      setToolTip.call(this, text);
    };
    main.Tray.prototype.setContextMenu = function keep(this: Electron.Tray, menu: Electron.Menu | null) {
      seen.tray.menu = menu ?? undefined;
      setContextMenu.call(this, menu);
    };
  });
  const page = await app.firstWindow();
  return {
    page,
    exited,
    tray: () =>
      app.evaluate(() => ({
        icon: '',
        tooltip: globalThis.seen.tray.tooltip,
        labels:
          globalThis.seen.tray.menu?.items.map(({ label }) => label).filter((label) => label !== '') ?? [],
      })),
    clickTray: (label) =>
      app.evaluate((_main, wanted) => {
        globalThis.seen.tray.menu?.items.find((item) => item.label === wanted)?.click();
      }, label),
    clickMenu: (label) =>
      app.evaluate(({ Menu }, wanted) => {
        const groups = Menu.getApplicationMenu()?.items ?? [];
        groups
          .flatMap((group) => group.submenu?.items ?? [])
          .find((item) => item.label === wanted)
          ?.click();
      }, label),
    menuLabels: () =>
      app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []),
    notifications: () => app.evaluate(() => globalThis.seen.notifications),
    dialogs: () => app.evaluate(() => globalThis.seen.dialogs),
    answer: (kind, answer) =>
      app.evaluate((_main, { of, with: reply }) => void globalThis.seen.answers[of].push(reply), {
        of: kind,
        with: answer,
      }),
    closeWindow: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()),
    window: () =>
      app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        if (window === undefined) throw new Error('there is no window');
        return {
          isVisible: window.isVisible(),
          isMaximized: window.isMaximized(),
          bounds: window.getNormalBounds(),
        };
      }),
    setBounds: (bounds) =>
      app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds),
    sleepBlockers: () => app.evaluate(() => globalThis.seen.blockers.length),
    corePid: () =>
      app.evaluate(
        (main) =>
          main.app
            .getAppMetrics()
            .find(({ name, serviceName }) => `${name} ${serviceName}`.includes('Recorder core'))?.pid ?? 0,
      ),
    openedExternal: () => app.evaluate(() => globalThis.seen.openedExternal),
    shownFiles: () => app.evaluate(() => globalThis.seen.shownFiles),
    quit: async () => {
      await app.evaluate((main) => main.app.quit()).catch(() => undefined);
    },
    destroy: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
    },
  };
}

export const electronDriver: ShellDriver = {
  name: 'Electron',
  launch,
  startAgain: async (options) => {
    const child = spawn(findElectron() ?? 'electron', startArguments(options), {
      stdio: 'ignore',
      env: environment(options),
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  },
};

/** Undefined: it can run here. */
export function whyNoElectron(): string | undefined {
  if (findElectron() !== undefined) return undefined;
  if (process.env['AIRCLASS_REQUIRE_ELECTRON'] === '1') {
    throw new Error('AIRCLASS_REQUIRE_ELECTRON is set, but Electron’s program is not installed');
  }
  return 'Electron’s program is not installed: the same behaviours run in the double';
}
