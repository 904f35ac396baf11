/** Finding lessons and working with them in the page. */
import { type Page, expect, test } from '@playwright/test';
import { z } from 'zod';
import { LiveSource } from '../../main/testing/live-source.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, position, seek, waitForPicture } from '../support/player.ts';

const lessons = [
  { title: '로그의 성질과 밑의 변환', subject: '수학', class_name: '2학년 3반', teacher_name: '김수현' },
  { title: '광합성과 세포 호흡', subject: '생명과학', class_name: '1학년 1반', teacher_name: '박지우' },
  { title: 'Reading: The Giver', subject: '영어', class_name: '2학년 3반', teacher_name: 'Alex Kim' },
];

let core: Core;
const ids: string[] = [];

test.beforeAll(async () => {
  core = await startCore({ settings: { processing: { ladder: [] } } });
  await using source = await LiveSource.start(await flashClip());
  for (const [index, lesson] of lessons.entries()) {
    ids.push(
      await core.startRecording({ session_id: `library-${index}`, stream_url: source.url, ...lesson }),
    );
  }
  for (const id of ids) {
    await core.waitForStatus(id, '6 s on disk', (status) => status.duration_seconds > 6);
    await core.stopRecording(id);
  }
  const mathId = ids[0] ?? '';
  const chapter = { start_time: 3.5, title: '상용로그 연습' };
  await core.api(z.unknown(), 'POST', `/api/vod/${mathId}/chapters`, chapter);
  const startedMs = Date.parse((await core.status(mathId)).started_at ?? '');
  const message = {
    message_id: 'm1',
    sender_id: 's1',
    sender_role: 'student',
    text: '진수 조건이 왜 필요해요?',
  };
  await core.api(z.unknown(), 'POST', '/api/sessions/library-0/chat', [
    { ...message, sent_at: new Date(startedMs + 4500).toISOString() },
  ]);
  for (const id of ids) await core.waitForStatus(id, 'pictures', ({ status }) => status === 'ready', 60_000);
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

const cards = (page: Page) => page.locator('.card');
const search = (page: Page, text: string) => page.getByRole('searchbox').fill(text);

test('the start-up link logs in and leaves no token in the address bar', async ({ page }) => {
  expect(page.url()).toBe(`${core.url}/`);
  await expect(page.getByRole('heading', { name: '수업', exact: true })).toBeVisible();
  await expect(cards(page)).toHaveCount(3);
  await page.reload();
  await expect(cards(page)).toHaveCount(3);
  expect(await page.evaluate('document.cookie')).toBe('');
});

test('without the link the page says what to do', async ({ browser }) => {
  const stranger = await browser.newPage();
  await stranger.goto(core.url);
  await expect(stranger.getByRole('heading', { name: '시작 링크로 열어 주세요' })).toBeVisible();
  await stranger.screenshot({ path: 'test-results/screens/no-login.png' });
  await stranger.close();
});

for (const [text, title] of [
  ['변환', '로그의 성질과 밑의 변환'],
  ['ㄱㅎㅅ', '광합성과 세포 호흡'],
  ['giver', 'Reading: The Giver'],
  ['박지우', '광합성과 세포 호흡'],
] as const) {
  test(`finds “${text}”`, async ({ page }) => {
    await search(page, text);
    await expect(cards(page)).toHaveCount(1);
    await expect(cards(page).getByRole('heading')).toHaveText(title);
  });
}

test('a chapter or chat message that is found opens the lesson at its time', async ({ page }) => {
  for (const [text, atSec] of [
    ['상용', 3.5],
    ['진수', 4.5],
  ] as const) {
    await page.goto(core.url);
    await search(page, text);
    await expect(cards(page)).toHaveCount(1);
    await page.screenshot({ path: `test-results/screens/search-${atSec}.png` });
    await page.locator('.moment').first().click();
    await waitForPicture(page);
    await expect.poll(() => position(page)).toBeGreaterThan(atSec - 1);
    expect(await position(page)).toBeLessThan(atSec + 1);
  }
});

test('says so when nothing is found', async ({ page }) => {
  await search(page, '없는낱말입니다');
  await expect(page.getByText('“없는낱말입니다”에 맞는 수업이 없어요')).toBeVisible();
});

test('adds a chapter where the playhead is, and a click goes there', async ({ page }) => {
  await openLesson(page, core.url, ids[0] ?? '');
  await seek(page, 2);
  await page.getByLabel('챕터 제목').fill('예제 풀이');
  await page.getByRole('button', { name: '0:02에 챕터 추가' }).click();
  await expect(page.locator('.chapters li')).toHaveText([/0:02\s*예제 풀이/, /0:03\s*상용로그 연습/]);
  await page.getByRole('button', { name: '상용로그 연습' }).click();
  await expect.poll(() => position(page)).toBeCloseTo(3.5, 1);
});

test('a deleted lesson comes back with undo', async ({ page }) => {
  await openLesson(page, core.url, ids[1] ?? '');
  await page.getByRole('button', { name: '삭제' }).click();
  await expect(page.getByText('“광합성과 세포 호흡” 수업을 휴지통으로 옮겼어요.')).toBeVisible();
  await expect(cards(page)).toHaveCount(2);
  await page.screenshot({ path: 'test-results/screens/deleted.png' });
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(cards(page)).toHaveCount(3);
});

test('an address that cannot be recorded is explained in words', async ({ page }) => {
  await page.goto(`${core.url}/record`);
  await page.getByLabel('스트림 주소').fill('file:///etc/passwd');
  await page.getByRole('button', { name: '녹화 시작' }).click();
  await expect(page.getByRole('alert')).toContainText('녹화할 수 없는 주소예요');
  await page.screenshot({ path: 'test-results/screens/record-refused.png' });
});

test('speaks English when asked, and remembers', async ({ page }) => {
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Lessons', exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Lessons', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.screenshot({ path: 'test-results/screens/library-en.png' });
});

test('follows the light or dark colours of the system, on wide and narrow windows', async ({ page }) => {
  const grounds: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(core.url);
    await expect(cards(page).locator('img')).toHaveCount(3);
    await page.screenshot({ path: `test-results/screens/library-${colorScheme}.png` });
    await openLesson(page, core.url, ids[0] ?? '');
    await page.screenshot({ path: `test-results/screens/lesson-${colorScheme}.png` });
    grounds.push(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'));
  }
  expect(new Set(grounds).size).toBe(2);
  await page.setViewportSize({ width: 400, height: 800 });
  await page.goto(core.url);
  await expect(cards(page)).toHaveCount(3);
  await page.screenshot({ path: 'test-results/screens/library-narrow.png' });
  const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  expect(isTooWide).toBe(false);
});
