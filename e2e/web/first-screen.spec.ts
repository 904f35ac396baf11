/** How the page begins: what it shows first is asked for once, early, and in step with the recorder. */
import { expect, test } from '@playwright/test';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

let core: Core;

test.beforeAll(async () => {
  core = await startCore();
});

test.afterAll(async () => {
  await core.stop();
});

test('the library asks once for each thing it shows, after it hears the recorder', async ({ context }) => {
  await logIn(await context.newPage(), core.link);
  for (const page of context.pages()) await page.close();
  const page = await context.newPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) asked.push(pathname);
  });
  // A page that has waited in vain for the stream asks without it, and again once it stands.
  const heard = page.waitForResponse('**/api/events');
  await page.route('**/assets/main-*.js', async (route) => {
    await heard;
    await route.continue();
  });
  await page.goto(`${core.url}/`);
  await expect(page.getByRole('heading', { name: '수업', exact: true })).toBeVisible();
  await page.waitForLoadState('load');
  await expect.poll(() => asked.includes('/api/system')).toBe(true);
  expect(asked[0]).toBe('/api/events');
  for (const path of ['/api/events', '/api/settings', '/api/recording', '/api/search', '/api/system']) {
    expect(
      asked.filter((each) => each === path),
      path,
    ).toHaveLength(1);
  }
});

test('an answer that was given before the recorder was heard is asked for again', async ({ context }) => {
  const page = await context.newPage();
  await logIn(page, core.link);
  // The stream stands only after everything has been answered, and something has changed in between.
  let isHeldBack = true;
  const held = Promise.withResolvers<undefined>();
  const late = await context.newPage();
  await page.close();
  await late.route('**/api/events', async (route) => {
    if (isHeldBack) await held.promise;
    await route.continue();
  });
  await late.goto(`${core.url}/settings/storage`);
  const tidying = late.getByRole('switch', { name: '오래된 수업 정리' });
  await expect(tidying).not.toBeChecked();
  await core.request('PATCH', '/api/settings', { library: { keep_days: 90 } });
  isHeldBack = false;
  held.resolve(undefined);
  await expect(tidying).toBeChecked();
});

test('the syllables of everyday Korean are there before they are shown', async ({ page }) => {
  await logIn(page, core.link);
  await expect(page.getByText('쌤')).toHaveCount(0);
  await page.waitForFunction(() =>
    '쌤곱렬붕킥'.split('').every((syllable) => document.fonts.check("1em 'Pretendard Variable'", syllable)),
  );
});
