/** Opening with the session: off until someone switches it on. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import { desktopEntry } from './desktop-entry.ts';

export type LoginItem = { isEnabled(): boolean; set(isEnabled: boolean): void };

/**
 * Windows and macOS have a register for it, Linux a folder of files.
 * @param options.configHome Linux: `~/.config`
 */
export function createLoginItem(options: {
  program: string;
  args: readonly string[];
  configHome: string;
}): LoginItem {
  const { program } = options;
  const args = [...options.args, '--hidden'];
  if (process.platform !== 'linux') {
    const entry = { path: program, args };
    return {
      isEnabled: () => app.getLoginItemSettings(entry).openAtLogin,
      set: (isEnabled) => app.setLoginItemSettings({ ...entry, openAtLogin: isEnabled }),
    };
  }
  const file = path.join(options.configHome, 'autostart', 'airclass-recorder.desktop');
  return {
    isEnabled: () => existsSync(file),
    set: (isEnabled) => {
      if (!isEnabled) {
        rmSync(file, { force: true });
        return;
      }
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, desktopEntry([program, ...args]));
    },
  };
}
