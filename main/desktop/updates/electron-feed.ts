/** electron-updater behind what feed.ts needs of it: a folder on a web server with `latest*.yml` and the installers. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { AppUpdater } from 'electron-updater';
import { AppError } from '../../base/app-error.ts';
import type { Logger } from '../../base/logger.ts';
import { redactText } from '../../base/redact.ts';
import type { FeedUpdater } from './feed.ts';

type Place = {
  platform: string;
  /** The running program. */
  program: string;
  isPackaged: boolean;
  /** Whether it was started as an AppImage. */
  isAppImage: boolean;
};

/**
 * Whether this package can put a newer one in its own place. An MSI belongs to whoever deployed it, deb and rpm to the
 * system's own tools: a second installation beside them would be worse than an old one.
 */
export function canRenewItself({ platform, program, isPackaged, isAppImage }: Place): boolean {
  if (!isPackaged) return false;
  if (platform === 'win32') {
    const { dir, name } = path.win32.parse(program);
    return existsSync(path.join(dir, `Uninstall ${name}.exe`));
  }
  return platform === 'darwin' || isAppImage;
}

/**
 * @param options.publishers names in the certificate that Windows installers have to be signed with; none: not looked at
 * @throws AppError feed_unsupported
 */
export async function electronFeed(options: {
  address: string;
  /** Where its settings and what it downloads may lie. */
  folder: string;
  place: Place;
  publishers: readonly string[];
  log: Logger;
}): Promise<FeedUpdater> {
  if (!canRenewItself(options.place)) throw new AppError('feed_unsupported');
  // Only where there is a feed: it loads a good deal.
  const { default: electronUpdater } = await import('electron-updater');
  const { NsisUpdater, MacUpdater, AppImageUpdater } = electronUpdater;
  const kinds = { win32: NsisUpdater, darwin: MacUpdater } as const;
  const Updater =
    process.platform === 'win32' || process.platform === 'darwin' ? kinds[process.platform] : AppImageUpdater;
  return prepareUpdater(new Updater(), options);
}

/** @param updater of electron-updater, as it is made */
export function prepareUpdater(
  updater: AppUpdater,
  options: { address: string; folder: string; publishers: readonly string[]; log: Logger },
): FeedUpdater {
  const { address, folder, publishers, log } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // It reads from a file what the package was built with; ours is built without a feed.
  const config = path.join(folder, 'feed.json');
  writeFileSync(
    config,
    JSON.stringify({
      ...{ provider: 'generic', url: address, updaterCacheDirName: 'airclass-recorder-updater' },
      ...(publishers.length === 0 ? {} : { publisherName: publishers }),
    }),
    { mode: 0o600 },
  );
  updater.updateConfigPath = config;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = true;
  updater.allowDowngrade = false;
  updater.logger = {
    info: (message?: unknown) => log.debug({}, redactText(String(message))),
    warn: (message?: unknown) => log.warn({}, redactText(String(message))),
    error: (message?: unknown) => log.warn({}, redactText(String(message))),
  };
  // Its promises reject too; without a listener an error event would end the program.
  updater.on('error', () => undefined);
  let onProgress: ((share: number) => void) | undefined;
  updater.on('download-progress', ({ percent }) => onProgress?.(percent / 100));
  return {
    check: async () => {
      const result = await updater.checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : undefined;
    },
    download: async (listener) => {
      onProgress = listener;
      await updater.downloadUpdate();
    },
    setInstallOnQuit: (isOn) => {
      updater.autoInstallOnAppQuit = isOn;
    },
    installNow: () => updater.quitAndInstall(true, true),
  };
}
