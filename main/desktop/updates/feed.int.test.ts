/**
 * electron-updater itself against a real web server with the files that `npm run dist` writes. What it wants of Electron
 * is an adapter, and a way to ask over HTTP, which here is Node's.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import {
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  createServer,
  request,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import electronUpdater, { type AppUpdater } from 'electron-updater';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLogger } from '../../base/logger.ts';
import { writeFeedFiles } from '../../../scripts/packaging/feed-files.mjs';
import { canRenewItself, prepareUpdater } from './electron-feed.ts';
import { createFeed } from './feed.ts';

const { AppImageUpdater } = electronUpdater;
const require = createRequire(import.meta.url);
const { HttpExecutor } = createRequire(require.resolve('electron-updater'))('builder-util-runtime') as {
  HttpExecutor: new () => object;
};

/** electron-updater's own, over Node instead of Chromium. */
class NodeExecutor extends HttpExecutor {
  createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): ClientRequest {
    return request(options, callback);
  }
  async download(
    url: URL,
    destination: string,
    options: { cancellationToken: { createPromise: (run: (...args: never[]) => void) => Promise<unknown> } },
  ): Promise<string> {
    await options.cancellationToken.createPromise(
      (resolve: (value: unknown) => void, reject: (error: Error) => void, onCancel: unknown) => {
        const { hostname, port, pathname } = url;
        const asked = { hostname, port, path: pathname, protocol: 'http:', headers: {} };
        const callback = (error?: Error | null) => (error ? reject(error) : resolve(destination));
        (this as unknown as { doDownload: (...args: unknown[]) => void }).doDownload(
          asked,
          { destination, options, onCancel, callback, responseHandler: null },
          0,
        );
      },
    );
    return destination;
  }
}

let work: string;
let site: string;
let address: string;
let asked: string[];
const server = createServer((incoming, outgoing) => {
  const name = decodeURIComponent(new URL(incoming.url ?? '/', 'http://x').pathname.slice(1));
  asked.push(name);
  readFile(path.join(site, name)).then(
    (content) => outgoing.end(content),
    () => {
      outgoing.statusCode = 404;
      outgoing.end();
    },
  );
});

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'airclass-feed-'));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(work, { recursive: true, force: true });
});
let count = 0;
beforeEach(async () => {
  count += 1;
  asked = [];
  site = path.join(work, `site-${count}`);
  await mkdir(site);
});

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64';

async function publish(version: string, content = Buffer.alloc(300_000, 7)): Promise<string> {
  const name = `airclass-recorder-${version}-linux-${arch}.AppImage`;
  await writeFile(path.join(site, name), content);
  expect(writeFeedFiles(site, version).map((file) => path.basename(file))).toEqual([
    arch === 'arm64' ? 'latest-linux-arm64.yml' : 'latest-linux.yml',
  ]);
  return name;
}

/** Of a program of version 0.1.0. */
function feedAt(url: string | undefined) {
  const folder = path.join(work, `updates-${count}`);
  const cache = path.join(work, `cache-${count}`);
  const app = {
    ...{ version: '0.1.0', name: 'airclass-recorder', isPackaged: true, appUpdateConfigPath: '' },
    ...{ userDataPath: folder, baseCachePath: cache },
    whenReady: () => Promise.resolve(),
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  };
  const states: string[] = [];
  const feed = createFeed({
    address: url,
    programVersion: '0.1.0',
    updater: async () => {
      const updater: AppUpdater = new AppImageUpdater(null, app);
      Object.assign(updater, { httpExecutor: new NodeExecutor(), forceDevUpdateConfig: true });
      updater.disableDifferentialDownload = true;
      return prepareUpdater(updater, { address: url ?? '', folder, publishers: [], log: silentLogger });
    },
    log: silentLogger,
    now: () => new Date('2026-03-02T00:00:00.000Z'),
    onChange: () => states.push(feed.state.state),
  });
  return { feed, states, cache };
}

