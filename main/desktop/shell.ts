/**
 * Before the window: one instance, where the shell's files are, what the operating system hands over. The rest is
 * desktop-app.ts.
 */
import path from 'node:path';
import process from 'node:process';
import { app } from 'electron';
import { z } from 'zod';
import { createLogger } from '../base/logger.ts';
import type { ShellEnvironment } from '../env.ts';
import { type OpenRequest, openRequest, parseShellArguments, protocolName } from './arguments.ts';
import { type DesktopApp, startDesktopApp } from './desktop-app.ts';

/** What a second start passes on to the first. */
const secondStartSchema = z.object({ argv: z.array(z.string()), workDir: z.string() });

export function startShell(environment: ShellEnvironment): void {
  // In development the program's folder or file comes first.
  const argv = process.argv.slice(app.isPackaged ? 1 : 2);
  const workDir = process.cwd();
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    // Not the default: on a Mac that is the folder in which the core keeps lessons.
    app.setPath('userData', path.join(app.getPath('appData'), 'AIRClass Recorder Desktop'));
  }
  if (!app.requestSingleInstanceLock({ argv, workDir })) {
    app.quit();
    return;
  }
  app.enableSandbox();
  if (process.platform === 'win32') app.setAppUserModelId('kr.airclass.recorder');
  // Windows and Linux pass links as arguments. An unpackaged program must not take them from the installed one.
  if (app.isPackaged) app.setAsDefaultProtocolClient(protocolName);

  const args = parseShellArguments(argv, workDir);
  const log = createLogger('info');
  let desktop: DesktopApp | undefined;
  const early: OpenRequest[] = args.open === undefined ? [] : [args.open];
  const open = (request: OpenRequest | undefined) => {
    if (desktop !== undefined) desktop.open(request);
    else if (request !== undefined) early.push(request);
  };

  app.on('second-instance', (_event, _argv, _workDir, data) => {
    const second = secondStartSchema.safeParse(data);
    const passed = second.success ? parseShellArguments(second.data.argv, second.data.workDir) : undefined;
    // Started with the session while it runs already: nothing to show.
    if (passed?.isHidden !== true) open(passed?.open);
  });
  app.on('activate', () => open(undefined));
  // Macs hand links and files over by these.
  const handOver = (event: { preventDefault(): void }, target: string) => {
    event.preventDefault();
    open(openRequest(target, workDir));
  };
  app.on('open-url', handOver);
  app.on('open-file', handOver);
  // The program goes on in the tray: the window is hidden, not closed, so this only fires when quitting.
  app.on('window-all-closed', () => undefined);

  app
    .whenReady()
    .then(() => {
      desktop = startDesktopApp({ args, environment, log });
      for (const request of early) desktop.open(request);
    })
    .catch((error: unknown) => {
      log.error({ err: error }, 'the desktop app could not start');
      app.exit(1);
    });
}
