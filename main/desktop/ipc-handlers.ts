/** Answers the page's requests, one function per channel of the contract. */
import path from 'node:path';
import { type BrowserWindow, app, dialog, ipcMain, shell } from 'electron';
import { ipcMessage } from '../../contract/ipc-names.ts';
import { systemReplySchema } from '../../contract/system.ts';
import { packageVersion } from '../base/package-info.ts';
import type { CoreClient } from './core-client.ts';
import { type DataFolder, isInside } from './data-folder.ts';
import { saveExport } from './export-save.ts';
import { safeFileName } from './file-name.ts';
import type { HandedFiles } from './handed-files.ts';
import { type IpcHandlers, answerIpc, isTrustedSender } from './ipc-guard.ts';
import type { LoginItem } from './login-item.ts';
import type { MainWindow } from './main-window.ts';
import { isAllowedExternal } from './navigation-guard.ts';
import { listScreens, permissions, requestPermission } from './screens.ts';
import type { ShellConfigValues } from './shell-config.ts';
import type { Shortcut } from './shortcut.ts';
import type { Updates } from './updates/create-updates.ts';
import { updateHandlers } from './updates/update-handlers.ts';
import type { Uploads } from './uploads.ts';
import type { Language, Say } from './words.ts';

export type IpcServices = {
  /** @throws AppError not_ready while no core runs */
  client: () => CoreClient;
  coreOrigin: () => string | undefined;
  mainWindow: MainWindow;
  say: () => Say;
  dataFolder: DataFolder;
  changeDataFolder: (folder: string | null) => Promise<void>;
  setAppearance: (theme: ShellConfigValues['theme'], language: Language) => void;
  shortcut: Shortcut;
  loginItem: LoginItem;
  files: HandedFiles;
  uploads: Uploads;
  updates: Updates;
  logFile: string;
  isWayland: boolean;
  onFailure: (error: unknown) => void;
};

const dataDirSchema = systemReplySchema.pick({ data_dir: true });

export function serveIpc(services: IpcServices): void {
  const { mainWindow, coreOrigin, onFailure } = services;
  const handlers = ipcHandlers(services);
  const senderOf = (event: Electron.IpcMainInvokeEvent | Electron.IpcMainEvent) => {
    const frame = event.senderFrame;
    if (frame === null) return undefined;
    return {
      url: frame.url,
      isMainFrame: frame.parent === null,
      isOurWindow: event.sender === mainWindow.window.webContents,
    };
  };
  ipcMain.handle(ipcMessage.invoke, (event, channel: unknown, request: unknown) =>
    answerIpc(
      { sender: senderOf(event), channel, request },
      { coreOrigin: coreOrigin(), handlers, onFailure },
    ),
  );
  ipcMain.on(ipcMessage.ready, (event) => {
    if (isTrustedSender(senderOf(event), coreOrigin())) mainWindow.pageIsListening();
  });
}

function ipcHandlers(services: IpcServices): IpcHandlers {
  const { mainWindow, client, say, dataFolder, files, shortcut, loginItem } = services;
  const { window } = mainWindow;
  const saved = new Set<string>();
  const saving = new Map<string, AbortController>();
  const dataDir = async () => (await client().get(dataDirSchema, '/api/system')).data_dir;

  return {
    'app.info': async () => ({
      version: packageVersion,
      electron: process.versions['electron'] ?? '',
      platform: process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux',
      log_file: services.logFile,
    }),
    'appearance.set': async ({ theme, language }) => {
      services.setAppearance(theme, language);
      return undefined;
    },
    'data-folder.get': async () => ({
      path: await dataDir(),
      is_default: dataFolder.current() === undefined,
    }),
    'backup-folder.pick': async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: say()('pickBackupFolder'),
        properties: ['openDirectory', 'createDirectory'],
      });
      const [folder] = filePaths;
      return folder === undefined ? null : { path: folder };
    },
    'data-folder.pick': async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: say()('pickFolder'),
        properties: ['openDirectory', 'createDirectory'],
      });
      const [folder] = filePaths;
      if (folder === undefined) return null;
      dataFolder.offer(folder);
      return { path: folder };
    },
    'data-folder.set': async ({ path: folder }) => {
      await services.changeDataFolder(folder);
      return { path: await dataDir() };
    },
    'export.save': async ({ save_id: saveId, path: route, suggested_name: name }) => {
      const { filePath } = await dialog.showSaveDialog(window, {
        title: say()('saveAs'),
        defaultPath: path.join(app.getPath('downloads'), safeFileName(name)),
      });
      if (filePath === '') return { status: 'cancelled' };
      const controller = new AbortController();
      saving.set(saveId, controller);
      try {
        const outcome = await saveExport({
          client: client(),
          route,
          file: filePath,
          signal: controller.signal,
          onProgress: (written, total) =>
            mainWindow.tell('export.progress', {
              save_id: saveId,
              written_bytes: written,
              total_bytes: total,
            }),
        });
        if (outcome.status === 'cancelled') return outcome;
        saved.add(filePath);
        return { status: 'saved', file_path: filePath, size_bytes: outcome.sizeBytes };
      } finally {
        saving.delete(saveId);
      }
    },
    'export.cancel': async ({ save_id: saveId }) => {
      saving.get(saveId)?.abort();
      return undefined;
    },
    'file.show': async ({ path: file }) => {
      const isOurs = saved.has(file) || (path.isAbsolute(file) && (await isInside(file, await dataDir())));
      if (isOurs) shell.showItemInFolder(file);
      return { shown: isOurs };
    },
    'link.open': async ({ url }) => {
      const isAllowed = isAllowedExternal(url);
      if (isAllowed) await shell.openExternal(url);
      return { opened: isAllowed };
    },
    'login-item.get': async () => ({ is_enabled: loginItem.isEnabled() }),
    'login-item.set': async ({ is_enabled: isEnabled }) => {
      loginItem.set(isEnabled);
      return { is_enabled: loginItem.isEnabled() };
    },
    'permission.state': async () => permissions(),
    'permission.request': async ({ kind }) => {
      await requestPermission(kind);
      return permissions();
    },
    'screen.list': () => listScreens(services.isWayland),
    'shortcut.get': async () => shortcut.state(),
    'shortcut.set': async ({ accelerator }) => shortcut.set(accelerator),
    ...updateHandlers({ updates: services.updates, files, window, say }),
    'uploads.set': async ({ count }) => {
      services.uploads.setOfPage(count);
      return undefined;
    },
    'video.pick': async () => {
      const picked = await pickVideo(window, say());
      if (picked === undefined) return null;
      const { id, name, sizeBytes } = await files.add(picked);
      return { file_id: id, name, size_bytes: sizeBytes };
    },
    'video.import': async ({ file_id: id, fields }) => {
      const { file, name } = files.get(id);
      return services.uploads.during(() => client().importVideo(file, name, fields));
    },
  };
}

/** @returns undefined when the dialog was closed without a choice */
export async function pickVideo(window: BrowserWindow, say: Say): Promise<string | undefined> {
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: say('pickVideo'),
    properties: ['openFile'],
    filters: [
      { name: say('videoFiles'), extensions: ['mp4', 'm4v', 'mov', 'mkv', 'webm', 'flv', 'ts'] },
      { name: say('allFiles'), extensions: ['*'] },
    ],
  });
  return filePaths[0];
}