describe.runIf(process.platform === 'linux')('a feed', () => {
  // The running AppImage: electron-updater reads it from the environment.
  beforeAll(() => {
    vi.stubEnv('APPIMAGE', path.join(work, 'running.AppImage'));
  });
  afterAll(() => vi.unstubAllEnvs());

  it('is asked for nothing when there is none', async () => {
    const { feed } = feedAt(undefined);
    await feed.check();
    expect(feed.state).toMatchObject({ state: 'none', address: null });
    expect(asked).toEqual([]);
  });

  it('brings a newer program, whole, and keeps it ready', async () => {
    const content = Buffer.from(Array.from({ length: 500_000 }, (_, index) => index % 249));
    const name = await publish('0.2.0', content);
    const { feed, states, cache } = feedAt(address);
    await feed.check();
    expect(feed.state).toMatchObject({ state: 'ready', version: '0.2.0', error: null });
    expect([...new Set(states)]).toEqual(['checking', 'downloading', 'ready']);
    const files = await readdir(cache, { recursive: true });
    const file = files.find((each) => each.endsWith(name)) ?? '';
    expect(hash(await readFile(path.join(cache, file)))).toBe(hash(content));
    const before = asked.length;
    await feed.check();
    expect(asked.length).toBe(before);
    expect(await feed.install()).toBeTypeOf('function');
  });

  it.each(['0.1.0', '0.0.9', '0.1.0-rc.1'])('brings nothing when it has %s', async (version) => {
    const name = await publish(version);
    const { feed } = feedAt(address);
    await feed.check();
    expect(feed.state).toMatchObject({ state: 'idle', version: null, error: null });
    expect(asked).not.toContain(name);
    await expect(feed.install()).rejects.toMatchObject({ code: 'update_not_ready' });
  });

  it('takes no file that is not the one of the feed, and tries again', async () => {
    const name = await publish('0.2.0');
    const right = await readFile(path.join(site, name));
    await writeFile(path.join(site, name), Buffer.alloc(300_000, 8));
    const { feed } = feedAt(address);
    await feed.check();
    expect(feed.state).toMatchObject({ state: 'failed', error: { code: 'feed_damaged' } });
    await writeFile(path.join(site, name), right);
    await feed.check();
    expect(feed.state.state).toBe('ready');
  });

  it('says what is wrong with one that holds nothing or nonsense', async () => {
    const { feed } = feedAt(address);
    await feed.check();
    expect(feed.state).toMatchObject({ state: 'failed', error: { code: 'feed_unreachable' } });
    await publish('0.2.0');
    for (const name of await readdir(site)) {
      if (name.endsWith('.yml')) await writeFile(path.join(site, name), 'version: [not one');
    }
    await feed.check();
    expect(feed.state).toMatchObject({ state: 'failed', error: { code: 'feed_damaged' } });
  });

  it('is not asked without encryption, and shows no password', async () => {
    const { feed } = feedAt('http://name:secret@updates.school.kr/recorder');
    await feed.check();
    expect(feed.state).toMatchObject({
      ...{ state: 'failed', address: 'http://updates.school.kr/recorder' },
      error: { code: 'feed_damaged' },
    });
    expect(asked).toEqual([]);
  });

  it('that does not answer is told in words', async () => {
    const { feed } = feedAt('http://127.0.0.1:9/');
    await feed.check();
    expect(feed.state.error?.code).toBe('feed_unreachable');
  });
});

describe('a program', () => {
  const place = { program: '/opt/AIRClass Recorder/airclass-recorder', isPackaged: true, isAppImage: false };

  it('renews itself as an AppImage and on a Mac, not where others look after it', async () => {
    expect(canRenewItself({ ...place, platform: 'linux', isAppImage: true })).toBe(true);
    expect(canRenewItself({ ...place, platform: 'linux' })).toBe(false);
    expect(canRenewItself({ ...place, platform: 'darwin' })).toBe(true);
    expect(canRenewItself({ ...place, platform: 'darwin', isPackaged: false })).toBe(false);
    // Without an uninstaller of its own beside it: an MSI.
    expect(canRenewItself({ ...place, platform: 'win32' })).toBe(false);
  });
});
