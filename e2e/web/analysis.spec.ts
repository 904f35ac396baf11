/// <reference lib="dom" />
/** What was shown and said, in the page: screens, chapters, lanes, silence and signals of a lesson. */
import { readFile } from 'node:fs/promises';
import { type Page, expect, test } from '@playwright/test';
import { importReplySchema } from '../../contract/vod.ts';
import { expectAccessible } from '../support/accessible.ts';
import {
  analysisReply,
  answerWith,
  chaptersReply,
  signalsReply,
  slidesReply,
  speechReply,
} from '../support/analysis-replies.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, position, seek, waitForPicture } from '../support/player.ts';

const lessonSec = 60;
const spoken: [number, number][] = [
  [4, 14],
  [24, 40],
  [45, 52],
];
const screens = [
  { time: 2, end: 20, heading: '로그의 뜻', text: '로그의 뜻\na > 0, a ≠ 1' },
  { time: 20, end: 40, heading: '밑의 변환 공식', text: '밑의 변환 공식\nlog b ÷ log a' },
  { time: 46, end: 60, heading: 'Have you ever', text: 'Have you ever\nbeen to Jeju?' },
];

let core: Core;
let lessonId = '';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  core = await startCore({ settings: { processing: { ladder: [] } } });
  const clip = await flashClip({ seconds: lessonSec, size: '640x480', container: 'mp4' });
  const form = new FormData();
  form.set('session_id', 'analysed');
  form.set('title', '로그의 성질');
  form.set('file', new Blob([await readFile(clip)], { type: 'video/mp4' }), 'lesson.mp4');
  const reply = await fetch(`${core.url}/api/vod/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${core.token}` },
    body: form,
  });
  lessonId = importReplySchema.parse(await reply.json()).recording_id;
  await core.waitForStatus(lessonId, 'its pictures', ({ status }) => status === 'ready', 240_000);
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

/** A lesson of which everything was found out. */
async function openAnalysed(page: Page, options: { panel?: string; atSec?: number } = {}): Promise<void> {
  await answerWith(page, lessonId, {
    analysis: analysisReply(lessonId, {
      signals: { state: 'done', models: [{ name: 'coco-ssd', version: '1.0.6' }] },
    }),
    slides: slidesReply(lessonId, screens),
    speech: speechReply(lessonSec, spoken),
    signals: signalsReply(lessonId, lessonSec),
    chapters: chaptersReply(lessonSec, [
      { startSec: 0, title: '복습', origin: 'manual' },
      { startSec: 20, title: '밑의 변환 공식', origin: 'automatic' },
    ]),
  });
  await openLesson(page, core.url, lessonId, options.atSec);
  if (options.panel !== undefined) await openPanel(page, options.panel);
}

const openPanel = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const slideItems = (page: Page) => page.getByRole('list', { name: '슬라이드' }).getByRole('listitem');

/** Stages that the page asks the core to make again. */
async function askedStages(page: Page): Promise<string[][]> {
  const asked: string[][] = [];
  await page.route(`**/api/vod/${lessonId}/analyze`, async (route) => {
    asked.push((route.request().postDataJSON() as { stages: string[] }).stages);
    await route.fulfill({ status: 202, json: { job_ids: [] } });
  });
  return asked;
}

test('marks the screen in the picture, goes to one, and copies what stands on it', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openAnalysed(page, { panel: '슬라이드', atSec: 22 });
  await expect(slideItems(page)).toHaveCount(3);
  const current = page.locator('[data-look] [aria-current="true"]');
  await expect(current).toContainText('밑의 변환 공식');
  await seek(page, 43);
  await expect(current).toHaveCount(0);
  await slideItems(page)
    .nth(2)
    .getByRole('button', { name: /Have you ever/ })
    .first()
    .click();
  await expect.poll(() => position(page)).toBeCloseTo(46, 1);
  await expect(current).toContainText('Have you ever');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => position(page)).toBeCloseTo(20, 1);

  await page.getByRole('button', { name: '“밑의 변환 공식” 글 복사' }).click();
  await expect(page.getByText('0:20 화면의 글을 복사했어요.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('밑의 변환 공식\nlog b ÷ log a');
});

