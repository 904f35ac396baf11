/**
 * Names of what the desktop shell offers the page. Apart from the schemas (ipc.ts), since the preload script needs the
 * names alone and should not carry a validator into every window.
 */
export const ipcChannels = [
  'app.info',
  'appearance.set',
  'backup-folder.pick',
  'data-folder.get',
  'data-folder.pick',
  'data-folder.set',
  'export.save',
  'export.cancel',
  'file.show',
  'link.open',
  'login-item.get',
  'login-item.set',
  'permission.state',
  'permission.request',
  'screen.list',
  'shortcut.get',
  'shortcut.set',
  'updates.state',
  'updates.check',
  'updates.pick',
  'updates.offer',
  'updates.stage',
  'updates.cancel',
  'updates.switch',
  'updates.install',
  'uploads.set',
  'video.pick',
  'video.import',
] as const;
export type IpcChannel = (typeof ipcChannels)[number];

export const shellEventNames = ['open', 'core', 'export.progress', 'updates'] as const;
export type ShellEventName = (typeof shellEventNames)[number];

/** How page and shell name the two messages that all of it travels in. */
export const ipcMessage = {
  invoke: 'airclass:invoke',
  event: 'airclass:event',
  ready: 'airclass:ready',
} as const;

/** Name in the page's `window`. */
export const bridgeName = 'airclass';
