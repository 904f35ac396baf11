/// <reference lib="dom" />
/** One lesson in the page: played, marked, noted, found in, cut, taken away, thrown away and brought back. */
import { readFile, rm } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect, test } from '@playwright/test';
import { z } from 'zod';
import { importReplySchema } from '../../contract/vod.ts';
import { LiveSource } from '../../main/testing/live-source.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { duration, logIn, openLesson, position, seek, waitForPicture } from '../support/player.ts';

const lessonSec = 60;

let core: Core;
/** An imported lesson with chapters, chat and pupils. */
let lessonId = '';

test.beforeAll(async () => {
  // Making everything of a lesson takes its time on a busy machine.
  test.setTimeout(300_000);
  core = await startCore({ settings: { processing: { ladder: [360] } } });
  lessonId = await importLesson('로그의 성질', 'lesson-1');
  await core.waitForStatus(lessonId, 'all that is made of it', ({ status }) => status === 'ready', 240_000);
  for (const [startSec, title] of [
    [0, '복습'],
    [20, '밑의 변환'],
  ] as const) {
    await core.api(z.unknown(), 'POST', `/api/vod/${lessonId}/chapters`, { start_time: startSec, title });
  }
  const startedMs = Date.parse((await core.status(lessonId)).started_at ?? '');
  const students = [{ student_id: 's1', name: '이서연' }];
  await core.api(z.unknown(), 'PUT', '/api/sessions/lesson-1', { students });
  const texts = ['밑이 뭐예요?', '진수 조건이 왜 필요해요?', '이해했어요!'];
  const messages = texts.map((text, index) => ({
    message_id: `m${index}`,
    sender_id: 's1',
    sender_role: 'student',
    text,
    sent_at: new Date(startedMs + (5 + index * 20) * 1000).toISOString(),
  }));
  await core.api(z.unknown(), 'POST', '/api/sessions/lesson-1/chat', messages);
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

async function importLesson(title: string, sessionId: string): Promise<string> {
  const clip = await flashClip({ seconds: lessonSec, size: '640x480', container: 'mp4' });
  const form = new FormData();
  form.set('session_id', sessionId);
  form.set('title', title);
  form.set('file', new Blob([await readFile(clip)], { type: 'video/mp4' }), 'lesson.mp4');
  const reply = await fetch(`${core.url}/api/vod/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${core.token}` },
    body: form,
  });
  const { recording_id: id } = importReplySchema.parse(await reply.json());
  await core.waitForStatus(id, 'the import', ({ status }) => status === 'processing' || status === 'ready');
  return id;
}

const openPanel = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const isPaused = (page: Page) => page.evaluate(() => document.querySelector('video')?.paused);
const chapterRows = (page: Page) => page.getByRole('list', { name: '챕터' }).getByRole('listitem');

test('plays, pauses and seeks from the buttons, the bar and the keyboard', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  await page.getByRole('button', { name: '재생', exact: true }).click();
  await expect.poll(() => position(page)).toBeGreaterThan(0.3);
  await page.keyboard.press('k');
  await expect.poll(() => isPaused(page)).toBe(true);

  const bar = page.getByRole('slider', { name: '재생 위치' });
  const box = await bar.boundingBox();
  await bar.click({ position: { x: (box?.width ?? 0) / 2, y: 10 } });
  await expect.poll(() => position(page)).toBeCloseTo(lessonSec / 2, 0);
  await bar.press('Home');
  await expect.poll(() => position(page)).toBe(0);
  for (const [key, atSec] of [
    ['5', 30],
    ['l', 40],
    ['j', 30],
    ['Shift+ArrowRight', 31],
    ['.', 31.03],
    ['0', 0],
  ] as const) {
    await page.locator('video').focus();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press(key);
    await expect.poll(() => position(page)).toBeCloseTo(atSec, 1);
  }
  await page.getByRole('slider', { name: '시간 막대' }).press('ArrowRight');
  await expect.poll(() => position(page)).toBeCloseTo(5, 1);
});

test('keeps the speed for the next lesson, and lets the quality be chosen', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  await page.keyboard.press('>');
  await page.getByRole('button', { name: '속도: 1.25×' }).click();
  await page.getByRole('menuitemradio', { name: '1.5×' }).click();
  await page.reload();
  await waitForPicture(page);
  expect(await page.evaluate(() => document.querySelector('video')?.playbackRate)).toBe(1.5);
  await page.getByRole('button', { name: /^화질/ }).click();
  await page.getByRole('menuitemradio', { name: '360p' }).click();
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.videoHeight)).toBe(360);
});

