/** How the recorder is: calm while all is well, what to do and where while it is not, and a report to take away. */
import { readFile } from 'node:fs/promises';
import { type Page, expect, test } from '@playwright/test';
import { type SystemHealth, systemHealthReplySchema, worstOf } from '../../contract/health.ts';
import { expectAccessible } from '../support/accessible.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

const route = '**/api/system/health';

/** The core's own reply, without what a test machine that is busy or full would add to it. */
async function onQuietMachine(page: Page): Promise<void> {
  await page.route(route, async (asked) => {
    const reply = await asked.fetch();
    const health = systemHealthReplySchema.parse(await reply.json());
    const parts = health.parts.flatMap((part): SystemHealth['parts'] => {
      if (part.part === 'core') return [{ ...part, state: 'ok', code: 'core_ok' }];
      // Some keep temporary folders in memory.
      if (part.part === 'volume') return [{ ...part, state: 'ok', code: 'volume_ok' }];
      return part.part === 'storage' ? [{ ...part, state: 'ok', code: 'storage_ok' }] : [part];
    });
    await asked.fulfill({ response: reply, json: { ...health, parts, overall: worstOf(parts) } });
  });
}

const openSystem = async (page: Page, core: Core) => {
  await page.goto(`${core.url}/system`);
  await expect(page.getByRole('heading', { name: '상태', exact: true })).toBeVisible();
};

test.describe('a recorder that is well', () => {
  let core: Core;
  test.beforeAll(async () => {
    core = await startCore();
  });
  test.afterAll(async () => {
    await core.stop();
  });
  test.beforeEach(async ({ page }) => {
    await onQuietMachine(page);
    await logIn(page, core.link);
  });

  test('bothers nobody: it is found in the settings, and says that all is fine', async ({ page }) => {
    await page.getByRole('link', { name: '설정', exact: true }).click();
    await page.getByRole('link', { name: '상태', exact: true }).press('Enter');
    await expect(page).toHaveURL(/\/system$/);
    await expect(page.getByText('모두 괜찮아요')).toBeVisible();
    await expect(page.getByRole('link', { name: '설정', exact: true })).toHaveAttribute(
      'aria-current',
      'page',
    );
    await expect(page.getByRole('link', { name: /확인 필요|문제 있음/ })).toBeHidden();
    const parts = page.getByRole('region', { name: '모든 부분' });
    await expect(parts.getByRole('listitem')).toHaveCount(13);
    await expect(parts.getByRole('listitem').filter({ hasText: '자동 녹화' })).toContainText('꺼져 있어요');
    await expect(page.getByRole('region', { name: '저장 공간' })).toContainText('더 녹화할 수 있어요');
    await expect(page.getByRole('region', { name: '버전' })).toContainText('AIRClass Recorder');
    for (const width of [1024, 480, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      await expectAccessible(page, { colours: width !== 480 });
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
  });

  test('is asked again every 15 seconds, and no more once the screen is left', async ({ page }) => {
    await page.clock.install();
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/system/health')) asked += 1;
    });
    await openSystem(page, core);
    await expect(page.getByText('모두 괜찮아요')).toBeVisible();
    const first = asked;
    const again = page.waitForRequest(route);
    await page.clock.runFor(15_500);
    await again;
    expect(asked).toBe(first + 1);
    await page.getByRole('link', { name: '작업', exact: true }).click();
    await expect(page.getByRole('heading', { name: '작업', exact: true })).toBeVisible();
    const left = asked;
    await page.clock.runFor(60_000);
    expect(asked).toBe(left);
  });

  test('the report is saved in the language of the page, opens without a network, and is readable', async ({
    page,
    browser,
  }) => {
    for (const { language, save, name, heading } of [
      {
        language: 'ko',
        save: '상태 보고서 저장',
        name: /^AIRClass 상태 보고서 .*\.html$/,
        heading: '상태 보고서',
      },
      {
        language: 'en',
        save: 'Save health report',
        name: /^AIRClass health report .*\.html$/,
        heading: 'Health report',
      },
    ]) {
      await core.request('PATCH', '/api/settings', { language });
      await page.goto(`${core.url}/system`);
      const downloading = page.waitForEvent('download');
      await page.getByRole('link', { name: save }).click();
      const file = await downloading;
      expect(file.suggestedFilename()).toMatch(name);
      const context = await browser.newContext({ offline: true, locale: 'ko-KR' });
      const report = await context.newPage();
      const asked: string[] = [];
      report.on('request', (request) => asked.push(request.url()));
      await report.setContent(await readFile(await file.path(), 'utf8'));
      await expect(report.locator('html')).toHaveAttribute('lang', language);
      await expect(report.getByRole('heading', { name: heading, level: 1 })).toBeVisible();
      expect(asked).toEqual([]);
      await expectAccessible(report);
      await context.close();
    }
    await expect(page.getByText('Everything is fine')).toBeVisible();
    await expectAccessible(page);
    await core.request('PATCH', '/api/settings', { language: null });
  });

  test('what is shown stays while the recorder is away; without an answer it says so and can be asked again', async ({
    page,
  }) => {
    await page.clock.install();
    await openSystem(page, core);
    await expect(page.getByText('모두 괜찮아요')).toBeVisible();
    await page.unroute(route);
    await page.route(route, (asked) => asked.abort());
    const failed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/health'));
    await page.clock.runFor(15_500);
    await failed;
    await expect(page.getByText('모두 괜찮아요')).toBeVisible();
    await expect(page.getByRole('alert')).toBeHidden();
    await page.unroute(route);
    await page.route(route, (asked) =>
      asked.fulfill({ status: 500, contentType: 'application/problem+json', body: '{"code":"internal"}' }),
    );
    await page.reload();
    await expect(page.getByRole('alert')).toContainText('녹화기 안에서 문제가 생겼어요');
    await expectAccessible(page);
    await page.unroute(route);
    await onQuietMachine(page);
    await page.getByRole('button', { name: '다시 해 보기' }).click();
    await expect(page.getByText('모두 괜찮아요')).toBeVisible();
  });
});

