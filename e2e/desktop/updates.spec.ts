/// <reference lib="dom" />
/**
 * The roll-back drill: real cores that fail in every way are put in place of a running one through the built shell, and
 * the one before has to come back by itself. In the double, since what is tried is the shell's own doing.
 */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { stopRecordingReplySchema } from '../../contract/recording.ts';
import type { UpdatesState } from '../../contract/updates.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import { type CoreKind, makeUpdate, newUpdateKey } from '../support/update-cores.ts';
import { anything, askCore, coreUrl, makeFolders, record, test, waitForStatus } from './desktop-test.ts';
import { type DoubleShell, launchDouble } from './double-driver.ts';

const { key, text: publicKey } = newUpdateKey();
const running: DoubleShell[] = [];
let folders: Awaited<ReturnType<typeof makeFolders>>;
let work: string;
let policy: string;

test.beforeEach(async () => {
  folders = await makeFolders();
  work = path.dirname(folders.userData);
  policy = path.join(work, 'policy.json');
  await writeFile(policy, JSON.stringify({ settings: { updates: { trusted_keys: publicKey } } }));
});
test.afterEach(async () => {
  for (const shell of running.splice(0)) await shell.destroy();
  await folders.remove();
});

/** @param trialSeconds how long a new core has at most to answer well; it is kept as soon as it does */
async function launch(trialSeconds = 30, policyFile = policy): Promise<DoubleShell> {
  const shell = await launchDouble({
    ...folders,
    env: { AIRCLASS_POLICY: policyFile, AIRCLASS_UPDATE_TRIAL_SECONDS: String(trialSeconds) },
  });
  running.push(shell);
  return shell;
}

async function skipSetup(url: string): Promise<void> {
  await askCore({ url, dataDir: folders.dataDir }, anything, 'PATCH', '/api/settings', { setup_done: true });
}

/** The page is loaded anew now and then: it is asked until it answers. */
function updatesState(shell: DoubleShell, check: (state: UpdatesState) => boolean): Promise<UpdatesState> {
  return waitFor(
    'the state of updates',
    async () => {
      const reply = await shell.page
        .evaluate(() => window.airclass?.invoke('updates.state'))
        .catch(() => undefined);
      return reply?.ok === true && check(reply.value) && reply.value;
    },
    90_000,
  );
}

/** Picks the file as a person does, and waits until it is unpacked. */
async function take(shell: DoubleShell, file: string): Promise<void> {
  await shell.answer('open', { filePaths: [file] });
  const picked = await shell.page.evaluate(() => window.airclass?.invoke('updates.pick'));
  if (picked?.ok !== true || picked.value === null) throw new Error(JSON.stringify(picked));
  const { file_id: fileId } = picked.value;
  await shell.page.evaluate((id) => window.airclass?.invoke('updates.stage', { file_id: id }), fileId);
  await updatesState(shell, ({ ready, staging }) => ready !== null && staging === null);
}

const start = (shell: DoubleShell) =>
  shell.page.evaluate(() => void window.airclass?.invoke('updates.switch')).catch(() => undefined);

/** Command line of the core that was started last. */
async function coreCommand(shell: DoubleShell): Promise<string> {
  return readFile(`/proc/${await shell.corePid()}/cmdline`, 'utf8');
}

const failing: [kind: CoreKind, reason: string, library: string][] = [
  ['ends', 'ended', 'kept'],
  ['hangs', 'silent', 'kept'],
  ['has no ffmpeg', 'unhealthy', 'kept'],
  ['spoils the library', 'ended', 'put_back'],
];

