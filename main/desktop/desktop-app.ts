/**
 * The desktop app on one page: what it is built from, what happens when the core changes, and in which order it ends.
 * It gives the core a window, a tray and what a browser can't do; what it knows of lessons the core's API told it.
 */
import path from 'node:path';
import { app, dialog, nativeTheme, shell } from 'electron';
import { z } from 'zod';
import { stopRecordingReplySchema } from '../../contract/recording.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { systemReplySchema } from '../../contract/system.ts';
import { AppError } from '../base/app-error.ts';
import type { Logger } from '../base/logger.ts';
import { packageRoot } from '../base/package-info.ts';
import type { ShellEnvironment } from '../env.ts';
import type { OpenRequest, ShellArguments } from './arguments.ts';
import { type CoreClient, createCoreClient } from './core-client.ts';
import { CoreProcess } from './core-process.ts';
import type { CoreState } from './core-supervisor.ts';
import { createDataFolder } from './data-folder.ts';
import { askToStop } from './dialogs.ts';
import { createEnding } from './ending.ts';
import { createHandedFiles, importPath, updatePath } from './handed-files.ts';
import { pickVideo, serveIpc } from './ipc-handlers.ts';
import { readInstalledFolder } from './installed-folder.ts';
import { createLoginItem } from './login-item.ts';
import { createMainWindow, type MainWindow } from './main-window.ts';
import { type MenuCommand, menuModel } from './menu-model.ts';
import { showMenu } from './menu.ts';
import { isOrigin, type ShellAction } from './navigation-guard.ts';
import { notify } from './notify.ts';
import { guardSession, guardWindows } from './page-guard.ts';
import { createRecordingSigns } from './recording-signs.ts';
import { RecordingWatch } from './recording-watch.ts';
import { openShellConfig, type ShellConfigValues } from './shell-config.ts';
import { createShortcut } from './shortcut.ts';
import { failurePage, startingPage } from './status-pages.ts';
import { createTray } from './tray.ts';
import { coreWord, type TrayCommand, titleOf, trayModel } from './tray-model.ts';
import { createUpdates } from './updates/create-updates.ts';
import { createUploads } from './uploads.ts';
import { updateText } from './updates/update-text.ts';
import { alarmText, endWord, type Language, wordsIn } from './words.ts';

const usualPort = 8765;
/** Before a page that was lost is loaded again (ms). */
const lostPageWaitMs = 1000;

export type DesktopApp = {
  /** Shows the window, and in it what is asked for. */
  open(request: OpenRequest | undefined): void;
};

