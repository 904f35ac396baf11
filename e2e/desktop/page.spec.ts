/// <reference lib="dom" />
/** What the page does with the shell, seen and clicked as a person does: saving with progress, asking for a camera. */
import { readFile, readdir, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { exportSchema, importReplySchema } from '../../contract/vod.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import { expectAccessible } from '../support/accessible.ts';
import { flashClip } from '../support/clips.ts';
import { anything, askCore, coreUrl, makeFolders, test, waitForStatus } from './desktop-test.ts';
import { type DoubleShell, launchDouble } from './double-driver.ts';

let shell: DoubleShell;
let folders: Awaited<ReturnType<typeof makeFolders>>;
let core: { url: string; dataDir: string };

test.beforeAll(async () => {
  folders = await makeFolders();
  shell = await launchDouble(folders);
  core = { url: await coreUrl(shell), dataDir: folders.dataDir };
  const settings = { setup_done: true, processing: { ladder: [] } };
  await askCore(core, anything, 'PATCH', '/api/settings', settings);
});

test.afterAll(async () => {
  await shell.destroy();
  await folders.remove();
});

/** @returns a finished export, and where its file lies */
async function makeExport() {
  const form = new FormData();
  form.set('session_id', 'desktop-page');
  form.set('title', '로그의 성질');
  const clip = await readFile(await flashClip({ seconds: 4, container: 'mp4' }));
  form.set('file', new Blob([clip], { type: 'video/mp4' }), 'lesson.mp4');
  const token = (await readFile(path.join(core.dataDir, 'token'), 'utf8')).trim();
  const headers = { authorization: `Bearer ${token}` };
  const reply = await fetch(new URL('/api/vod/import', core.url), { method: 'POST', headers, body: form });
  const { recording_id: id } = importReplySchema.parse(await reply.json());
  await waitForStatus(core, id, ({ status }) => status === 'ready');
  const { export_id: exportId } = await askCore(core, exportSchema, 'POST', `/api/vod/${id}/exports`, {});
  const made = await waitFor('the export', async () => {
    const now = await askCore(core, exportSchema, 'GET', `/api/exports/${exportId}`);
    return now.state === 'done' && now;
  });
  const entries = await readdir(core.dataDir, { recursive: true, withFileTypes: true });
  const entry = entries.find((one) => one.isFile() && one.name.includes(exportId));
  if (entry === undefined) throw new Error('the export has no file');
  return { filename: made.filename, file: path.join(entry.parentPath, entry.name) };
}

test('a save shows how far it is wherever one looks, can be stopped, and ends with the way to the file', async () => {
  const { filename, file } = await makeExport();
  const { size } = await stat(file);
  // A lesson of hours; nothing of it lies on the disk.
  await truncate(file, 20e9);
  const { page } = shell;
  await page.getByRole('link', { name: '작업', exact: true }).click();
  const save = page.getByRole('button', { name: `“${filename}” 저장`, exact: true });
  const target = path.join(folders.userData, 'saved.mp4');
  await shell.answer('save', { canceled: false, filePath: target });
  await save.click();
  const bar = page.getByRole('progressbar', { name: `“${filename}” 저장하는 중` });
  await expect(bar).toBeVisible();
  // Stands still while it is looked at: a real disk would fill.
  const corePid = await shell.corePid();
  process.kill(corePid, 'SIGSTOP');
  await expectAccessible(page);
  await page.getByRole('link', { name: '수업', exact: true }).click();
  await expect(bar).toBeHidden();
  await page.getByRole('link', { name: '작업', exact: true }).click();
  await expect(bar).toHaveAttribute('aria-valuetext', /^\d+%$/);
  await page.getByRole('button', { name: `“${filename}” 저장 취소` }).click();
  process.kill(corePid, 'SIGCONT');
  await expect(bar).toBeHidden();
  await expect(save).toBeVisible();
  await expect
    .poll(async () => (await readdir(folders.userData)).filter((name) => /saved|\.part$/.test(name)))
    .toEqual([]);

  await truncate(file, size);
  await shell.answer('save', { canceled: false, filePath: target });
  await save.click();
  await page.getByRole('status').getByRole('button', { name: '폴더에서 보기' }).click();
  await expect.poll(() => shell.shownFiles()).toEqual([target]);
  expect((await stat(target)).size).toBe(size);
});

test('a camera is asked for when it is picked, and what was denied says the way out', async () => {
  const { page } = shell;
  // This machine may have neither.
  const unknown = { is_default: true, width: null, height: null };
  const devices = [
    { kind: 'camera', name: 'FaceTime HD', stream_url: 'camera:0', device_id: '0', ...unknown },
    { kind: 'microphone', name: 'MacBook', stream_url: 'screen:?audio=1', device_id: '1', ...unknown },
  ];
  await page.route('**/api/sources', (route) => route.fulfill({ json: { items: devices } }));
  const previews: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/preview')) previews.push(request.url());
  });
  await shell.control({
    name: 'be-a-mac',
    access: { camera: 'not-determined', microphone: 'not-determined' },
    answer: 'denied',
  });
  await page.getByRole('link', { name: '녹화', exact: true }).click();
  await page.getByRole('radio', { name: '스트림 주소' }).check();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const asked = async () => (await shell.look()).mediaQuestions;
  await page.getByRole('radio', { name: '카메라' }).check();
  await expect.poll(asked).toEqual(expect.arrayContaining(['camera', 'microphone']));
  await expect(page.getByText('카메라를 쓰려면 시스템 설정에서')).toBeVisible();
  await expect(page.getByText('마이크를 쓰려면 시스템 설정에서')).toBeVisible();
  await expectAccessible(page);
  expect(previews.filter((url) => url.includes('camera'))).toEqual([]);

  await page.getByRole('button', { name: '시스템 설정 열기' }).first().click();
  await expect.poll(() => shell.openedExternal()).toEqual([expect.stringContaining('Privacy_Camera')]);
  // Each was asked for once: the system would not ask again.
  expect((await asked()).length).toBe(2);

  await shell.control({
    name: 'be-a-mac',
    access: { camera: 'granted', microphone: 'granted' },
    answer: 'granted',
  });
  await expect(page.getByText('카메라를 쓰려면 시스템 설정에서')).toBeHidden();
  await expect(page.getByText('마이크를 쓰려면 시스템 설정에서')).toBeHidden();
  await expect.poll(() => previews.length).toBeGreaterThan(0);
});

test('the first steps say that the screen is not allowed yet, and lead to where it is', async () => {
  const { page } = shell;
  await shell.control({ name: 'be-a-mac', access: { screen: 'denied' }, answer: 'denied' });
  await page.evaluate(() => history.pushState(null, '', '/setup'));
  for (let click = 0; click < 2; click += 1) await page.getByRole('button', { name: '다음' }).click();
  await page.getByRole('radio', { name: /이 컴퓨터 화면/ }).check();
  await expect(page.getByText(/^화면을 녹화하려면 .* 다시 시작해 주세요\.$/)).toBeVisible();
  await expect(page.getByRole('group', { name: '화면' }).getByRole('radio').first()).toBeChecked();
  await expectAccessible(page);
  await page.getByRole('button', { name: '시스템 설정 열기' }).click();
  await expect
    .poll(() => shell.openedExternal())
    .toContainEqual(expect.stringContaining('Privacy_ScreenCapture'));
});