for (const [kind, reason, library] of failing) {
  test(`goes back to the core before when the new one ${kind}`, async () => {
    // What answers, but not well, is judged when its time is over: starting must fit into it on a busy machine.
    const shell = await launch(kind === 'has no ffmpeg' ? 20 : 6);
    const url = await coreUrl(shell);
    await skipSetup(url);
    await take(shell, await makeUpdate({ folder: work, version: '9.0.0', kind, key }));
    await start(shell);
    const {
      last,
      core_version: version,
      ready,
      trial,
    } = await updatesState(shell, (state) => state.last !== null);
    expect(last).toMatchObject({ kind: 'rolled_back', version: '9.0.0', reason, library });
    expect({ version, ready, trial }).toEqual({ version: '0.1.0', ready: null, trial: null });
    // It answers at the same address, the library is the one of before, and a copy of it lies nowhere.
    await skipSetup(url);
    expect(await coreCommand(shell)).not.toContain('versions');
    expect(await readdir(folders.dataDir)).not.toContain('before-update');
    expect((await shell.notifications()).map(({ title }) => title)).toEqual([
      '새 버전 9.0.0이 작동하지 않아 전 버전으로 돌아왔어요',
    ]);
    await shell.page.goto(`${url}/settings/updates`);
    await expect(shell.page.getByText('전 버전으로 돌아왔어요', { exact: true })).toBeVisible();
  });
}

test('takes a file through the page, and keeps the new core when it works, also after a new start', async () => {
  const shell = await launch();
  const url = await coreUrl(shell);
  await skipSetup(url);
  const { page } = shell;
  await page.goto(`${url}/settings/updates`);
  const other = await makeUpdate({ folder: work, version: '9.0.0', kind: 'good', key: newUpdateKey().key });
  await shell.answer('open', { filePaths: [other] });
  await page.getByRole('button', { name: '파일 고르기' }).click();
  await expect(page.getByText(/믿을 수 있는 서명이 아니어서/)).toBeVisible();

  const file = await makeUpdate({ folder: work, version: '9.1.0', kind: 'good', key });
  await shell.answer('open', { filePaths: [file] });
  await page.getByRole('button', { name: '파일 고르기' }).click();
  const asked = page.getByRole('dialog', { name: '9.1.0 버전으로 업데이트할까요?' });
  await expect(asked.getByText('9.1.0에서 새로워진 것')).toBeVisible();
  await asked.getByRole('button', { name: '업데이트' }).click();
  await expect(page.getByText('9.1.0 버전이 준비됐어요')).toBeVisible();
  await page.getByRole('button', { name: '지금 시작' }).click();
  const { last } = await updatesState(shell, (state) => state.last !== null);
  expect(last).toMatchObject({ kind: 'updated', version: '9.1.0', from: '0.1.0' });
  expect(await coreCommand(shell)).toContain('versions/9.1.0/core/dist/main/headless.js');
  expect(new URL(page.url()).pathname).toBe('/settings/updates');
  await expect(page.getByText(/9\.1\.0 버전으로 바뀌었어요/)).toBeVisible();
  await shell.quit();
  expect(await shell.exited).toBe(0);

  const again = await launch();
  await coreUrl(again);
  expect(await coreCommand(again)).toContain('versions/9.1.0/');
  expect((await updatesState(again, () => true)).trial).toBeNull();

  // What an update left of the version before is what runs when its files are changed.
  await again.quit();
  await again.exited;
  const changed = path.join(folders.userData, 'updates/versions/9.1.0/core/dist/main/headless.js');
  await writeFile(changed, 'process.exit(0)');
  const third = await launch();
  await coreUrl(third);
  expect((await updatesState(third, () => true)).last).toMatchObject({
    kind: 'rolled_back',
    reason: 'changed',
  });
});

