/** What desktop specs share: folders that go away, the core behind the window, a class to record. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { z } from 'zod';
import { type RecordingStatusReply, recordingStatusReplySchema } from '../../contract/recording.ts';
import { startRecordingReplySchema } from '../../contract/recording.ts';
import { LiveSource } from '../../main/testing/live-source.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import { flashClip } from '../support/clips.ts';
import { doubleDriver } from './double-driver.ts';
import { electronDriver, whyNoElectron } from './electron-driver.ts';
import type { LaunchOptions, Shell, ShellDriver } from './shell-driver.ts';

export const drivers: readonly ShellDriver[] = [doubleDriver, electronDriver];

/** Skips what cannot run here and says why; fails instead where Electron is required. */
export function whySkipped(driver: ShellDriver): string | undefined {
  return driver === electronDriver ? whyNoElectron() : undefined;
}

export async function makeFolders() {
  const root = await mkdtemp(path.join(tmpdir(), 'airclass-desktop-'));
  return {
    userData: path.join(root, 'user'),
    dataDir: path.join(root, 'data'),
    other: path.join(root, 'other'),
    configHome: path.join(root, 'config'),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

type Fixtures = {
  folders: Awaited<ReturnType<typeof makeFolders>>;
  /** Starts the app on the folders; ended after the test. */
  launch: (driver: ShellDriver, options?: Partial<LaunchOptions>) => Promise<Shell>;
  /** A class that is on the air. */
  source: LiveSource;
};

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of fixtures here
  folders: async ({}, use) => {
    const folders = await makeFolders();
    await use(folders);
    await folders.remove();
  },
  launch: async ({ folders }, use) => {
    const running: Shell[] = [];
    await use(async (driver, options = {}) => {
      const shell = await driver.launch({ ...folders, ...options });
      running.push(shell);
      return shell;
    });
    for (const shell of running) await shell.destroy();
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  source: async ({}, use) => {
    const source = await LiveSource.start(await flashClip());
    await use(source);
    await source.close();
  },
});

/** Waits until the page of the core is there. @returns the core's address */
export async function coreUrl(shell: Shell): Promise<string> {
  await shell.page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/(?!.*token=)/);
  return new URL(shell.page.url()).origin;
}

/** Asks the core as another program would. */
export async function askCore<S extends z.ZodType>(
  to: { url: string; dataDir: string },
  schema: S,
  method: string,
  route: string,
  body?: unknown,
): Promise<z.output<S>> {
  const token = (await readFile(path.join(to.dataDir, 'token'), 'utf8')).trim();
  const response = await fetch(new URL(route, to.url), {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
  return schema.parse(text === '' ? undefined : JSON.parse(text));
}

/** @returns the recording's id, once `seconds` of it are on disk */
export async function record(
  to: { url: string; dataDir: string },
  source: LiveSource,
  seconds = 3,
): Promise<string> {
  const started = await askCore(to, startRecordingReplySchema, 'POST', '/api/recording/start', {
    session_id: 'desktop',
    stream_url: source.url,
    title: '로그의 성질',
  });
  await waitForStatus(to, started.recording_id, (status) => status.duration_seconds > seconds);
  return started.recording_id;
}

export function waitForStatus(
  to: { url: string; dataDir: string },
  id: string,
  check: (status: RecordingStatusReply) => boolean,
): Promise<RecordingStatusReply> {
  return waitFor('the recording’s status', async () => {
    const status = await askCore(to, recordingStatusReplySchema, 'GET', `/api/recording/${id}/status`).catch(
      () => undefined, // the core is being started again
    );
    return status !== undefined && check(status) && status;
  });
}

export const anything = z.unknown();