test('shows a picture of the moment under the pointer', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  const bar = page.getByRole('slider', { name: '재생 위치' });
  const box = await bar.boundingBox();
  await bar.hover({ position: { x: ((box?.width ?? 0) * 3) / 4, y: 10 } });
  const preview = page.getByTestId('storyboard');
  await expect(preview).toContainText('밑의 변환');
  await expect(preview).toContainText(/0:4[45]/);
  await expect(preview.locator('div')).toHaveCSS('background-image', /trickplay\/\d+\.jpg/);
});

test('adds a chapter at the playhead, renames it where it stands, and brings a deleted one back', async ({
  page,
}) => {
  await openLesson(page, core.url, lessonId, 10);
  await expect(chapterRows(page)).toHaveCount(2);
  await page.keyboard.press('c');
  const name = page.getByRole('textbox', { name: '챕터 제목' });
  await expect(name).toBeFocused();
  await page.keyboard.type('예제 풀이');
  await page.keyboard.press('Enter');
  await expect(chapterRows(page)).toHaveText([/0:00\s*복습/, /0:10\s*예제 풀이/, /0:20\s*밑의 변환/]);
  await chapterRows(page)
    .nth(2)
    .getByRole('button', { name: /밑의 변환/ })
    .first()
    .click();
  await expect.poll(() => position(page)).toBeCloseTo(20, 1);
  await expect(chapterRows(page).nth(2)).toHaveAttribute('aria-current', 'true');

  await seek(page, 12);
  await page.getByRole('button', { name: '“예제 풀이” 더 보기' }).click();
  await page.getByRole('menuitem', { name: '시작을 지금 위치로' }).click();
  await expect(chapterRows(page).nth(1)).toHaveText(/0:12\s*예제 풀이/);
  await page.getByRole('button', { name: '“예제 풀이” 더 보기' }).click();
  await page.getByRole('menuitem', { name: '지우기' }).click();
  await expect(chapterRows(page)).toHaveCount(2);
  const madeAgain = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/chapters'),
  );
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(chapterRows(page)).toHaveText([/복습/, /0:12\s*예제 풀이/, /밑의 변환/]);
  await madeAgain;
  await page.reload();
  await expect(chapterRows(page)).toHaveCount(3);
});

test('keeps notes at their moment, also what was not sent yet', async ({ page }) => {
  await openLesson(page, core.url, lessonId, 15);
  await page.keyboard.press('n');
  const field = page.getByRole('textbox', { name: '새 메모' });
  await expect(field).toBeFocused();
  await page.keyboard.type('밑 조건을 다시 설명하기');
  await page.reload();
  await waitForPicture(page);
  await expect(field).toHaveValue('밑 조건을 다시 설명하기');
  await field.press('Control+Enter');
  const notes = page.getByRole('list', { name: '메모' }).getByRole('listitem');
  await expect(notes).toHaveCount(1);
  await expect(notes.getByRole('button', { name: '0:15' })).toBeVisible();
  await notes.getByRole('textbox').fill('밑 조건을 그림으로 설명하기');
  await expect(notes.getByText('저장됨')).toBeVisible();
  await page.reload();
  await expect(notes.getByRole('textbox')).toHaveValue('밑 조건을 그림으로 설명하기');
  await page.getByRole('button', { name: /메모 지우기$/ }).click();
  await expect(notes).toHaveCount(0);
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(notes).toHaveCount(1);
});

test('shows the chat in step with the picture, and a message goes to its moment', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  await openPanel(page, '채팅');
  const current = page.locator('li[aria-current="true"]');
  const panel = page.getByRole('region', { name: '채팅' });
  await expect(panel).toContainText('이서연');
  await expect(current).toHaveCount(0);
  await seek(page, 26);
  await expect(current).toContainText('진수 조건이 왜 필요해요?');
  await panel.getByRole('button', { name: /이해했어요/ }).click();
  await expect.poll(() => position(page)).toBeCloseTo(45, 0);
  await expect(current).toContainText('이해했어요!');
});

test('finds words, particles and initials inside the lesson', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  await openPanel(page, '찾기');
  const results = page.getByRole('list', { name: '찾은 곳' }).getByRole('listitem');
  const field = page.getByRole('searchbox', { name: '이 수업에서 찾기' });
  await field.fill('ㅈㅅ');
  await expect(results.filter({ hasText: '진수 조건' })).toHaveCount(1);
  await field.fill('변환');
  await expect(results).toHaveText(/0:20.*챕터.*밑의 변환/);
  await results.getByRole('button').click();
  await expect.poll(() => position(page)).toBeCloseTo(20, 1);
  await field.fill('없는말');
  await expect(page.getByText('맞는 것이 없어요')).toBeVisible();
});