test('unpacks during a lesson, starts nothing, and leaves no gap; afterwards it starts by itself', async ({
  source,
}) => {
  const shell = await launch();
  const url = await coreUrl(shell);
  await skipSetup(url);
  const to = { url, dataDir: folders.dataDir };
  const id = await record(to, source, 1);
  const pid = await shell.corePid();
  await take(shell, await makeUpdate({ folder: work, version: '9.0.0', kind: 'good', key }));
  await shell.control({ name: 'blur-window' });
  await updatesState(shell, ({ ready }) => ready?.waits_for === 'recording');
  const refused = await shell.page.evaluate(() => window.airclass?.invoke('updates.switch'));
  expect(refused).toMatchObject({ ok: false, error: { code: 'recording_in_progress' } });
  const { duration_seconds: before } = await waitForStatus(to, id, () => true);
  const { gaps } = await waitForStatus(to, id, (status) => status.duration_seconds > before + 2);
  expect(gaps).toEqual([]);
  expect(await shell.corePid()).toBe(pid);

  await askCore(to, stopRecordingReplySchema, 'POST', '/api/recording/stop', { recording_id: id });
  const { last } = await updatesState(shell, (state) => state.last !== null);
  expect(last).toMatchObject({ kind: 'updated', version: '9.0.0' });
  const { status, gaps: gapsAfter } = await waitForStatus(to, id, (now) => now.status !== 'stopping');
  expect(['processing', 'ready']).toContain(status);
  expect(gapsAfter).toEqual([]);
});

test('goes back after the program was killed twice while a new core was tried', async () => {
  const shell = await launch(60);
  await skipSetup(await coreUrl(shell));
  await take(shell, await makeUpdate({ folder: work, version: '9.0.0', kind: 'hangs', key }));
  await start(shell);
  const record1 = path.join(folders.userData, 'updates', 'current.json');
  const starts = async () =>
    (JSON.parse(await readFile(record1, 'utf8')) as { trial: { starts: number } | null }).trial?.starts;
  await waitFor('the trial', async () => (await starts()) === 1);
  await shell.destroy();

  const second = await launch(60);
  await waitFor('the second try', async () => (await starts()) === 2);
  await second.destroy();

  const third = await launch(60);
  await coreUrl(third);
  const { last } = await updatesState(third, (state) => state.last !== null);
  expect(last).toMatchObject({ kind: 'rolled_back', version: '9.0.0', to: '0.1.0', reason: 'interrupted' });
});

test('asks about a file that was opened with the program', async () => {
  const shell = await launch();
  const url = await coreUrl(shell);
  await skipSetup(url);
  const file = await makeUpdate({ folder: work, version: '9.0.0', kind: 'good', key });
  await shell.control({ name: 'emit', event: 'open-file', target: file });
  await expect(shell.page.getByRole('dialog', { name: '9.0.0 버전으로 업데이트할까요?' })).toBeVisible();
});

test('takes no file where nobody is trusted, and finds one in the school’s folder where somebody is', async () => {
  const none = path.join(work, 'none.json');
  await writeFile(none, JSON.stringify({ settings: {} }));
  const shell = await launch(6, none);
  const url = await coreUrl(shell);
  await skipSetup(url);
  await shell.page.goto(`${url}/settings/updates`);
  await expect(shell.page.getByText(/믿을 수 있는 서명 키가 없어서/)).toBeVisible();
  await expect(shell.page.getByRole('button', { name: '파일 고르기' })).toHaveCount(0);
  const trusts = { trusted_keys: publicKey, share_folder: work };
  const patch = (updates: object) =>
    askCore({ url, dataDir: folders.dataDir }, anything, 'PATCH', '/api/settings', { updates });
  await expect(patch(trusts)).rejects.toThrow(/setting_locked/);
  await shell.quit();
  await shell.exited;

  await writeFile(policy, JSON.stringify({ settings: { updates: trusts } }));
  for (const version of ['9.0.0', '9.2.0', '9.1.0']) {
    await makeUpdate({ folder: work, version, kind: 'good', key });
  }
  const again = await launch();
  await again.page.goto(`${await coreUrl(again)}/settings/updates`);
  await again.page.getByRole('button', { name: '새 버전 확인' }).click();
  await expect(again.page.getByText('9.2.0 버전이 준비됐어요')).toBeVisible();
});
