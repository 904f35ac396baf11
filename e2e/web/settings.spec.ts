/** Settings: each change is kept at once, says so, and can be taken back. */
import { type Page, expect, test } from '@playwright/test';
import { z } from 'zod';
import { watchListReplySchema } from '../../contract/recording.ts';
import { settingsReplySchema } from '../../contract/settings.ts';
import { expectAccessible } from '../support/accessible.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

let core: Core;

test.beforeAll(async () => {
  core = await startCore();
  await core.api(z.unknown(), 'PUT', '/api/sessions/math-1', {
    students: [{ student_id: 'st-7', name: '이하늘' }],
  });
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

const settings = () => core.api(settingsReplySchema, 'GET', '/api/settings');
const watches = async () => (await core.api(watchListReplySchema, 'GET', '/api/watches')).items;
const open = async (page: Page, section: string) => {
  await page.goto(`${core.url}/settings/${section}`);
  await expect(page.locator('main h3').first()).toBeVisible();
};

test('a language whose words could not be had is tried again by the next page', async ({ page }) => {
  const words = '**/assets/en-*.js';
  let failures = 0;
  page.on('requestfailed', (request) => {
    if (request.url().includes('/assets/en-')) failures += 1;
  });
  await page.route(words, (route) => route.abort());
  await core.request('PATCH', '/api/settings', { language: 'en' });
  // A page that lacks a part is loaded anew by itself, once.
  await expect.poll(() => failures).toBe(2);
  await expect(page.getByRole('link', { name: '수업', exact: true })).toBeVisible();
  await page.unroute(words);
  await page.goto(core.url);
  await expect(page.getByRole('link', { name: 'Lessons', exact: true })).toBeVisible();
  await core.request('PATCH', '/api/settings', { language: null });
});

test('language and theme apply at once, are kept, and come back after a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '');
  await page.getByText('English').click();
  await expect(page.getByRole('heading', { name: 'General' })).toBeVisible();
  await page.getByText('Dark', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect.poll(settings).toMatchObject({ language: 'en', appearance: { theme: 'dark' } });
  await page.reload();
  await expect(page.getByRole('heading', { name: 'General' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('a browser that comes later starts with what was set', async ({ browser }) => {
  await core.request('PATCH', '/api/settings', { language: 'en', appearance: { theme: 'dark' } });
  const page = await browser.newPage();
  await logIn(page, core.link);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.close();
  await core.request('PATCH', '/api/settings', { language: null, appearance: null });
});

test('who I am is kept when the field is left, and can be taken back', async ({ page }) => {
  await open(page, '');
  const name = page.getByRole('textbox', { name: '이름' });
  await name.fill('김수현');
  // The recorder is away for a moment: what was typed stays.
  await page.route('**/api/settings', (route) =>
    route.request().method() === 'PATCH' ? route.abort() : route.continue(),
  );
  await name.press('Enter');
  await expect(page.getByText(/^녹화기에 연결할 수 없어요/)).toBeVisible();
  await expect(name).toHaveValue('김수현');
  await page.unroute('**/api/settings');
  await name.press('Enter');
  await expect(page.getByText('저장됨')).toBeVisible();
  expect((await settings()).profile.teacher_name).toBe('김수현');
  await page.getByRole('button', { name: '이름: 되돌리기' }).click();
  await expect(name).toHaveValue('');
  await expect.poll(async () => (await settings()).profile.teacher_name).toBe('');

  await page.getByRole('textbox', { name: '교사 아이디' }).fill('김 선생');
  await expect(page.getByText('영문, 숫자, . _ - 만 쓸 수 있어요.')).toBeVisible();
});

test('retention is off at first, explains itself, and refuses what cannot be', async ({ page }) => {
  await open(page, 'storage');
  await expect(page.getByText('꺼져 있어요. 수업은 직접 지울 때까지 남아요.')).toBeVisible();
  await page.getByRole('switch', { name: '오래된 수업 정리' }).press('Space');
  await expect(page.getByText(/녹화한 지 365일이 지난 수업은/)).toBeVisible();
  const days = page.getByRole('textbox', { name: '보관하는 날수' });
  await days.fill('5000');
  await expect(page.getByText('1에서 3,650 사이의 숫자를 적어 주세요.')).toBeVisible();
  await days.fill('180');
  await days.press('Enter');
  await expect.poll(async () => (await settings()).library.keep_days).toBe(180);
  await page.getByRole('button', { name: '오래된 수업 정리: 기본값으로' }).click();
  await expect.poll(async () => (await settings()).library.keep_days).toBeNull();
});

test('thresholds are chosen in words, and go back to their default', async ({ page }) => {
  await open(page, 'recording');
  const silent = page.getByRole('combobox', { name: '소리가 들리지 않음' });
  await silent.selectOption('30초');
  await expect.poll(async () => (await settings()).recording.alarms.silent_after_seconds).toBe(30);
  await page.getByRole('button', { name: '소리가 들리지 않음: 기본값으로' }).click();
  await expect(silent).toHaveValue('60');
  await page.getByText('1080p').click();
  await expect.poll(async () => (await settings()).processing.ladder).toEqual([1080, 720, 480, 360]);
});

test('a source is saved by name, changed and deleted with undo, and its password is never shown', async ({
  page,
}) => {
  await open(page, 'sources');
  await page.getByRole('button', { name: '주소 추가' }).click();
  await page.getByRole('textbox', { name: '이름' }).fill('301호 카메라');
  await page.getByRole('textbox', { name: '스트림 주소' }).fill('file:///etc/passwd');
  await page.getByRole('button', { name: '저장' }).click();
  await expect(page.getByRole('alert')).toContainText('녹화할 수 없는 주소예요');
  await page.getByRole('textbox', { name: '스트림 주소' }).fill('rtsp://kim:geheim@127.0.0.1:9/class');
  await page.getByRole('button', { name: '저장' }).click();
  await expect(page.getByText('301호 카메라', { exact: true })).toBeVisible();
  expect(await page.content()).not.toContain('geheim');

  await page.getByRole('button', { name: '“301호 카메라” 고치기' }).click();
  await page.getByRole('textbox', { name: '이름' }).fill('과학실 카메라');
  await page.getByRole('textbox', { name: '이름' }).press('Enter');
  await page.clock.install();
  await page.getByRole('button', { name: '“과학실 카메라” 지우기' }).click();
  await expect(page.getByText('저장한 주소가 없어요')).toBeVisible();
  // Nobody is offered what is on its way out.
  await page.getByRole('link', { name: '자동 녹화', exact: true }).click();
  await page.getByRole('button', { name: '자동 녹화 추가' }).click();
  const offered = page.getByRole('dialog').getByLabel('무엇을').getByRole('option');
  await expect(offered).toHaveText(['다른 주소 적기']);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: '저장한 주소', exact: true }).click();
  // It can be taken back as long as the way back is there: a notice under the mouse stays.
  await page.getByRole('button', { name: '되돌리기' }).hover();
  await page.clock.fastForward('00:30');
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(page.getByText('과학실 카메라', { exact: true })).toBeVisible();
});

test('automatic recording is set up, changed, switched off and deleted with undo', async ({ page }) => {
  await open(page, 'watches');
  await page.getByRole('button', { name: '자동 녹화 추가' }).click();
  const dialog = page.getByRole('dialog', { name: '자동 녹화 추가' });
  await dialog.getByLabel('무엇을').selectOption('다른 주소 적기');
  await dialog.getByRole('button', { name: '저장' }).click();
  await expect(dialog.getByText('녹화할 주소를 적어 주세요.')).toBeVisible();
  await dialog.getByLabel('스트림 주소').fill('rtsp://127.0.0.1:9/math');
  for (const day of ['화', '목']) await dialog.getByText(day, { exact: true }).click();
  await dialog.getByLabel('시작').fill('10:00');
  await dialog.getByLabel('끝').fill('10:50');
  await dialog.getByLabel('수업 제목').fill('수학 {date}');
  await dialog.getByRole('button', { name: '저장' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('월 수 금 · 10:00–10:50', { exact: false })).toBeVisible();
  const [made] = await watches();
  expect(made).toMatchObject({ days: ['mon', 'wed', 'fri'], from: '10:00', to: '10:50', enabled: true });
  expect(made?.session_template.session_id).toMatch(/^auto-[a-z0-9]+-\{date\}-\{time\}$/);

  await page.getByRole('switch', { name: '“수학 {date}” 켜기' }).press('Space');
  await expect.poll(async () => (await watches())[0]?.enabled).toBe(false);
  await page.getByRole('button', { name: '“수학 {date}” 고치기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '매일' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '저장' }).click();
  await expect.poll(async () => (await watches())[0]?.days.length).toBe(7);
  expect((await watches())[0]?.stream_url).toBe(made?.stream_url);

  await page.getByRole('button', { name: '“수학 {date}” 지우기' }).click();
  await expect(page.getByText('자동 녹화가 없어요')).toBeVisible();
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(page.getByRole('switch', { name: '“수학 {date}” 켜기' })).toBeVisible();
  // Whoever leaves means it.
  await page.getByRole('button', { name: '“수학 {date}” 지우기' }).click();
  await page.goto('about:blank');
  await expect.poll(watches).toEqual([]);
});

test('what is held about one pupil is found, handed over and erased', async ({ page }) => {
  await open(page, 'privacy');
  const id = page.getByRole('textbox', { name: '학생 아이디' });
  await id.fill('nobody');
  await id.press('Enter');
  await expect(page.getByRole('alert')).toContainText('이 학생에 대해 저장된 것이 없어요.');
  await id.fill('st-7');
  await id.press('Enter');
  await expect(page.getByRole('heading', { name: '이하늘 (st-7)' })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '파일로 받기' }).click();
  expect((await download).suggestedFilename()).toBe('st-7.json');
  await page.getByRole('button', { name: '모두 지우기…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '모두 지우기' }).click();
  await expect(page.getByText('1개의 자료를 지웠어요.')).toBeVisible();
  expect((await core.request('GET', '/api/students/st-7/export')).status).toBe(404);
});

test('licences can be searched and read, and a section that does not exist leads to the first', async ({
  page,
}) => {
  await open(page, 'about');
  await page.getByRole('searchbox', { name: '이름이나 라이선스로 찾기' }).fill('fastify');
  const first = page.locator('details').first();
  await expect(first).toContainText('fastify');
  await first.locator('summary').click();
  await expect(first.locator('pre')).toContainText(/permission|licen[cs]e/i);
  await page.goto(`${core.url}/settings/nothing`);
  await expect(page).toHaveURL(`${core.url}/settings`);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every section can be used by everybody, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await core.request('PATCH', '/api/settings', { language: null, appearance: null });
    await open(page, '');
    const sections = await page
      .locator('nav a[href^="/settings"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(new Set(sections).size).toBeGreaterThan(8);
    for (const section of new Set(sections)) {
      await page.goto(core.url + section);
      await expect(page.locator('main h3').first()).toBeVisible();
      await expectAccessible(page, { colours: colorScheme === 'dark' });
    }
    await page.setViewportSize({ width: 480, height: 800 });
    await page.getByRole('combobox', { name: '설정 항목' }).selectOption('저장 공간');
    await expect(page).toHaveURL(`${core.url}/settings/storage`);
    await expectAccessible(page);
  });
}

test('what the school has decided is shown as such and cannot be changed', async ({ page }) => {
  const school = await startCore({
    policy: { analysis: { camera_signals: false }, recording: { min_free_minutes: 120 }, language: 'ko' },
  });
  try {
    await logIn(page, school.link);
    await page.goto(`${school.url}/settings/storage`);
    const room = page.getByRole('combobox', { name: '녹화를 시작할 때 필요한 공간' });
    await expect(room).toBeDisabled();
    await expect(room).toHaveValue('120');
    await expect(page.getByText('학교에서 정한 설정이에요')).toHaveCount(1);
    await expect(page.getByRole('combobox', { name: '남은 공간이 이보다 적으면 알림' })).toBeEnabled();
    await expectAccessible(page);
    await page.goto(`${school.url}/settings`);
    await expect(page.getByRole('radio', { name: 'English' })).toBeDisabled();
    expect(await school.request('PATCH', '/api/settings', { language: 'en' })).toMatchObject({ status: 403 });
  } finally {
    await school.stop();
  }
});
