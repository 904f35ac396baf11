/** The first minute: the login by link, and the three first steps. */
import { existsSync } from 'node:fs';
import { type Page, expect, test } from '@playwright/test';
import { recordingListReplySchema } from '../../contract/recording.ts';
import { settingsReplySchema } from '../../contract/settings.ts';
import { LiveSource } from '../../main/testing/live-source.ts';
import { expectAccessible } from '../support/accessible.ts';
import { startHelper } from '../support/child.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, position, waitForPicture } from '../support/player.ts';

let core: Core;

test.beforeEach(async () => {
  core = await startCore({ isNew: true });
});

test.afterEach(async () => {
  await core.stop();
});

const settings = () => core.api(settingsReplySchema, 'GET', '/api/settings');
const step = (page: Page, name: string) => expect(page.getByRole('heading', { name })).toBeFocused();

test('the whole first run: room, who I am, five seconds played back, and then the library', async ({
  page,
}) => {
  await using source = await LiveSource.start(await flashClip());
  await logIn(page, core.link);
  await expect(page).toHaveURL(`${core.url}/setup`);
  await step(page, '수업은 여기에 보관해요');
  await expect(page.getByText(/약 .+ 녹화할 수 있어요/)).toBeVisible();
  await page.getByRole('button', { name: '다음' }).click();

  await step(page, '누가 녹화하나요?');
  await page.getByRole('textbox', { name: '이름' }).fill('김수현');
  await page.getByRole('textbox', { name: '학급' }).fill('2학년 3반');
  await page.getByRole('textbox', { name: '과목' }).fill('수학');
  await page.keyboard.press('Enter');

  await step(page, '5초만 녹화해 볼까요?');
  expect((await settings()).profile).toMatchObject({ teacher_name: '김수현', class_name: '2학년 3반' });
  await page.getByRole('radio', { name: /스트림 주소/ }).check();
  await page.getByRole('textbox', { name: '스트림 주소' }).fill(source.url);
  await page.keyboard.press('Enter');
  await expect(page.getByText('녹화하고 있어요')).toBeVisible();
  await expect(page.locator('video')).toBeVisible({ timeout: 30_000 });
  await waitForPicture(page);
  await expect.poll(() => position(page)).toBeGreaterThan(1);
  await page.getByRole('button', { name: '네, 괜찮아요' }).click();

  await expect(page).toHaveURL(`${core.url}/`);
  await expect.poll(async () => (await settings()).setup_done).toBe(true);
  const tests = () => core.api(recordingListReplySchema, 'GET', '/api/recording?is_test=true');
  await expect.poll(async () => (await tests()).items).toEqual([]);
  await page.reload();
  await expect(page).toHaveURL(`${core.url}/`);
});

test('the screen of this PC is offered first, recorded and played back', async ({ page }) => {
  test.skip(!existsSync('/usr/bin/Xvfb'), 'Xvfb is not installed');
  const screen = await startHelper('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x720x24'], '\n');
  const display = process.env['DISPLAY'];
  process.env['DISPLAY'] = `:${/\d+/.exec(screen.output())?.[0] ?? ''}`;
  const desk = await startCore({ isNew: true });
  try {
    await logIn(page, desk.link);
    for (let click = 0; click < 2; click += 1) await page.getByRole('button', { name: '다음' }).click();
    await expect(page.getByRole('radio', { name: /이 컴퓨터 화면/ })).toBeChecked();
    await page.getByRole('button', { name: '5초 녹화하기' }).click();
    await expect(page.locator('video')).toBeVisible({ timeout: 60_000 });
    await waitForPicture(page);
    await page.getByRole('button', { name: '아니요' }).click();
    await expect(page.getByText(/화면이 검으면/)).toBeVisible();
    await page.getByRole('button', { name: '다시 해 보기' }).click();
    await expect(page.getByRole('button', { name: '5초 녹화하기' })).toBeEnabled();
  } finally {
    await desk.stop();
    await screen.end();
    if (display === undefined) delete process.env['DISPLAY'];
    else process.env['DISPLAY'] = display;
  }
});

test('a test that does not work says why and what to try, and everything goes by keyboard', async ({
  page,
}) => {
  await logIn(page, core.link);
  await step(page, '수업은 여기에 보관해요');
  const tabTo = async (name: RegExp, role: 'button' | 'radio' | 'textbox' = 'button') => {
    const wanted = page.getByRole(role, { name });
    for (let press = 0; press < 12; press += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    await expect(wanted).toBeFocused();
  };
  await tabTo(/^다음$/);
  await page.keyboard.press('Enter');
  await step(page, '누가 녹화하나요?');
  await tabTo(/^다음$/);
  await page.keyboard.press('Enter');
  await step(page, '5초만 녹화해 볼까요?');
  await page.getByRole('radio', { name: /스트림 주소/ }).focus();
  await page.keyboard.press('Space');
  await tabTo(/스트림 주소/, 'textbox');
  await page.keyboard.type('http://127.0.0.1:9/nothing.ts');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: /주소|응답|연결/ })).toBeVisible({
    timeout: 30_000,
  });
});

test('a link into the page is not interrupted, and who skips is not asked again', async ({ page }) => {
  await logIn(page, `${core.url}/settings?${new URL(core.link).searchParams}`);
  await expect(page).toHaveURL(`${core.url}/settings`);
  await page.goto(core.url);
  await expect(page).toHaveURL(`${core.url}/setup`);
  await page.getByRole('button', { name: '건너뛰기' }).click();
  await expect(page).toHaveURL(`${core.url}/`);
  await expect.poll(async () => (await settings()).setup_done).toBe(true);
});

test('the start-up link can be pasted, and one that does not fit says so', async ({ page }) => {
  await page.goto(`${core.url}/settings`);
  await expect(page.getByRole('heading', { name: '시작 링크로 열어 주세요' })).toBeVisible();
  await expectAccessible(page);
  const field = page.getByRole('textbox', { name: '시작 링크' });
  await expect(page.getByRole('button', { name: '열기' })).toBeDisabled();
  await field.fill(`${core.url}/?token=wrong`);
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('이 링크는 맞지 않아요');
  await field.fill(core.link);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await field.press('Enter');
  await expect(page.getByRole('heading', { name: '설정' })).toBeVisible();
  expect(page.url()).toBe(`${core.url}/settings`);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the first steps can be used by everybody, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await logIn(page, core.link);
    for (const name of ['수업은 여기에 보관해요', '누가 녹화하나요?', '5초만 녹화해 볼까요?']) {
      await step(page, name);
      await expectAccessible(page, { colours: colorScheme === 'dark' });
      const next = page.getByRole('button', { name: '다음' });
      if ((await next.count()) > 0) await next.click();
    }
    await expect(page.getByRole('radio', { name: /스트림 주소/ })).toBeVisible();
    await expectAccessible(page);
  });
}
