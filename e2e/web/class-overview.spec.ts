/// <reference lib="dom" />
/** A class session at a glance and what it says about the teaching, in the page, of a class whose trouble is known. */
import { type Page, expect, test } from '@playwright/test';
import { problemSchema } from '../../contract/errors.ts';
import { expectAccessible } from '../support/accessible.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, position } from '../support/player.ts';
import { addSmallClass, lessonSec, quietPupil } from '../support/small-class.ts';

let core: Core;
let lessonId = '';

test.beforeAll(async () => {
  test.setTimeout(300_000);
  core = await startCore({ settings: { processing: { ladder: [] }, analysis: { enabled: false } } });
  lessonId = await addSmallClass(core, 'fractions', { isRecorded: true });
  await addSmallClass(core, 'unrecorded', { isRecorded: false });
  await core.request('PUT', '/api/sessions/nothing', { title: '첫 수업', session_date: '2026-03-02' });
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

async function openClass(page: Page, sessionId: string, tab = ''): Promise<void> {
  await page.goto(`${core.url}/classes/${sessionId}${tab}`);
}

const insights = (page: Page) => page.getByRole('list', { name: '눈에 띈 것' });
const card = (page: Page, kind: string) =>
  insights(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: kind }) });
const lanes = (page: Page) => page.getByRole('slider', { name: '시간에 따라' });

test('says what stood out, how sure it is and how it was found, and leads to the moment', async ({
  page,
}) => {
  await openClass(page, 'fractions');
  const confusion = card(page, '헷갈린 순간');
  await expect(confusion).toContainText('2분 안에 어렵다는 글이나 질문을');
  await expect(confusion.getByText(/^(꽤 확실해요|아마도 그래요|짐작이에요)/)).toHaveAttribute(
    'title',
    /^확신 \d+%$/,
  );
  await confusion.getByText('어떻게 찾았나요?').click();
  await expect(confusion).toContainText('정확히 무엇을 이해하지 못했는지는 알 수 없어요.');
  await expect(card(page, '기록이 없는 학생')).toContainText(quietPupil);
  // The first few moments, and the others when asked for.
  await expect(confusion.getByRole('link', { name: '글 보기' })).toHaveCount(3);
  await confusion.getByRole('button', { name: '3개 더' }).click();
  await expect(confusion.getByRole('link', { name: '글 보기' })).toHaveCount(6);
  // Half a minute before the first message: what they wrote about.
  await confusion.getByRole('link', { name: '글 보기 2:00' }).click();
  await expect(page).toHaveURL(`${core.url}/lessons/${lessonId}?t=120.0`);
  await expect.poll(() => position(page)).toBeCloseTo(120, 0);
});

test('shows only one kind when asked, which stays in the address', async ({ page }) => {
  await openClass(page, 'fractions');
  const cards = insights(page).getByRole('heading', { level: 3 });
  await expect(cards).toHaveCount(6);
  await page.getByRole('button', { name: '어려웠던 문제 3' }).click();
  await expect(cards).toHaveText(['어려웠던 문제', '어려웠던 문제', '어려웠던 문제']);
  await page.reload();
  await expect(cards).toHaveCount(3);
  await page.getByRole('button', { name: '모두 6' }).click();
  await expect(cards).toHaveCount(6);
  await expect(page).toHaveURL(`${core.url}/classes/fractions`);
});

test('explains how far the class took part, part by part', async ({ page }) => {
  await openClass(page, 'fractions');
  const engagement = page.getByRole('region', { name: '참여' });
  await expect(engagement.getByText(/^\d+%반이 함께한 정도예요$/)).toBeVisible();
  const parts = engagement.getByRole('list', { name: '참여를 이루는 것' }).getByRole('listitem');
  await expect(parts).toHaveText([
    /자리에 있던 시간100%비중 20%/,
    // Eight of nine.
    /한 번이라도 참여한 학생89%비중 40%/,
    /퀴즈에 답한 비율89%비중 25%/,
    /꾸준함100%비중 15%/,
  ]);
  await engagement.getByText('이 숫자는 어떻게 나왔나요?').click();
  await expect(engagement).toContainText('성적을 매기거나 반이나 선생님을 서로 비교하는 데 쓰지 마세요.');
  await expect(page.getByRole('list', { name: '이 수업의 자료' })).toContainText(
    /학생 9명\s*채팅 글 14개\s*퀴즈 답 48개\s*녹화 1개/,
  );
});