test('shows only the screens with certain words, initials too, as text and as pictures', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openAnalysed(page, { panel: '슬라이드' });
  const field = page.getByRole('searchbox', { name: '이 낱말이 있는 화면만' });
  await field.fill('밑의변환');
  await expect(slideItems(page)).toHaveCount(1);
  await expect(page.getByText('3개 가운데 1개')).toBeVisible();
  await field.fill('ㄹㄱ');
  await expect(slideItems(page)).toHaveText([/로그의 뜻/]);
  await page.getByText('글', { exact: true }).click();
  await expect(slideItems(page).getByText('a > 0, a ≠ 1')).toBeVisible();
  await expect(slideItems(page).locator('mark').first()).toHaveText('로그');
  await field.fill('없는말');
  await expect(page.getByText(/맞는 화면이 없어요/)).toBeVisible();
  await field.press('Escape');
  await page.getByRole('button', { name: '보이는 화면의 글 모두 복사' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('[0:46]\nHave you ever\nbeen to Jeju?');
});

test('says where the screens are while there are none, and lets one try again', async ({ page }) => {
  const asked = await askedStages(page);
  const state = async (change: Parameters<typeof analysisReply>[1], list: typeof screens = []) => {
    await answerWith(page, lessonId, {
      analysis: analysisReply(lessonId, change),
      slides: slidesReply(
        lessonId,
        list.map((screen, index) => ({ ...screen, isRead: index === 0 })),
      ),
    });
    await page.goto(`${core.url}/lessons/${lessonId}?panel=slides`);
    await waitForPicture(page);
  };
  await state({ slides: { state: 'running', progress: 0.4, eta_seconds: 42 } });
  await expect(page.getByText('화면을 찾는 중이에요').first()).toBeVisible();
  await expect(page.getByText('42초 남음')).toBeVisible();
  await state({ slides: { state: 'failed', error: { code: 'media_missing', detail: '' } } });
  await expect(page.getByRole('alert')).toContainText('이 수업의 영상 파일이 없어요.');
  await page.getByRole('button', { name: '다시 해 보기' }).click();
  await expect.poll(() => asked).toEqual([['slides']]);
  await state({ slides: { state: 'done' } });
  await expect(page.getByText('글자가 있는 화면이 없어요')).toBeVisible();
  await state({ slides: { state: 'off' } });
  await expect(page.getByRole('link', { name: '설정에서 보기' })).toHaveAttribute(
    'href',
    '/settings/analysis',
  );
  await state({ slide_text: { state: 'running', progress: 0.3 } }, screens);
  await expect(page.getByText('글자를 읽는 중이에요 · 3개 가운데 1개')).toBeVisible();
  await expect(slideItems(page)).toHaveCount(3);
});

test('tells chapters that were suggested from those that somebody made', async ({ page }) => {
  const asked = await askedStages(page);
  await openAnalysed(page);
  const rows = page.getByRole('list', { name: '챕터' }).getByRole('listitem');
  await expect(rows).toHaveText([/복습$/, /밑의 변환 공식\s*자동$/]);
  await rows.nth(1).hover();
  await page.getByRole('button', { name: '“밑의 변환 공식” 더 보기' }).click();
  await expect(page.getByText('녹화기가 제안했어요 · 확신 80%')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/내가 만들거나 고친 챕터는 그대로 두고/)).toBeVisible();
  await page.getByRole('button', { name: '다시 제안받기' }).click();
  await expect.poll(() => asked).toEqual([['chapters']]);
});

