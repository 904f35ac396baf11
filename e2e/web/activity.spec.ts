/** Activity: real work on a lesson, watched, cancelled, done again, failed and put away; and files made of it. */
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Page, expect, test } from '@playwright/test';
import { exportSchema, importReplySchema } from '../../contract/vod.ts';
import { expectAccessible } from '../support/accessible.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

const title = '로그의 성질과 밑의 변환';
const quality = `${title}: 화질 만들기`;

let core: Core;
let recordingId: string;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  core = await startCore({ settings: { processing: { ladder: [480, 360] } } });
});

test.afterAll(async () => {
  await core.stop();
});

const openActivity = async (page: Page) => {
  await logIn(page, core.link);
  await page.getByRole('link', { name: '작업', exact: true }).click();
  await expect(page.getByRole('heading', { name: '작업', exact: true })).toBeVisible();
};

/** Long enough that making its qualities can be watched and interrupted. */
async function importLesson(): Promise<string> {
  const clip = await flashClip({ seconds: 120, size: '1280x720', container: 'mp4' });
  const form = new FormData();
  form.set('session_id', 'activity-1');
  form.set('title', title);
  form.set('file', new Blob([await readFile(clip)], { type: 'video/mp4' }), 'lesson.mp4');
  const headers = { authorization: `Bearer ${core.token}` };
  const reply = await fetch(new URL('/api/vod/import', core.url), { method: 'POST', headers, body: form });
  expect(reply.status).toBe(202);
  return importReplySchema.parse(await reply.json()).recording_id;
}

test('nothing to do is said in words', async ({ page }) => {
  await core.request('DELETE', '/api/jobs?state=ended');
  await openActivity(page);
  await expect(page.getByRole('heading', { name: '지금은 할 일이 없어요' })).toBeVisible();
  await expectAccessible(page);
});

test('work shows up by itself with how far it is, can be cancelled, and done again', async ({ page }) => {
  await openActivity(page);
  recordingId = await importLesson();
  const bar = page.getByRole('progressbar', { name: quality });
  await expect(bar).toBeVisible({ timeout: 60_000 });
  await expect(bar).not.toHaveAttribute('aria-valuenow', '0', { timeout: 30_000 });
  await expect(bar).toHaveAttribute('aria-valuetext', /^\d+%/);
  await expectAccessible(page);
  await page.getByRole('button', { name: `${quality} 취소` }).click();
  await expect(page.getByText('취소함: 화질 만들기')).toBeVisible({ timeout: 60_000 });
  const line = page.getByRole('listitem').filter({ hasText: title });
  await expect(line).toContainText('대표 그림');

  await line.getByRole('button', { name: `${quality}: 다시 해 보기` }).click();
  await expect(bar).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: `${quality} 취소` }).click();
  await expect(page.getByText('취소함: 화질 만들기')).toBeVisible({ timeout: 30_000 });
});

test('a file that was asked for is made, can be downloaded, and comes back when it was not meant to go', async ({
  page,
}) => {
  await openActivity(page);
  const range = { start: 1, end: 4, title: '밑의 변환' };
  const file = await core.api(exportSchema, 'POST', `/api/vod/${recordingId}/exports`, range);
  const download = page.getByRole('link', { name: `“${file.filename}” 내려받기` });
  await expect(download).toBeVisible({ timeout: 30_000 });
  const downloading = page.waitForEvent('download');
  await download.click();
  expect((await downloading).suggestedFilename()).toBe(file.filename);
  await page.getByRole('button', { name: `“${file.filename}” 지우기` }).click();
  await expect(download).toBeHidden();
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(download).toBeVisible();
});

test('what failed says why in words and what to do, and can be put away', async ({ page }) => {
  await openActivity(page);
  // As if somebody had taken the lesson's files out of the folder.
  await rm(await lessonFolder(), { recursive: true });
  await page.getByRole('button', { name: `${quality}: 다시 해 보기` }).click();
  const failed = page.getByRole('region', { name: '확인이 필요해요' });
  await expect(failed.getByRole('article', { name: title })).toContainText('이 수업의 영상 파일이 없어요.', {
    timeout: 60_000,
  });
  await expect(failed.getByText('media_missing')).toBeHidden();
  await failed.getByText('자세히').click();
  await expect(failed.getByText('media_missing')).toBeVisible();
  await expectAccessible(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await failed.getByRole('button', { name: '확인이 필요해요: 목록에서 지우기' }).click();
  await expect(failed).toBeHidden();
  await page.getByRole('button', { name: '끝난 일: 목록에서 지우기' }).click();
  await expect(page.getByRole('region', { name: '끝난 일' })).toBeHidden();
});

async function lessonFolder(): Promise<string> {
  const entries = await readdir(core.dataDir, { recursive: true, withFileTypes: true });
  const found = entries.find((entry) => entry.isDirectory() && entry.name === recordingId);
  if (found === undefined) throw new Error('the lesson has no folder');
  return path.join(found.parentPath, found.name);
}
