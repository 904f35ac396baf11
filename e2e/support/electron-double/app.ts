/** Electron's app: start, single instance, quitting in the real order. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { browser } from './browser.ts';
import { BrowserWindow } from './browser-window.ts';
import { recorded } from './recorded.ts';
import { preventable } from './web-contents.ts';

const userDataSwitch = process.argv.find((argument) => argument.startsWith('--user-data-dir='));
const pollMs = 50;

class App extends EventEmitter {
  readonly isPackaged = false;
  readonly #paths = new Map<string, string>();
  #whenReady: Promise<void> | undefined;
  #poll: NodeJS.Timeout | undefined;

  readonly commandLine = {
    hasSwitch: (name: string) => process.argv.some((arg) => arg.startsWith(`--${name}`)),
  };

  constructor() {
    super();
    const userData =
      userDataSwitch?.slice(userDataSwitch.indexOf('=') + 1) ?? path.join(homedir(), '.airclass-double');
    this.#paths.set('userData', userData);
    this.#paths.set('appData', path.dirname(userData));
    this.#paths.set('downloads', path.join(userData, 'Downloads'));
    browser.onContents((contents) => this.emit('web-contents-created', {}, contents));
  }

  getPath(name: string): string {
    return this.#paths.get(name) ?? '';
  }
  setPath(name: string, value: string): void {
    this.#paths.set(name, value);
  }
  getLocale(): string {
    return 'ko';
  }
  enableSandbox(): void {
    // Debian's Chromium brings its own.
  }
  setBadgeCount(count: number): boolean {
    recorded.badge = count;
    return true;
  }
  setAboutPanelOptions(): void {
    // Nothing to show it on.
  }
  showAboutPanel(): void {
    recorded.aboutShown += 1;
  }
  setAppUserModelId(): void {
    // Windows.
  }
  getLoginItemSettings() {
    return { openAtLogin: recorded.loginItem };
  }
  setLoginItemSettings({ openAtLogin }: { openAtLogin: boolean }): void {
    recorded.loginItem = openAtLogin;
  }

  whenReady(): Promise<void> {
    return (this.#whenReady ??= browser.start(this.getPath('userData')).then(() => {
      this.emit('ready');
    }));
  }

  /** A file with the first one's pid; later starts leave a note beside it. */
  requestSingleInstanceLock(data: unknown): boolean {
    const folder = path.join(this.getPath('userData'), 'single-instance');
    mkdirSync(folder, { recursive: true });
    const lock = path.join(folder, 'lock');
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
    } catch {
      const owner = Number(readFileSync(lock, 'utf8'));
      if (isRunning(owner)) {
        const note = { argv: process.argv, workDir: process.cwd(), data: structuredClone(data) };
        const draft = path.join(folder, `${process.pid}.draft`);
        writeFileSync(draft, JSON.stringify(note));
        renameSync(draft, draft.replace('.draft', '.note'));
        return false;
      }
      writeFileSync(lock, String(process.pid));
    }
    this.#poll = setInterval(() => this.#readNotes(folder), pollMs);
    return true;
  }

  #readNotes(folder: string): void {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.note'))) {
      const file = path.join(folder, name);
      const note = JSON.parse(readFileSync(file, 'utf8')) as {
        argv: string[];
        workDir: string;
        data: unknown;
      };
      rmSync(file);
      this.emit('second-instance', preventable({}), note.argv, note.workDir, note.data);
    }
  }

  quit(): void {
    // Electron too lets the caller finish first.
    setImmediate(() => void this.#quit());
  }

  async #quit(): Promise<void> {
    const event = preventable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    for (const window of BrowserWindow.getAllWindows()) if (!window.close()) return;
    const last = preventable({});
    this.emit('will-quit', last);
    if (last.defaultPrevented) return;
    await this.#end(0);
  }

  exit(code = 0): void {
    void this.#end(code);
  }

  async #end(code: number): Promise<void> {
    clearInterval(this.#poll);
    this.emit('quit', {}, code);
    await browser.close();
    process.exit(code);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export const app = new App();