test('draws screens and signals along the time line, and explains them', async ({ page }) => {
  await openAnalysed(page, { panel: '메모' });
  const lane = page.getByTestId('screens');
  const width = (await lane.boundingBox())?.width ?? 0;
  await lane.hover({ position: { x: width * 0.5, y: 6 } });
  await expect(page.getByTestId('screen-preview')).toContainText('밑의 변환 공식');
  await lane.hover({ position: { x: width * 0.72, y: 6 } });
  await expect(page.getByTestId('screen-preview')).toHaveCount(0);
  await lane.click({ position: { x: width * 0.5, y: 6 } });
  await expect.poll(() => position(page)).toBeCloseTo(30, 0);

  await page.getByTestId('signals').locator('[title*="손을 들었어요"]').click();
  await expect.poll(() => position(page)).toBeCloseTo(12, 0);
  await expect(page.getByRole('tab', { name: '분석' })).toHaveAttribute('aria-selected', 'true');

  await openPanel(page, '메모');
  await page.getByRole('button', { name: '시간 막대 읽는 법' }).click();
  await expect(page.getByText('말소리가 있는 곳')).toBeVisible();
  await page.getByRole('button', { name: '이건 어떻게 만들어졌나요?' }).click();
  const panel = page.getByRole('region', { name: '분석' });
  await expect(panel).toContainText('쓴 모델: silero-vad 6.0');
  await expect(panel.getByRole('list', { name: '수업 신호' }).getByRole('img')).toHaveCount(0);
  await panel.getByRole('button', { name: /아무도 없어요.*근거 장면/ }).click();
  await expect.poll(() => position(page)).toBeCloseTo(43.2, 1);
});

test('passes over silence when asked, and plays a quiet stretch that somebody goes to', async ({ page }) => {
  await openAnalysed(page, { atSec: 13 });
  // 4 s before the first word, 10 s and 5 s between words, half a second kept on each side.
  const button = page.getByRole('button', { name: '조용한 곳 건너뛰기 · 17초 줄어요' });
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('s');
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('조용한 곳 3군데를 건너뛰어요. 17초 줄어요.')).toBeVisible();
  const seen = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const at: number[] = [];
        const video = document.querySelector('video');
        video?.addEventListener('timeupdate', () => {
          at.push(video.currentTime);
          if (video.currentTime > 23.4) resolve(at);
        });
      }),
  );
  await page.keyboard.press('k');
  expect((await seen).filter((at) => at > 16 && at < 23)).toEqual([]);
  await seek(page, 17);
  // Passed over, it would never be in there.
  await page.waitForFunction(() => {
    const at = document.querySelector('video')?.currentTime ?? 0;
    return at > 17.6 && at < 22.5;
  });
  await page.reload();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('조용한 곳 건너뛰기');
});

test('offers to leave out the quiet ends of an export', async ({ page }) => {
  await openAnalysed(page, { panel: '내보내기' });
  await expect(page.getByText('처음 4초, 마지막 8초 동안 말이 없어요.')).toBeVisible();
  await page.getByRole('button', { name: '조용한 앞뒤 빼기' }).click();
  await expect(page.getByRole('textbox', { name: '시작' })).toHaveValue('0:03.5');
  await expect(page.getByRole('textbox', { name: '끝' })).toHaveValue('0:52.5');
  await expect(page.getByRole('button', { name: '조용한 앞뒤 빼기' })).toHaveCount(0);
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(page.getByRole('textbox', { name: '시작' })).toHaveCount(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be used by everybody: no findings of axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openAnalysed(page, { atSec: 22 });
    for (const panel of ['챕터', '슬라이드', '분석', '내보내기']) {
      await openPanel(page, panel);
      await expect(page.getByRole('tab', { name: panel })).toHaveAttribute('aria-selected', 'true');
      await expectAccessible(page);
    }
    await openPanel(page, '슬라이드');
    await page.getByText('글', { exact: true }).click();
    await expectAccessible(page);
  });
}
