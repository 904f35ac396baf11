/**
 * Updates of the whole program from a feed that the school names: asks what there is, downloads what is newer, and lets
 * it be installed when the program ends. electron-updater does the work behind `FeedUpdater`; what is decided is here:
 * never older, nothing during a recording, no question to the network without an address.
 */
import type { UpdatesState } from '../../../contract/updates.ts';
import type { ErrorCode, ErrorSummary } from '../../../contract/errors.ts';
import { AppError, toErrorSummary } from '../../base/app-error.ts';
import type { Logger } from '../../base/logger.ts';
import { redactText } from '../../base/redact.ts';
import { isNewer } from '../../updates/version.ts';

/** What is used of electron-updater. */
export type FeedUpdater = {
  /** Version that is there. @throws what electron-updater throws */
  check(): Promise<string | undefined>;
  /** Resolves when the installer is there and its hash, and on Windows its signature, is right. */
  download(onProgress: (share: number) => void): Promise<void>;
  /** Whether it is installed by itself when the program ends. */
  setInstallOnQuit(isOn: boolean): void;
  /** Ends the program, installs and starts it again. */
  installNow(): void;
};

export type Feed = ReturnType<typeof createFeed>;
type FeedState = UpdatesState['feed'];

/**
 * @param options.address undefined: there is none
 * @param options.updater made when it is first needed. @throws AppError feed_unsupported
 */
export function createFeed(options: {
  address: string | undefined;
  programVersion: string;
  updater: () => Promise<FeedUpdater>;
  log: Logger;
  now: () => Date;
  onChange: () => void;
}) {
  const { address, programVersion, log, now, onChange } = options;
  let state: FeedState = {
    state: address === undefined ? 'none' : 'idle',
    address: address === undefined ? null : shownAddress(address),
    version: null,
    progress: null,
    checked_at: null,
    error: null,
  };
  let updater: Promise<FeedUpdater> | undefined;
  let checking: Promise<void> | undefined;
  const change = (to: Partial<FeedState>) => {
    state = { ...state, ...to };
    onChange();
  };

  async function look(feed: string): Promise<void> {
    change({ state: 'checking', error: null });
    try {
      checkAddress(feed);
      // One that could not be made is made anew the next time.
      updater ??= options.updater().catch((error: unknown) => {
        updater = undefined;
        throw error;
      });
      const ready = await updater;
      const version = await ready.check();
      const isThere = version !== undefined && isNewer(version, programVersion);
      change({ checked_at: now().toISOString(), version: isThere ? version : null });
      if (!isThere) {
        change({ state: 'idle' });
        return;
      }
      change({ state: 'downloading', progress: 0 });
      await ready.download((progress) => change({ progress: Math.min(1, Math.max(0, progress)) }));
      change({ state: 'ready', progress: null });
    } catch (error) {
      log.warn({ err: error }, 'the feed of updates could not be used');
      change({ state: 'failed', progress: null, error: feedError(error) });
    }
  }

  return {
    get state() {
      return state;
    },
    /** Never rejects; one look at a time. What is ready stays ready. */
    check: async (): Promise<void> => {
      if (address === undefined || state.state === 'ready') return;
      checking ??= look(address).finally(() => {
        checking = undefined;
      });
      await checking;
    },
    /** Before the program ends. @param isAllowed false: a session that ends has no time for an installer */
    beforeQuit: async (isAllowed: boolean): Promise<void> => {
      if (state.state === 'ready') (await updater)?.setInstallOnQuit(isAllowed);
    },
    /** @throws AppError update_not_ready */
    install: async (): Promise<() => void> => {
      const ready = state.state === 'ready' ? await updater : undefined;
      if (ready === undefined) throw new AppError('update_not_ready');
      return () => ready.installNow();
    },
  };
}

/** Without encryption anybody on the way could put a program of their own in. @throws AppError feed_damaged */
function checkAddress(address: string): void {
  const url = URL.parse(address);
  const isOwnComputer = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost';
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwnComputer)) return;
  throw new AppError('feed_damaged', 'the address of the feed must begin with https://');
}

function shownAddress(address: string): string {
  const url = URL.parse(address);
  return url === null ? '' : `${url.origin}${url.pathname}`;
}

/** electron-updater's codes; what has none came from the network. */
const damaged = /^ERR_(?:UPDATER_(?:INVALID|NO_FILES|ZIP|UNSUPPORTED)|CHECKSUM|SIGNATURE)/;

export function feedError(error: unknown): ErrorSummary {
  if (error instanceof AppError) return toErrorSummary(error);
  const own = toErrorSummary(error);
  if (own.code === 'disk_full') return own;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const ours: ErrorCode = damaged.test(code) ? 'feed_damaged' : 'feed_unreachable';
  return { code: ours, detail: redactText(own.detail.split('\n')[0] ?? '').slice(0, 300) };
}