test('cuts a clip exactly, follows its making, and downloads it', async ({ page }) => {
  await openLesson(page, core.url, lessonId, 10);
  await page.keyboard.press('[');
  await expect(page.getByRole('textbox', { name: '시작' })).toHaveValue('0:10.0');
  await seek(page, 14);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.keyboard.press(']');
  await expect(page.getByRole('textbox', { name: '끝' })).toHaveValue('0:14.0');
  await page.getByRole('textbox', { name: '끝' }).fill('0:13.5');
  await page.getByRole('textbox', { name: '끝' }).press('Enter');
  // The header's button shows the part that was chosen; it does not throw it away.
  await page.getByRole('tab', { name: '챕터' }).click();
  await page.getByRole('button', { name: '내보내기', exact: true }).click();
  await expect(page.getByRole('textbox', { name: '끝' })).toHaveValue('0:13.5');
  await page.getByRole('slider', { name: '시작' }).press('ArrowRight');
  await expect(page.getByRole('textbox', { name: '시작' })).toHaveValue('0:10.1');

  await page.getByRole('button', { name: '이 부분 재생' }).click();
  await expect.poll(() => isPaused(page)).toBe(false);
  // The selection repeats: the end is passed, and the picture is inside it still.
  await seek(page, 13.3);
  await expect.poll(() => position(page)).toBeLessThan(12.5);
  await page.getByRole('button', { name: '잠시 멈춤' }).click();

  await page.getByRole('textbox', { name: '파일 제목' }).fill('예제 풀이');
  await page.getByRole('button', { name: '선택한 부분 내보내기' }).click();
  const file = page.getByRole('list', { name: '내보낸 파일' }).getByRole('listitem');
  const link = file.getByRole('link', { name: '내려받기' });
  await expect(link).toBeVisible({ timeout: 30_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/예제 풀이.*\.mp4$/);
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
  await file.getByRole('button', { name: /파일 지우기$/ }).click();
  await expect(file).toHaveCount(0);
});

test('changes what the lesson is where it stands, with a way back', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  await page.getByRole('button', { name: /^제목: 로그의 성질/ }).click();
  await page.getByRole('textbox', { name: '제목', exact: true }).fill('로그와 지수');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /로그와 지수/ })).toBeVisible();
  await expect.poll(async () => (await core.info(lessonId)).title).toBe('로그와 지수');
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(page.getByRole('heading', { name: /로그의 성질/ })).toBeVisible();
  await page.getByRole('button', { name: '계속 보관하기' }).click();
  await expect(page.getByRole('button', { name: '계속 보관 중' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('combobox', { name: '태그' }).or(page.getByLabel('태그')).first().fill('시험 범위');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await core.info(lessonId)).tags).toEqual(['시험 범위']);
});

test('goes on where it was left, unless the address names a moment', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  await seek(page, 25);
  await page.getByRole('button', { name: '재생', exact: true }).click();
  await expect.poll(() => position(page)).toBeGreaterThan(25.5);
  await page.getByRole('button', { name: '잠시 멈춤' }).click();
  await openLesson(page, core.url, lessonId);
  await expect(page.getByText(/^0:2[5-9]부터 이어서 봐요/)).toBeVisible();
  await expect.poll(() => position(page)).toBeGreaterThan(25);
  await page.getByRole('button', { name: '처음부터' }).click();
  await expect.poll(() => position(page)).toBe(0);
  await openLesson(page, core.url, lessonId, 40);
  await expect.poll(() => position(page)).toBeCloseTo(40, 1);
  await expect(page.getByText(/이어서 봐요/)).toHaveCount(0);
});

test('loads half a minute ahead, and no more of what the next jump throws away', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  await waitForPicture(page);
  const mostSec = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const video = document.querySelector('video');
        if (video === null) throw new Error('no video');
        let most = 0;
        const look = () => {
          const { currentTime, buffered } = video;
          const endSec = buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);
          most = Math.max(most, endSec - currentTime);
          if (endSec < 28) return;
          // What is there by now goes on to be filled from a later moment.
          if (currentTime < 20) video.currentTime = 20;
          else if (endSec >= 48) resolve(most);
        };
        video.addEventListener('progress', look);
        video.addEventListener('seeked', look);
        look();
      }),
  );
  expect(mostSec).toBeLessThan(35);
});

test('says that it waits when the network is slow, and goes on', async ({ page }) => {
  await openLesson(page, core.url, lessonId);
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  const limit = (bytesPerSecond: number) =>
    network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 50,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: -1,
    });
  await limit(1000);
  await page.evaluate((atSec) => {
    const video = document.querySelector('video');
    if (video === null) return;
    video.currentTime = atSec;
    void video.play();
  }, lessonSec - 10);
  await expect(page.getByText('불러오는 중이에요')).toBeVisible();
  await limit(-1);
  await expect.poll(() => position(page), { timeout: 30_000 }).toBeGreaterThan(lessonSec - 9);
  await expect(page.getByText('불러오는 중이에요')).toHaveCount(0);
});