export function startDesktopApp(start: {
  args: ShellArguments;
  environment: ShellEnvironment;
  log: Logger;
}): DesktopApp {
  const { args, environment, log } = start;
  const userData = app.getPath('userData');
  const logFile = path.join(userData, 'logs', 'core.log');
  const config = openShellConfig(userData, log);
  const isDevelopment = !app.isPackaged;
  nativeTheme.themeSource = config.get().theme;

  let language: Language = config.get().language ?? (app.getLocale().startsWith('ko') ? 'ko' : 'en');
  let say = wordsIn(language);
  let client: CoreClient | undefined;
  let coreOrigin: string | undefined;
  /** Address of the page that is shown or being loaded, with the token. */
  let shownLink: string | undefined;
  let pendingPath: string | undefined;
  /** Recordings that ran when the core died; undefined while it has not. */
  let beforeDeath: string[] | undefined;

  guardWindows({ coreOrigin: () => coreOrigin, onAction: (action) => void act(action) });
  guardSession({ coreOrigin: () => coreOrigin });

  const watch = new RecordingWatch(log);
  const dataFolder = createDataFolder({
    config,
    fromFlag: args.dataDir,
    fromInstaller: app.isPackaged ? readInstalledFolder(process.resourcesPath, environment.core) : undefined,
    isRecording: () => watch.isRecording && core.state.phase !== 'failed',
    isUpdating: () => updates.choice.isSwitching,
  });
  const core = new CoreProcess({
    entry: () => updates.choice.entry,
    env: environment.core,
    port: args.port ?? environment.port ?? usualPort,
    dataDir: dataFolder.current,
    logFile,
    log,
  });
  const files = createHandedFiles();
  const uploads = createUploads();
  const ending = createEnding({
    ...{ core, watch, uploads, config, main: () => main, say: () => say },
    onQuit: (isSession) => updates.beforeQuit(isSession),
  });
  const updates = createUpdates({
    ...{ userData, environment, files, log, client: currentClient, dataDir: dataFolder.current },
    core: () => core,
    isRecording: () => watch.isRecording,
    imports: () => uploads.count,
    isInUse: () => main.window.isFocused(),
    onState: (state) => main.tell('updates', state),
    onOutcome: (last) => notify(updateText(say, last), () => go('/settings/updates')),
    onSwitch: () => {
      pendingPath ??= shownPath();
      void showStarting();
    },
    quitFor: (last) => ending.quitFor(last),
  });
  const main: MainWindow = createMainWindow({
    preload: path.join(packageRoot, 'dist', 'preload', 'preload.cjs'),
    config,
    isDark: nativeTheme.shouldUseDarkColors,
    isDevelopment,
    title: say('appName'),
    isQuitting: () => ending.isOver,
    onClose: () => void ending.closeWindow(),
    onPageLost: () => void showAgain(),
    onPageLeft: () => uploads.setOfPage(0),
  });
  const showSigns = createRecordingSigns(main.window);
  const tray = createTray(currentTray(), (command) => void runTray(command));
  const shortcut = createShortcut(config, () => go('/record'));
  const loginItem = createLoginItem({
    program: process.execPath,
    args: isDevelopment ? [packageRoot] : [],
    configHome: environment.configHome,
  });
  serveIpc({
    client: currentClient,
    coreOrigin: () => coreOrigin,
    mainWindow: main,
    say: () => say,
    dataFolder,
    changeDataFolder: (folder) => dataFolder.change(folder, core),
    setAppearance,
    shortcut,
    loginItem,
    files,
    uploads,
    updates,
    logFile,
    isWayland: environment.isWayland,
    onFailure: (error) => log.error({ err: error }, 'a request of the page failed'),
  });

  core.on('change', (state, before) => void coreChanged(state, before));
  watch.on('change', () => {
    showState();
    // What is ready waited for the lesson's end, and says that it waits for one that has begun.
    void updates.service.switchWhenQuiet();
  });
  watch.on('settings', () => {
    if (client !== undefined) void readLanguage(client);
  });
  watch.on('alarm', (recording, kind) => {
    const { title, body } = alarmText(language, kind);
    tellPerson(title, `${titleOf(recording, say)}: ${body}`);
  });
  watch.on('ended-early', ({ title, code, isSaved }) =>
    tellPerson(
      say('recordingEnded', { title: titleOf({ title }, say) }),
      isSaved ? `${say('endedSaved')} ${say(endWord(code))}` : say(endWord(code)),
    ),
  );
  watch.on('disk-low', (minutes) =>
    tellPerson(say('diskLow', { minutes: Math.floor(minutes) }), say('diskLowDetail')),
  );
  app.on('will-quit', () => tray.remove());
  // Windows tells its windows that the session ends.
  main.window.on('session-end', () => ending.quitDecided());

  showWords();
  shortcut.apply();
  if (!args.isHidden) main.openWhenPainted();
  void showStarting();
  void updates.prepare().then(() => core.start());
  return { open: (request) => void open(request) };

  function currentClient(): CoreClient {
    if (client === undefined || core.state.phase !== 'running') throw new AppError('not_ready');
    return client;
  }

  async function coreChanged(state: CoreState, before: CoreState): Promise<void> {
    if (state.phase === 'waiting' && before.phase === 'running') {
      beforeDeath ??= watch.recordings.map(({ recordingId }) => recordingId);
      watch.end();
      main.tell('core', { state: 'restarting', was_recording: beforeDeath.length > 0 });
    }
    if (state.phase === 'failed') {
      // A version on trial gives way to the one before by itself; one that is ready may work.
      if (updates.choice.isSwitching || (await updates.service.rescue())) return;
      watch.forget();
      beforeDeath = undefined;
      coreOrigin = undefined;
      shownLink = undefined;
      await main.loadHtml(failurePage({ language, say }, core.logTail));
      main.open();
    }
    if (state.phase === 'running' && before.phase === 'starting') await coreRuns(state.link);
    showState();
  }

  async function coreRuns(link: string): Promise<void> {
    const asked = createCoreClient(link);
    client = asked;
    const route = shownPath() ?? '/';
    coreOrigin = asked.origin;
    // A person waits for the page; what it says meanwhile it asks the core itself.
    const known = Promise.all([watch.follow(asked), readLanguage(asked)]);
    if (shownLink === link) showPending();
    else await showPage(pendingPath ?? route);
    await known;
    if (core.state.phase === 'running' && client === asked) updates.coreRuns();
    if (core.state.phase !== 'running' || client !== asked) return;
    if (beforeDeath === undefined) return;
    const wasRecording = beforeDeath.length > 0;
    const goesOn = watch.recordings.some(({ recordingId }) => beforeDeath?.includes(recordingId));
    beforeDeath = undefined;
    main.tell('core', { state: 'running', was_recording: wasRecording, goes_on: goesOn });
    // Nothing of a lesson is recorded any more: that is said whatever the person looks at.
    if (wasRecording && !goesOn) {
      notify({ title: say('appName'), body: say('restartedStopped') }, () => main.open());
      return;
    }
    tellPerson(say('appName'), say(wasRecording ? 'restartedRecording' : 'restarted'));
  }

  async function readLanguage(from: CoreClient): Promise<void> {
    const before = language;
    const settings = await from
      .get(z.object({ language: settingsSchema.shape.language }), '/api/settings')
      .catch(() => undefined);
    // The page may have been quicker: what was chosen there meanwhile is newer.
    if (settings !== undefined && language === before) setLanguage(settings.language);
  }

  async function showStarting(): Promise<void> {
    shownLink = undefined;
    await main.loadHtml(startingPage({ language, say }));
  }

  /** The page went away under us: it is loaded again where it was, as soon as the core answers. */
  async function showAgain(): Promise<void> {
    if (core.state.phase === 'failed' || ending.isOver) return;
    pendingPath ??= shownPath();
    await showStarting();
    setTimeout(() => {
      if (core.state.phase === 'running' && shownLink === undefined) void showPage(pendingPath ?? '/');
    }, lostPageWaitMs);
  }

  /** Screen that is shown, without the token. */
  function shownPath(): string | undefined {
    if (!isOrigin(main.address, coreOrigin)) return undefined;
    const { pathname, searchParams } = new URL(main.address);
    searchParams.delete('token');
    return searchParams.size === 0 ? pathname : `${pathname}?${searchParams.toString()}`;
  }

  /** Loads a screen; the address carries the token, which the core takes out of it at once. */
  async function showPage(route: string): Promise<void> {
    const { state } = core;
    if (state.phase !== 'running') {
      pendingPath = route;
      return;
    }
    pendingPath = undefined;
    shownLink = state.link;
    const address = new URL(route, state.link);
    address.searchParams.set('token', new URL(state.link).searchParams.get('token') ?? '');
    await main.load(address.href);
  }

  /** What was asked for while no core ran. */
  function showPending(): void {
    const route = pendingPath;
    pendingPath = undefined;
    if (route !== undefined) show(route);
  }

  function go(route: string): void {
    main.open();
    show(route);
  }

  /** In the page that is there, or by loading it. */
  function show(route: string): void {
    if (main.isPageListening && core.state.phase === 'running') main.tell('open', { path: route });
    else void showPage(route);
  }

  async function open(request: OpenRequest | undefined): Promise<void> {
    main.open();
    if (request?.kind === 'page') go(request.path);
    if (request === undefined || request.kind === 'page') return;
    try {
      const file = await files.add(request.file);
      go(request.kind === 'video' ? importPath(file) : updatePath(file));
    } catch (error) {
      log.warn({ err: error }, 'a file that was handed over cannot be read');
    }
  }

  function setAppearance(theme: ShellConfigValues['theme'], newLanguage: Language): void {
    nativeTheme.themeSource = theme;
    config.set({ theme, language: newLanguage });
    setLanguage(newLanguage);
  }

  function setLanguage(newLanguage: Language): void {
    if (newLanguage === language) return;
    language = newLanguage;
    say = wordsIn(language);
    showWords();
  }

  function showWords(): void {
    app.setAboutPanelOptions({
      applicationName: say('appName'),
      applicationVersion: updates.choice.version,
      copyright: 'MIT',
    });
    showMenu(
      menuModel(say, { platform: process.platform, isDevelopment }),
      (command) => void runMenu(command).catch(menuFailed),
    );
    showState();
  }

  function currentTray() {
    const { recordings, hasAlarm } = watch;
    return trayModel({ core: coreWord(core.state), recordings, hasAlarm }, say);
  }

  function showState(): void {
    tray.show(currentTray());
    showSigns(watch.recordings, say('recording'));
  }

  /** Not while the person looks at the page, which says it too. */
  function tellPerson(title: string, body: string): void {
    if (!main.window.isFocused()) notify({ title, body }, () => main.open());
  }

  /** What the links of the failure page do. */
  async function act(action: ShellAction): Promise<void> {
    switch (action) {
      case 'retry':
        await showStarting();
        core.start();
        return;
      case 'choose-folder': {
        const { filePaths } = await dialog.showOpenDialog(main.window, {
          title: say('pickFolder'),
          properties: ['openDirectory', 'createDirectory'],
        });
        const [folder] = filePaths;
        if (folder === undefined) return;
        dataFolder.offer(folder);
        await showStarting();
        // When it fails there too, the core is back on the old folder, and this page comes again.
        await dataFolder
          .change(folder, core)
          .catch((error: unknown) => log.warn({ err: error }, 'folder refused'));
        return;
      }
      case 'show-log':
        shell.showItemInFolder(logFile);
        return;
      case 'quit':
        app.quit();
        return;
      default:
        action satisfies never;
    }
  }

  async function runTray(command: TrayCommand): Promise<void> {
    if (command.kind === 'open') main.open();
    if (command.kind === 'quit') app.quit();
    if (command.kind !== 'stop') return;
    const recording = watch.recordings.find(({ recordingId }) => recordingId === command.recordingId);
    if (recording === undefined || !(await askToStop(main.window, say, titleOf(recording, say)))) return;
    try {
      await currentClient().post(stopRecordingReplySchema, '/api/recording/stop', {
        recording_id: command.recordingId,
      });
    } catch (error) {
      log.error({ err: error }, 'a recording could not be stopped from the tray');
      notify({ title: say('stopFailed'), body: titleOf(recording, say) }, () => main.open());
    }
  }

  function menuFailed(error: unknown): void {
    log.warn({ err: error }, 'a command of the menu failed');
    const word = coreWord(core.state);
    if (word === 'running') return;
    notify({ title: say('appName'), body: say(word === 'starting' ? 'preparing' : word) }, () => main.open());
  }

  async function runMenu(command: MenuCommand): Promise<void> {
    switch (command.kind) {
      case 'go':
        go(command.path);
        return;
      case 'import-video': {
        const file = await pickVideo(main.window, say);
        if (file !== undefined) await open({ kind: 'video', file });
        return;
      }
      case 'show-data-folder': {
        const { data_dir: folder } = await currentClient().get(
          systemReplySchema.pick({ data_dir: true }),
          '/api/system',
        );
        await shell.openPath(folder);
        return;
      }
      case 'show-log':
        shell.showItemInFolder(logFile);
        return;
      case 'about':
        app.showAboutPanel();
        return;
      case 'quit':
        app.quit();
        return;
      default:
        command satisfies never;
    }
  }
}
