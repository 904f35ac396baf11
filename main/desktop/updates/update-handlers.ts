/** Answers what the page asks about updates. */
import { type BrowserWindow, dialog } from 'electron';
import { updateFileEnding } from '../../../contract/updates.ts';
import type { HandedFiles } from '../handed-files.ts';
import type { IpcHandlers } from '../ipc-guard.ts';
import type { Say } from '../words.ts';
import type { Updates } from './create-updates.ts';

type UpdateChannel = Extract<keyof IpcHandlers, `updates.${string}`>;

export function updateHandlers(parts: {
  updates: Updates;
  files: HandedFiles;
  window: BrowserWindow;
  say: () => Say;
}): Pick<IpcHandlers, UpdateChannel> {
  const { updates, files, window, say } = parts;
  const { service } = updates;
  return {
    'updates.state': async () => {
      await service.readNotes();
      return service.state;
    },
    'updates.check': async () => {
      await service.check();
      return service.state;
    },
    'updates.pick': async () => {
      const { filePaths } = await dialog.showOpenDialog(window, {
        title: say()('pickUpdate'),
        properties: ['openFile'],
        filters: [
          { name: say()('updateFiles'), extensions: [updateFileEnding.slice(1)] },
          { name: say()('allFiles'), extensions: ['*'] },
        ],
      });
      const [file] = filePaths;
      return file === undefined ? null : service.offer((await files.add(file)).id);
    },
    'updates.offer': ({ file_id: fileId }) => service.offer(fileId),
    'updates.stage': async ({ file_id: fileId }) => {
      await service.stage(fileId);
      return service.state;
    },
    'updates.cancel': async () => {
      service.cancel();
      return undefined;
    },
    'updates.switch': async () => {
      await service.switchNow();
      return undefined;
    },
    'updates.install': async () => {
      await updates.install();
      return undefined;
    },
  };
}