test('plays while it is recorded, back to the start, and says what is missing', async ({ page }) => {
  await using source = await LiveSource.start(await flashClip());
  const id = await core.startRecording({ session_id: 'live', stream_url: source.url, title: '지금 수업' });
  await core.waitForStatus(id, '5 s on disk', (status) => status.duration_seconds > 5);
  await openLesson(page, core.url, id);
  await expect(page.getByText('녹화 중인 수업이에요. 처음으로 돌아가 볼 수 있어요.')).toBeVisible();
  await seek(page, 0.5);
  await page.getByRole('button', { name: '지금 장면으로' }).click();
  await expect.poll(() => position(page)).toBeGreaterThan(2);
  source.goAway();
  await core.waitForStatus(id, 'the drop', (status) => status.status === 'reconnecting');
  const beforeSec = (await core.status(id)).duration_seconds;
  source.comeBack();
  await core.waitForStatus(id, 'more', (status) => status.duration_seconds > beforeSec + 3);
  await core.stopRecording(id);
  await expect(page.getByText('저장됨').first()).toBeVisible();
  const gap = page.getByRole('button', { name: /수업 화면이 끊겼어요/ });
  await expect(gap).toBeVisible();
  await page.evaluate(() => document.querySelector('video')?.pause());
  await gap.click();
  await expect.poll(() => position(page)).toBeCloseTo(beforeSec, 0);
  await expect(page.locator('[title*="수업 화면이 끊겼어요"]')).toBeVisible();
  // The player learns of the rest with its next playlist.
  await expect.poll(() => duration(page)).toBeGreaterThan(beforeSec + 2);
});

test('goes to the trash and comes back', async ({ page }) => {
  const id = await importLesson('버릴 수업', 'lesson-2');
  await openLesson(page, core.url, id);
  await page.getByRole('button', { name: '삭제' }).click();
  await expect(page).toHaveURL(`${core.url}/`);
  await page.goBack();
  await expect(page.getByRole('heading', { name: '“버릴 수업” 수업은 휴지통에 있어요' })).toBeVisible();
  // A way back that fails says so.
  await page.route('**/restore', (route) => route.abort());
  const inTrash = page.getByRole('main').getByRole('button', { name: '되돌리기', exact: true });
  await inTrash.click();
  await expect(page.getByRole('alert')).toContainText('녹화기에 연결할 수 없어요');
  await page.unroute('**/restore');
  await inTrash.click();
  await waitForPicture(page);
  await page.getByRole('button', { name: '삭제' }).click();
  // The way back of the first time may still be there: until the recorder has answered, there is nothing to bring back.
  await expect(page).toHaveURL(`${core.url}/`);
  await page.getByRole('button', { name: '되돌리기', exact: true }).last().click();
  await expect.poll(async () => (await core.status(id)).deleted_at).toBeNull();
});

test('says in words that the file is gone, and leaves the rest of the lesson alone', async ({ page }) => {
  const id = await importLesson('파일이 없는 수업', 'lesson-3');
  await rm((await core.status(id)).takes[0]?.file_path ?? '');
  await page.goto(`${core.url}/lessons/${id}`);
  await expect(page.getByRole('alert')).toContainText('이 수업의 영상 파일이 없어요.');
  await expect(page.getByRole('button', { name: '다시 시도' })).toBeVisible();
  await expect(page.getByRole('heading', { name: /파일이 없는 수업/ })).toBeVisible();
});

test('says so when there is no such lesson', async ({ page }) => {
  await page.goto(`${core.url}/lessons/0198c5ce-0000-7000-8000-000000000000`);
  await expect(page.getByRole('heading', { name: '이 수업을 찾을 수 없어요' })).toBeVisible();
  await page.getByRole('link', { name: '수업 목록으로' }).click();
  await expect(page).toHaveURL(`${core.url}/`);
});

test('fits a small window, and keeps its panels in a drawer in a narrow one', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await openLesson(page, core.url, lessonId);
  for (const part of [
    page.getByTestId('player'),
    page.getByTestId('timeline'),
    page.getByRole('button', { name: '재생', exact: true }),
  ]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
  await page.setViewportSize({ width: 820, height: 900 });
  await page.getByRole('button', { name: '챕터', exact: true }).last().click();
  const drawer = page.getByRole('dialog');
  await expect(drawer.getByRole('list', { name: '챕터' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toHaveCount(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be used by everybody: no findings of axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openLesson(page, core.url, lessonId, 10);
    await page.keyboard.press('[');
    for (const panel of ['내보내기', '챕터', '채팅', '메모', '찾기']) {
      await openPanel(page, panel);
      await expect(page.getByRole('tab', { name: panel })).toHaveAttribute('aria-selected', 'true');
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${panel}: ${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
    }
  });
}
