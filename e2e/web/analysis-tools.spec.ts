/// <reference lib="dom" />
/** The analysis apart from lessons: what may be looked at, the models that look, and one picture looked at once. */
import { type Page, expect, test } from '@playwright/test';
import sharp from 'sharp';
import { expectAccessible } from '../support/accessible.ts';
import { modelsReply, screenshotReply } from '../support/analysis-replies.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

let core: Core;

test.beforeAll(async () => {
  core = await startCore();
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

test('looks at people only after somebody has read what that means', async ({ page }) => {
  await page.goto(`${core.url}/settings/analysis`);
  const camera = page.getByRole('switch', { name: '카메라 신호 찾기' });
  const settings = async () =>
    ((await (await core.request('GET', '/api/settings')).json()) as { analysis: Record<string, unknown> })
      .analysis;
  await camera.click({ force: true });
  const dialog = page.getByRole('dialog', { name: '카메라 신호를 켜기 전에' });
  await expect(dialog).toContainText('누구인지 알아보지 않고');
  await dialog.getByRole('button', { name: '켜지 않기' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(camera).not.toBeChecked();
  expect(await settings()).toMatchObject({ camera_signals: false });
  await camera.click({ force: true });
  await dialog.getByRole('button', { name: '알겠어요, 켤게요' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(camera).toBeChecked();
  await expect.poll(settings).toMatchObject({ camera_signals: true });
  await camera.click({ force: true });
  await expect.poll(settings).toMatchObject({ camera_signals: false });
  await page.getByText('한가할 때 계속', { exact: true }).click();
  await expect.poll(settings).toMatchObject({ when: 'when_idle' });
  await page.goto(`${core.url}/settings/privacy`);
  await expect(page.getByText('살펴보지 않아요.')).toBeVisible();
});

test('installs, follows, cancels and removes a model, also from a file', async ({ page }) => {
  const jobId = '0198c5ce-0000-7000-8000-00000000000a';
  const asked: string[] = [];
  let reply = modelsReply();
  await page.route('**/api/models', (route) => route.fulfill({ json: reply }));
  await page.route(/\/api\/(models\/|jobs\/.*\/cancel)/, async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(`${route.request().method()} ${pathname}`);
    const isInstall = pathname.endsWith('/install');
    if (isInstall)
      reply = modelsReply({ 'yolox-nano': { state: 'installing', progress: 0.4, job_id: jobId } });
    if (pathname.endsWith('/cancel')) reply = modelsReply();
    if (pathname.endsWith('/file'))
      reply = modelsReply({ 'yolox-nano': { state: 'installed', is_used: true } });
    await route.fulfill({ status: isInstall ? 202 : 200, json: isInstall ? { job_id: jobId } : reply });
  });
  await page.goto(`${core.url}/settings/models`);
  const row = page
    .getByRole('list', { name: '분석 모델' })
    .getByRole('listitem')
    .filter({ hasText: 'yolox' });
  await expect(row).toContainText('더 나은 모델');
  await expect(row).toContainText('Apache-2.0 · 3.7 MB');
  await row.getByRole('button', { name: 'yolox-nano 설치' }).click();
  await expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
  await row.getByRole('button', { name: '취소' }).click();
  await expect(row.getByRole('progressbar')).toHaveCount(0);
  await row
    .locator('input[type="file"]')
    .setInputFiles({ name: 'yolox.onnx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
  await expect(row).toContainText('사용 중');
  await row.getByRole('button', { name: 'yolox-nano 더 보기' }).click();
  await page.getByRole('menuitem', { name: '지우기' }).click();
  await expect(page.getByText('yolox-nano 모델을 지웠어요.')).toBeVisible();
  expect(asked).toEqual([
    'POST /api/models/yolox-nano/install',
    `POST /api/jobs/${jobId}/cancel`,
    'POST /api/models/yolox-nano/file',
    'DELETE /api/models/yolox-nano',
  ]);
});

const figure = (value: number) => ({ value, low: value - 0.008, high: value + 0.008 });

test('shows how far a pack is that is fitted here, and what reads the chat, in figures', async ({ page }) => {
  const name = 'multilingual-e5-small';
  const jobId = '0198c5ce-0000-7000-8000-00000000000b';
  const tasks = [
    {
      task: 'sentiment',
      built_in: figure(0.84),
      with_pack: figure(0.871),
      gain: figure(0.031),
      is_used: true,
    },
    { task: 'abuse', built_in: figure(0.787), with_pack: figure(0.789), gain: figure(0.002), is_used: false },
  ] as const;
  const none = { progress: null, job_id: null, error: null, fitted_at: null, lines: null, tasks: [] };
  const done = { ...none, fitted_at: '2026-11-30T01:00:00.000Z', lines: 7162, tasks: [...tasks] };
  const installed = { state: 'installed' } as const;
  let reply = modelsReply({ [name]: { missing_files: ['tokenizer.json'] } });
  const asked: string[] = [];
  await page.route('**/api/models', (route) => route.fulfill({ json: reply }));
  await page.route(/\/api\/(models\/|jobs\/.*\/cancel)/, async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(`${route.request().method()} ${pathname}`);
    reply = pathname.endsWith('/fit')
      ? modelsReply({
          [name]: { ...installed, fit: { ...none, state: 'fitting', progress: 0.3, job_id: jobId } },
        })
      : modelsReply({ [name]: { ...installed, fit: { ...none, state: 'waiting' } } });
    await route.fulfill({ status: 202, json: { job_id: jobId } });
  });
  const row = page
    .getByRole('list', { name: '분석 모델' })
    .getByRole('listitem')
    .filter({ has: page.getByText(name, { exact: true }) });
  await page.goto(`${core.url}/settings/models`);
  await expect(row).toContainText('더 나을 수 있는 모델');
  await expect(row).toContainText('아직 없는 파일: tokenizer.json');
  const failed = { code: 'model_damaged', detail: 'the model cannot be opened' } as const;
  reply = modelsReply({ [name]: { ...installed, fit: { ...none, state: 'failed', error: failed } } });
  await page.reload();
  await expect(row).toContainText('쓸 수 없음');
  await expect(row.getByRole('alert')).toContainText('원래 파일과 달라요');
  await row.getByRole('button', { name: '다시 맞추기' }).click();
  await expect(row).toContainText('맞추는 중');
  await expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '30');
  await row.getByRole('button', { name: '취소' }).click();
  await expect(row).toContainText('아직 맞추지 않음');
  await expect(row.getByRole('button', { name: '지금 맞추기' })).toBeVisible();
  reply = modelsReply({ [name]: { ...installed, is_used: true, fit: { ...done, state: 'in_use' } } });
  await page.reload();
  await expect(row).toContainText('사용 중');
  await expect(row.getByRole('row', { name: /기분/ })).toContainText('0.871 (0.863–0.879)이 모델과 함께');
  await expect(row.getByRole('row', { name: /욕설/ })).toContainText('기본 모델');
  await expect(row).toContainText('7162줄');
  await expectAccessible(page);
  reply = modelsReply({ [name]: { ...installed, fit: { ...done, state: 'not_better' } } });
  await page.reload();
  await expect(row).toContainText('보류: 더 낫지 않음');
  expect(asked).toEqual([`POST /api/models/${name}/fit`, `POST /api/jobs/${jobId}/cancel`]);
});

/** A picture as a camera would give it. */
const photo = () =>
  sharp({ create: { width: 1280, height: 720, channels: 3, background: '#1f3d2f' } })
    .jpeg()
    .toBuffer();

/** @param how as a teacher brings a picture */
async function bring(page: Page, how: 'paste' | 'drop', bytes: Buffer): Promise<void> {
  await page.evaluate(
    ([name, base64]) => {
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([content], 'board.jpg', { type: 'image/jpeg' }));
      window.dispatchEvent(
        name === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
      );
    },
    [how, bytes.toString('base64')] as const,
  );
}

test('reads a picture that is picked, pasted or dropped, and says what is wrong with one', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  let sent = 0;
  let isReadable = true;
  await page.route('**/api/ai/analyze-screenshot?lang=ko', async (route) => {
    sent += 1;
    if (isReadable) return route.fulfill({ json: screenshotReply() });
    const problem = {
      type: '',
      title: '',
      status: 422,
      code: 'image_unreadable',
      detail: '',
      request_id: '',
    };
    return route.fulfill({ status: 422, json: problem, contentType: 'application/problem+json' });
  });
  await page.goto(`${core.url}/`);
  await page.getByRole('link', { name: '사진 읽기' }).click();
  const bytes = await photo();
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'board.jpg', mimeType: 'image/jpeg', buffer: bytes });
  await expect(page.getByText('한 명이 손을 들고 있어요.')).toBeVisible();
  const boxes = page.getByTestId('picture').locator('g');
  await expect(boxes).toHaveCount(5);
  await page.getByText('글자 2').click();
  await expect(boxes).toHaveCount(3);
  await page.getByRole('list', { name: '보이는 것' }).getByText('노트북').hover();
  await expect(page.getByTestId('picture').locator('g[data-is-lit="true"]')).toHaveCount(1);
  await page.getByRole('button', { name: '글자 복사' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('밑의 변환 공식\n');
  await page.getByText('이 숫자는 어떻게 나왔나요?').click();
  await expect(page.getByText(/학생 한 명의 점수가 아니에요/)).toBeVisible();

  await page.getByRole('button', { name: '치우기' }).click();
  await expect(page.getByText('사진을 여기에 놓거나 붙여 넣으세요')).toBeVisible();
  await bring(page, 'paste', bytes);
  await expect(page.getByText('한 명이 손을 들고 있어요.')).toBeVisible();
  isReadable = false;
  await bring(page, 'drop', bytes);
  await expect(page.getByRole('alert')).toContainText('이미지를 읽을 수 없어요.');
  expect(sent).toBe(3);
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'big.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(21 * 1024 * 1024) });
  await expect(page.getByRole('alert')).toBeVisible();
  expect(sent).toBe(3);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be used by everybody: no findings of axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.route('**/api/models', (route) =>
      route.fulfill({ json: modelsReply({ 'yunet-n': { state: 'installing', progress: 0.4 } }) }),
    );
    for (const path of ['/settings/analysis', '/settings/models', '/tools/screenshot']) {
      await page.goto(core.url + path);
      await expect(page.getByRole('heading').first()).toBeVisible();
      await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
      await expectAccessible(page);
    }
    await page.route('**/api/ai/analyze-screenshot**', (route) => route.fulfill({ json: screenshotReply() }));
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'board.jpg', mimeType: 'image/jpeg', buffer: await photo() });
    await expect(page.getByText('한 명이 손을 들고 있어요.')).toBeVisible();
    await expectAccessible(page);
    await page.goto(`${core.url}/settings/analysis`);
    await page.getByRole('switch', { name: '카메라 신호 찾기' }).click({ force: true });
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
  });
}