test('trouble is seen in the rail, told in words, and leads to where it is mended', async ({ page }) => {
  const core = await startCore({ env: { AIRCLASS_FFMPEG: '/nowhere/ffmpeg' } });
  try {
    await logIn(page, core.link);
    const sign = page.getByRole('link', { name: '문제 있음' });
    await sign.click();
    await expect(sign).toHaveAttribute('aria-current', 'page');
    await expect(page.getByText('지금 고쳐야 할 것이 있어요')).toBeVisible();
    const toDo = page.getByRole('region', { name: '확인할 것' });
    const part = toDo.getByRole('listitem').filter({ hasText: '녹화 도구' });
    await expect(part).toContainText('녹화 도구(ffmpeg)를 찾을 수 없어 녹화할 수 없어요.');
    await expect(part.getByText('ffmpeg_missing')).toBeHidden();
    await part.getByText('자세히').click();
    await expect(part.getByText('ffmpeg_missing')).toBeVisible();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page, { colours: true });
    await part.getByRole('link', { name: '녹화 도구 보기' }).press('Enter');
    await expect(page).toHaveURL(/\/settings\/models$/);
    await expect(page.getByRole('heading', { name: 'ffmpeg가 없어요' })).toBeVisible();
  } finally {
    await core.stop();
  }
});

test('too little room by the settings leads to the trash and to long lessons', async ({ page }) => {
  const core = await startCore();
  try {
    await logIn(page, core.link);
    await page.route(route, async (asked) => {
      const reply = await asked.fetch();
      const health = systemHealthReplySchema.parse(await reply.json());
      const parts = health.parts.map((part): SystemHealth['parts'][number] =>
        part.part === 'storage'
          ? {
              ...{ part: 'storage', state: 'trouble', code: 'storage_no_start' },
              facts: { ...part.facts, free_bytes: 1.5e9, free_minutes: 50, needed_minutes: 60 },
            }
          : part,
      );
      await asked.fulfill({ response: reply, json: { ...health, parts, overall: worstOf(parts) } });
    });
    await openSystem(page, core);
    const storage = page.getByRole('region', { name: '확인할 것' }).getByRole('listitem').first();
    await expect(storage).toContainText(
      '공간이 50분 분량만 남아 새 녹화를 시작할 수 없어요. 1시간 분량이 필요해요.',
    );
    await storage.getByRole('link', { name: '긴 수업부터 보기' }).click();
    await expect(page).toHaveURL(/\/\?sort=longest$/);
    await page.goBack();
    await storage.getByRole('link', { name: '휴지통 비우기' }).click();
    await expect(page.getByRole('heading', { name: '휴지통', exact: true })).toBeVisible();
  } finally {
    await core.stop();
  }
});