test('walks along the lesson minute by minute with the keyboard, and opens one', async ({ page }) => {
  await openClass(page, 'fractions');
  await lanes(page).focus();
  await expect(lanes(page)).toHaveAttribute('aria-valuetext', /^0:00–1:00, 복습, 글 3개/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(lanes(page)).toHaveAttribute('aria-valuetext', /^2:00–3:00, 통분하기, 글 5개.*힘들다는 글/);
  const minute = page.getByTestId('minute');
  await expect(minute).toContainText('통분하기');
  await page.keyboard.press('End');
  await expect(minute).toContainText('5:00–6:00');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${core.url}/lessons/${lessonId}?t=60.0`);
});

test('shows a minute under the mouse, opens it with a click, and has it all as a table', async ({ page }) => {
  await openClass(page, 'fractions');
  const lane = page.locator('[data-lane="messages"] > :last-child');
  const width = (await lane.boundingBox())?.width ?? 0;
  await lane.hover({ position: { x: (150 / lessonSec) * width, y: 20 } });
  await expect(page.getByTestId('minute')).toContainText('2:00–3:00');
  await page.getByText('표로 보기').click();
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: '2:00' }) });
  await expect(row.getByRole('cell').last()).toHaveText('통분하기');
  await expect(page.getByRole('columnheader', { name: '힘들다는 글' })).toBeVisible();
  await lane.click({ position: { x: (250 / lessonSec) * width, y: 20 } });
  await expect(page).toHaveURL(`${core.url}/lessons/${lessonId}?t=240.0`);
});

test('shows what it was about as a cloud and as a list, each word at its moment', async ({ page }) => {
  await openClass(page, 'fractions');
  const topics = page.getByRole('list', { name: '나온 낱말' });
  const word = topics.getByRole('link', { name: '통분', exact: true });
  await expect(word).toHaveAttribute('title', /번$/);
  await page.getByText('목록', { exact: true }).click();
  const first = topics.getByRole('listitem').first();
  await expect(first).toContainText('통분');
  await first.getByRole('link', { name: '보기 0:40' }).click();
  await expect(page).toHaveURL(`${core.url}/lessons/${lessonId}?t=40.0`);
});

test('offers the results as files', async ({ page }) => {
  await openClass(page, 'fractions');
  await page.getByRole('button', { name: '내려받기', exact: true }).click();
  const files = page.getByRole('dialog', { name: '내려받기' });
  await expect(files.getByRole('link')).toHaveCount(6);
  await expect(files.getByRole('link', { name: '“분수의 덧셈 나온 낱말.csv” 내려받기' })).toHaveAttribute(
    'href',
    '/api/sessions/fractions/analysis/topics.csv?lang=ko',
  );
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(files).toHaveCount(0);
});

test('says so when nothing was recorded, and what to bring when nothing is known', async ({ page }) => {
  await openClass(page, 'unrecorded');
  await expect(page.getByText('녹화가 없어서 시간에 따라 보여 줄 수 없어요.')).toBeVisible();
  await expect(card(page, '헷갈린 순간')).toContainText('영상에 없거나 위치를 몰라요');
  await openClass(page, 'nothing');
  await expect(page.getByRole('heading', { name: '아직 읽을 것이 없어요' })).toBeVisible();
  await page.getByRole('link', { name: '자료 가져오기' }).click();
  await expect(page).toHaveURL(`${core.url}/classes/nothing/data`);
  await openClass(page, 'nothing', '/teaching');
  await expect(page.getByRole('heading', { name: '아직 돌아볼 것이 없어요' })).toBeVisible();
});

test('says that the class is being read, and lets one try again when that failed', async ({ page }) => {
  const { promise: seen, resolve: mayAnswer } = Promise.withResolvers<void>();
  let isBroken = true;
  await page.route('**/api/ai/analyze-session/fractions*', async (route) => {
    await seen;
    if (!isBroken) return route.continue();
    return route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      json: problemSchema.parse({
        ...{ type: 'about:blank', title: 'The analysis failed', status: 500, code: 'analysis_failed' },
        ...{ detail: '', request_id: 'r-1' },
      }),
    });
  });
  await openClass(page, 'fractions');
  await expect(page.getByText('수업을 읽고 있어요.').last()).toBeVisible();
  mayAnswer();
  await expect(page.getByRole('alert')).toContainText('분석이 갑자기 멈췄어요');
  isBroken = false;
  await page.getByRole('button', { name: '다시 해 보기' }).click();
  await expect(insights(page)).toBeVisible();
});

test('tells the teacher about the lesson in units that fit, and compares with nobody else', async ({
  page,
}) => {
  await openClass(page, 'fractions', '/teaching');
  await expect(page.getByText('선생님의 이전 수업하고만 비교해요.')).toBeVisible();
  await expect(page.getByText('말로 한 질문은 알아보지 못해요.').first()).toBeVisible();
  const measures = page.getByRole('list', { name: '나의 수업 모습' }).getByRole('listitem');
  const thinking = measures.filter({ has: page.getByRole('heading', { name: '퀴즈에 답하는 시간' }) });
  await expect(thinking).toContainText(/6\.5초답 48개에서/);
  await thinking.getByText('이 숫자는 어떻게 나왔나요?').click();
  await expect(thinking).toContainText('중간값이에요.');
  await expect(page.getByText(/분석한 수업이 3개 있어야 해요. 지금은 0개예요./)).toBeVisible();
  await expect(page.getByText('소리를 분석한 녹화가 없어요.').first()).toBeVisible();
  const suggestions = page.getByRole('list', { name: '다음 수업에서 해 볼 것' });
  await expect(suggestions).toContainText('다음 시간 처음에 짧게 되짚어 주세요.');
  const moods = page.getByRole('list', { name: '학생 글의 기분' }).getByRole('listitem');
  await expect(moods.first()).toContainText(/힘들다 \d/);
  await moods.first().getByRole('link', { name: '보기 0:00' }).click();
  await expect(page).toHaveURL(`${core.url}/lessons/${lessonId}?t=0.0`);
});

test('lays the lesson beside the teacher’s own earlier ones, and nobody else’s', async ({ page }) => {
  const earlier = ['2026-02-23', '2026-02-24', '2026-02-25'];
  for (const date of earlier) {
    const own = { isRecorded: false, teacher: '한지우', date, quickestAnswerMs: 14_000 };
    const others = { ...own, teacher: '오세라', quickestAnswerMs: 1000 };
    for (const [sessionId, options] of [
      [`own-${date}`, own],
      [`other-${date}`, others],
    ] as const) {
      await addSmallClass(core, sessionId, options);
      const analysed = await core.request('POST', `/api/ai/analyze-session/${sessionId}`, {});
      expect(analysed.status, sessionId).toBe(200);
    }
  }
  await addSmallClass(core, 'today', { isRecorded: false, teacher: '한지우' });
  await openClass(page, 'today', '/teaching');
  await expect(page.getByText('분석해 둔 선생님의 이전 수업 3개와 비교했어요.')).toBeVisible();
  const measures = page.getByRole('list', { name: '나의 수업 모습' }).getByRole('listitem');
  const thinking = measures.filter({ has: page.getByRole('heading', { name: '퀴즈에 답하는 시간' }) });
  await expect(thinking).toContainText('이전 수업보다 짧아요');
  await expect(thinking).toContainText('16.5초');
  // As much is written in each of them.
  const questions = measures.filter({ has: page.getByRole('heading', { name: '학생 글 중 질문' }) });
  await expect(questions).toContainText('이전 수업과 비슷해요');
});

test('stands beside the picture as well: what stood out seeks, and the class is one click away', async ({
  page,
}) => {
  await openLesson(page, core.url, lessonId);
  await page.getByRole('tab', { name: '분석' }).click();
  await insights(page)
    .getByRole('button', { name: /헷갈린 순간/ })
    .click();
  await expect.poll(() => position(page)).toBeCloseTo(120, 0);
  await expectAccessible(page);
  await page.getByRole('link', { name: '수업 전체 돌아보기' }).click();
  await expect(page).toHaveURL(`${core.url}/classes/fractions`);
  await page.goBack();
  await page.getByRole('link', { name: '수업 돌아보기', exact: true }).click();
  await expect(page).toHaveURL(`${core.url}/classes/fractions`);
  await page.setViewportSize({ width: 700, height: 800 });
  await openLesson(page, core.url, lessonId);
  await expect(page.getByRole('link', { name: '수업 돌아보기', exact: true })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be used by everybody: no findings of axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of [1280, 400]) {
      await page.setViewportSize({ width, height: 800 });
      await openClass(page, 'fractions');
      await expect(insights(page)).toBeVisible();
      await lanes(page).focus();
      await page.getByText('표로 보기').click();
      for (const how of await page.getByText('어떻게 찾았나요?').all()) await how.click();
      await expectAccessible(page, { colours: width === 400 });
      await page.getByText('목록', { exact: true }).click();
      await expectAccessible(page, { colours: true });
      await openClass(page, 'fractions', '/teaching');
      await expect(page.getByRole('list', { name: '나의 수업 모습' })).toBeVisible();
      await expectAccessible(page, { colours: width === 400 });
    }
  });
}
