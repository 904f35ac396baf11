/** Runs the built shell in the `electron` double (e2e/support/electron-double). */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { waitFor } from '../../main/testing/wait-for.ts';
import type { ControlCommand, Look } from '../support/electron-double/control.ts';
import type { LaunchOptions, Shell, ShellDriver } from './shell-driver.ts';

const register = fileURLToPath(new URL('../support/electron-double/register.ts', import.meta.url));
const entry = fileURLToPath(new URL('../../dist/main/electron.js', import.meta.url));

export type DoubleShell = Shell & {
  look(): Promise<Look>;
  control(command: ControlCommand): Promise<unknown>;
  output(): string;
};

function start(options: LaunchOptions): ChildProcess {
  const { userData, dataDir, configHome, args = [], env = {} } = options;
  return spawn(
    process.execPath,
    [
      '--import',
      register,
      entry,
      `--user-data-dir=${userData}`,
      '--port',
      '0',
      '--data-dir',
      dataDir,
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        AIRCLASS_LOG_LEVEL: 'warn',
        TZ: 'Asia/Seoul',
        XDG_CONFIG_HOME: configHome,
        ...env,
      },
    },
  );
}

export async function launchDouble(options: LaunchOptions): Promise<DoubleShell> {
  const child = start(options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
  let lastId = 0;
  const replies = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  child.on('message', (message: { id: number; ok: boolean; value?: unknown; message?: string }) => {
    const waiting = replies.get(message.id);
    replies.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  });
  void exited.then((code) => {
    for (const { reject } of replies.values()) reject(new Error(`the shell ended with ${code}: ${output}`));
  });
  const control = (command: ControlCommand) =>
    new Promise<unknown>((resolve, reject) => {
      if (!child.connected) {
        reject(new Error(`the shell has ended: ${output}`));
        return;
      }
      replies.set((lastId += 1), { resolve, reject });
      child.send({ id: lastId, command });
    });
  const look = async () => (await control({ name: 'look' })) as Look;

  const first = await waitFor('the window', async () => {
    if (child.exitCode !== null) throw new Error(`the shell ended: ${output}`);
    const now = await look();
    return now.port !== 0 && now.window !== undefined && now;
  });
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${first.port}`);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error('the window has no page');

  return {
    page,
    look,
    control,
    output: () => output,
    exited,
    tray: async () => {
      const { tray } = await look();
      return { icon: tray?.icon ?? '', tooltip: tray?.tooltip ?? '', labels: tray?.labels ?? [] };
    },
    clickTray: async (label) => void (await control({ name: 'click-tray', label })),
    clickMenu: async (label) => void (await control({ name: 'click-menu', label })),
    menuLabels: async () => (await look()).menu.flatMap(({ label }) => label ?? []),
    notifications: async () => (await look()).notifications,
    dialogs: async () => (await look()).dialogs,
    answer: async (kind, answer) => void (await control({ name: 'answer', kind, answer })),
    closeWindow: async () => void (await control({ name: 'close-window' })),
    window: async () => {
      const { window } = await look();
      if (window === undefined) throw new Error('there is no window');
      return window;
    },
    setBounds: async (bounds) => void (await control({ name: 'set-bounds', bounds })),
    sleepBlockers: async () => (await look()).blockers.length,
    corePid: async () => (await look()).corePids.at(-1) ?? 0,
    openedExternal: async () => (await look()).openedExternal,
    shownFiles: async () => (await look()).shownFiles,
    quit: async () => void (await control({ name: 'quit' }).catch(() => undefined)),
    destroy: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await exited;
      await browser.close().catch(() => undefined);
    },
  };
}

export const doubleDriver: ShellDriver = {
  name: 'double',
  launch: launchDouble,
  startAgain: async (options) => {
    const child = start(options);
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  },
};
