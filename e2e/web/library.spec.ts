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
const screenshot = (page: Page, name: string) =>
  page.screenshot({ path: `test-results/screens/${name}.png` });
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
  await screenshot(stranger, 'no-login');
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
    await screenshot(page, `search-${atSec}`);
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
  await page.locator('.chapters .go', { hasText: '상용로그 연습' }).click();
  await expect.poll(() => position(page)).toBeCloseTo(3.5, 1);
});

test('a chapter is renamed and deleted where it stands, and comes back with undo', async ({ page }) => {
  await openLesson(page, core.url, ids[0] ?? '');
  const rows = page.locator('.chapters li');
  await rows.filter({ hasText: '예제 풀이' }).hover();
  await screenshot(page, 'chapter-tools');
  await page.getByRole('button', { name: '“예제 풀이” 이름 바꾸기' }).click();
  const name = rows.getByRole('textbox', { name: '챕터 제목' });
  await expect(name).toBeFocused();
  await screenshot(page, 'chapter-rename');
  await name.press('Escape');
  await expect(rows.first()).toHaveText(/예제 풀이/);
  await page.getByRole('button', { name: '“예제 풀이” 이름 바꾸기' }).click();
  await name.fill('예제 1번');
  await name.press('Enter');
  await expect(rows).toHaveText([/0:02\s*예제 1번/, /0:03\s*상용로그 연습/]);
  await page.getByRole('button', { name: '“예제 1번” 챕터 삭제' }).click();
  await expect(rows).toHaveText([/0:03\s*상용로그 연습/]);
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(rows).toHaveText([/0:02\s*예제 1번/, /0:03\s*상용로그 연습/]);
});

test('a deleted lesson lies in the trash and can be restored there', async ({ page }) => {
  await page.getByRole('link', { name: '휴지통' }).click();
  await expect(page.getByRole('heading', { name: '휴지통이 비어 있어요' })).toBeVisible();
  await screenshot(page, 'trash-empty');
  await core.request('DELETE', `/api/recording/${ids[2] ?? ''}`);
  await expect(page.locator('.trash-list li')).toHaveText([/Reading: The Giver/]);
  await screenshot(page, 'trash');
  await page.getByRole('button', { name: 'Reading: The Giver: 되돌리기' }).click();
  await expect(page.getByText('수업을 되돌렸어요.')).toBeVisible();
  await expect(page.getByRole('heading', { name: '휴지통이 비어 있어요' })).toBeVisible();
  await page.getByRole('link', { name: '수업 목록' }).click();
  await expect(cards(page)).toHaveCount(3);
});

test('everything can be done from the keyboard', async ({ page }) => {
  await expect(cards(page)).toHaveCount(3);
  const focused = (css: string) => page.locator(`${css}:focus-visible`);
  /** Tab until what is wanted has the focus, which can be seen. */
  const tabTo = async (css: string, most = 12) => {
    for (let press = 0; press < most && (await focused(css).count()) === 0; press += 1) {
      await page.keyboard.press('Tab');
    }
    await expect(focused(css)).toHaveCount(1);
    const ring = await focused(css).evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const around = getComputedStyle(element.closest('.search') ?? element).boxShadow;
      return `${outlineStyle} ${outlineWidth} ${around}`;
    });
    expect(ring).not.toBe('none 0px none');
  };
  await tabTo('.skip');
  await tabTo('.brand');
  await tabTo('a[href="/record"]');
  await tabTo('input[type=search]');
  await page.keyboard.type('변환');
  await expect(cards(page)).toHaveCount(1);
  await tabTo('.card-link');
  await screenshot(page, 'focus-card');
  await page.keyboard.press('Enter');
  await waitForPicture(page);
  await tabTo('video', 16);
  await page.keyboard.press('Space');
  await expect.poll(() => position(page)).toBeGreaterThan(0.3);
  await page.keyboard.press('Space');
  await expect.poll(() => page.evaluate('document.querySelector("video").paused')).toBe(true);
  const rows = page.locator('.chapters li');
  const before = await rows.count();
  await tabTo('.chapters .go', 30);
  await page.keyboard.press('Enter');
  await expect(page.locator('video')).toBeFocused();
  await tabTo('.add-chapter input', 40);
  await page.keyboard.type('글쇠로');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(before + 1);
  await page.goto(core.url);
  await expect(cards(page)).toHaveCount(3);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('a deleted lesson comes back with undo', async ({ page }) => {
  await openLesson(page, core.url, ids[1] ?? '');
  await page.getByRole('button', { name: '삭제', exact: true }).click();
  await expect(page.getByText('“광합성과 세포 호흡” 수업을 휴지통으로 옮겼어요.')).toBeVisible();
  await expect(cards(page)).toHaveCount(2);
  await screenshot(page, 'deleted');
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(cards(page)).toHaveCount(3);
});

test('an address that cannot be recorded is explained in words', async ({ page }) => {
  await page.goto(`${core.url}/record`);
  await page.getByLabel('스트림 주소').fill('file:///etc/passwd');
  await page.getByRole('button', { name: '녹화 시작' }).click();
  await expect(page.getByRole('alert')).toContainText('녹화할 수 없는 주소예요');
  await screenshot(page, 'record-refused');
});

test('speaks English when asked, and remembers', async ({ page }) => {
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Lessons', exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Lessons', exact: true })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await screenshot(page, 'library-en');
});

test('follows the light or dark colours of the system, on wide and narrow windows', async ({ page }) => {
  const grounds: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(core.url);
    await expect(cards(page).locator('img')).toHaveCount(3);
    await screenshot(page, `library-${colorScheme}`);
    await openLesson(page, core.url, ids[0] ?? '');
    await screenshot(page, `lesson-${colorScheme}`);
    grounds.push(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'));
  }
  expect(new Set(grounds).size).toBe(2);
  await page.emulateMedia({ colorScheme: 'light' });
  for (const [width, height] of [
    [1024, 700],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const [name, path] of [
      ['library', '/'],
      ['lesson', `/lessons/${ids[0] ?? ''}`],
      ['record', '/record'],
      ['search', '/?q=상용'],
      ['trash', '/trash'],
    ] as const) {
      await page.goto(core.url + path);
      await expect(page.locator('main :is(.card, video, form, .nothing)').first()).toBeVisible();
      if (name === 'lesson') await waitForPicture(page);
      await screenshot(page, `${name}-${width}`);
      const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect(isTooWide, `${name} at ${width}`).toBe(false);
    }
  }
});

test('an empty library says what to do first', async ({ page }) => {
  const empty = await startCore();
  try {
    await logIn(page, empty.link);
    await expect(page.getByRole('heading', { name: '아직 녹화한 수업이 없어요' })).toBeVisible();
    await screenshot(page, 'library-empty');
    await page.getByRole('link', { name: '첫 수업 녹화하기' }).click();
    await expect(page.getByLabel('스트림 주소')).toBeVisible();
  } finally {
    await empty.stop();
  }
});
