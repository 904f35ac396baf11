/** Backups as a teacher meets them: a folder is named, one is made, seen to be checked, listed, and how to get it back. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Page, expect, test } from '@playwright/test';
import { backupStateReplySchema } from '../../contract/backup.ts';
import { expectAccessible } from '../support/accessible.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

let core: Core;
let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-e2e-backup-'));
  core = await startCore();
});
test.afterAll(async () => {
  await core.stop();
  await rm(folder, { recursive: true, force: true });
});

/** It gives way to everything else that runs. */
const itsTime = { timeout: 60_000 };

const status = (page: Page) =>
  page
    .getByRole('region', { name: '백업 상태' })
    .or(page.locator('section', { hasText: '백업 상태' }))
    .first();

test('a place is named, a backup is made, checked and listed', async ({ page }) => {
  await logIn(page, core.link);
  await page.goto(`${core.url}/settings/backup`);
  await expect(page.getByText('아직 백업할 곳을 정하지 않았어요.')).toBeVisible();
  await expect(page.getByRole('button', { name: '지금 백업' })).toBeHidden();

  const usb = path.join(folder, 'usb');
  const place = page.getByLabel('백업할 곳', { exact: true });
  await place.fill(usb);
  await place.press('Enter');
  await expect(status(page)).toContainText('백업할 곳이 없어요');

  // The stick is plugged in.
  await mkdir(usb);
  await page.reload();
  await expect(page.getByText('아직 백업한 적이 없어요.')).toBeVisible();
  await expect(page.getByText('수업과 같은 디스크예요')).toBeVisible();
  await page.getByRole('button', { name: '지금 백업' }).press('Enter');
  await expect(page.getByText(/백업하고 확인했어요/)).toBeVisible(itsTime);
  await expect(page.getByRole('list', { name: '보관 중인 백업' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.locator('code', { hasText: 'restore --from' })).toContainText(usb);
  await expectAccessible(page);

  const asked = page.waitForResponse('**/api/system/backup/check');
  await page.getByRole('button', { name: '백업 검사' }).click();
  await asked;
  // What follows is about a stick that is pulled out when nothing reads it.
  const job = async () => (await core.api(backupStateReplySchema, 'GET', '/api/system/backup')).job;
  await expect.poll(job, itsTime).toBeNull();
  await expect(page.getByRole('button', { name: '백업 검사' })).toBeEnabled();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);

  // Pulled out: said, with what to do, and what was checked is still told.
  await rm(usb, { recursive: true });
  await page.reload();
  await expect(status(page)).toContainText('백업할 곳이 없어요');
  await expect(page.getByText(/백업하고 확인했어요/)).toBeVisible();
  await expect(page.getByRole('button', { name: '여기에 새로 시작' })).toBeVisible();
});

test('a passphrase is asked for before encrypted backups, in English too', async ({ page }) => {
  await mkdir(path.join(folder, 'sealed'));
  await core.request('PATCH', '/api/settings', {
    language: 'en',
    backup: { place: path.join(folder, 'sealed'), encrypt: true },
  });
  await logIn(page, core.link);
  await page.goto(`${core.url}/settings/backup`);
  await page.getByRole('button', { name: 'Back up now' }).click();
  await expect(page.getByText('These backups are locked.')).toBeVisible();
  await page.getByLabel('Passphrase of the backups', { exact: true }).fill('kept in the safe');
  await page.getByRole('button', { name: 'Keep passphrase' }).click();
  await expect(page.getByText('The passphrase is kept.')).toBeVisible();
  await page.getByRole('button', { name: /Back up now|Try again/ }).click();
  await expect(page.getByText(/Backed up and checked/)).toBeVisible(itsTime);
  await expectAccessible(page);
});
