/// <reference lib="dom" />
/** A library of years, written straight into the database. How smoothly it scrolls is in `npm run bench`, row m. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Page, type Request, expect, test } from '@playwright/test';
import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import { seeded } from '../../main/base/seeded.ts';
import { seedLibrary } from '../../bench/seed.ts';
import { openDatabase } from '../../main/db/database.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

const lessons = 3000;

let core: Core;
let dataDir: string;

test.beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-many-'));
  const file = path.join(dataDir, 'library.sqlite');
  await openDatabase(file).close();
  const connection = new SqliteDatabase(file);
  connection.pragma('synchronous = OFF');
  seedLibrary(connection, { lessons, random: seeded(1) });
  connection.close();
  core = await startCore({ dataDir });
});

test.afterAll(async () => {
  await core.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
  await expect(cards(page).first()).toBeVisible();
});

const cards = (page: Page) => page.locator('[data-lesson]');
const scrollTop = (page: Page) => page.evaluate(() => document.querySelector('main')?.scrollTop ?? 0);

/** Place in the list of the last lesson that is drawn. */
function lastShown(page: Page): Promise<number> {
  return page.evaluate(() => {
    const places = [...document.querySelectorAll('[data-lesson]')].map((card) =>
      Number(card.getAttribute('aria-posinset')),
    );
    return Math.max(0, ...places);
  });
}

for (const look of ['그림으로 보기', '목록으로 보기'] as const) {
  test(`only what is in sight exists while one scrolls (${look})`, async ({ page }) => {
    await page.getByRole('button', { name: look }).click();
    await expect(page.getByRole('status').getByText('1,000개 이상')).toBeVisible();
    await page.mouse.move(640, 500);
    // Turned at the end of what has been loaded, the wheel moves nothing.
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 500);
          return lastShown(page);
        },
        { intervals: [50], timeout: 60_000 },
      )
      .toBeGreaterThan(250);
    expect(await cards(page).count()).toBeLessThan(150);
  });
}

test('reaches the last one of all, and counts them', async ({ page }) => {
  await expect
    .poll(
      async () => {
        await page.evaluate(() => document.querySelector('main')?.scrollBy(0, 1_000_000));
        return lastShown(page);
      },
      { intervals: [50], timeout: 120_000 },
    )
    .toBe(lessons);
  await expect(page.getByRole('status').getByText('3,000개', { exact: true })).toBeVisible();
  expect(await cards(page).count()).toBeLessThan(150);
});

/** Nothing moves any more: rows that have just been drawn are measured a frame later. */
async function settled(page: Page): Promise<void> {
  let before = -1;
  await expect
    .poll(async () => {
      const now = await page.evaluate(() => document.querySelector('main')?.scrollHeight ?? 0);
      const isSame = now === before;
      before = now;
      return isSame;
    })
    .toBe(true);
}

test('coming back from a lesson, one is where one was', async ({ page }) => {
  await expect
    .poll(
      async () => {
        await page.evaluate(() => document.querySelector('main')?.scrollBy(0, 6000));
        return lastShown(page);
      },
      { intervals: [50], timeout: 60_000 },
    )
    .toBeGreaterThan(700);
  await settled(page);
  const before = await scrollTop(page);
  const middle = await page.evaluate(() => {
    const shown = [...document.querySelectorAll('[data-lesson]')];
    return (
      shown.find((one) => one.getBoundingClientRect().top > innerHeight / 3)?.getAttribute('data-lesson') ??
      ''
    );
  });
  const card = page.locator(`[data-lesson="${middle}"]`);
  const place = await card.boundingBox();
  await card.getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`/lessons/${middle}`));
  await page.goBack();
  await expect(card).toBeVisible();
  expect(Math.abs((await scrollTop(page)) - before)).toBeLessThan(5);
  expect(Math.abs(((await card.boundingBox())?.y ?? 0) - (place?.y ?? 0))).toBeLessThan(5);
});

test('what changes elsewhere is read alone, and what one looks at stays where it is', async ({ page }) => {
  const inMiddle = () =>
    page.evaluate(() => {
      const shown = [...document.querySelectorAll('[data-lesson]')];
      const found = shown.find((one) => one.getBoundingClientRect().top > innerHeight / 3);
      return found?.getAttribute('data-lesson') ?? '';
    });
  await page.getByRole('button', { name: '목록으로 보기' }).click();
  const first = await cards(page).first().getAttribute('data-lesson');
  let lastMs = performance.now();
  const noteTime = (request: Request): void => {
    if (request.url().includes('/api/search')) lastMs = performance.now();
  };
  page.on('request', noteTime);
  page.on('requestfinished', noteTime);
  await expect
    .poll(
      async () => {
        await page.evaluate(() => document.querySelector('main')?.scrollBy(0, 6000));
        return lastShown(page);
      },
      { intervals: [50], timeout: 60_000 },
    )
    .toBeGreaterThan(700);
  await settled(page);
  // Pages that are read ahead wait for an idle browser, a second at most.
  await expect.poll(() => performance.now() - lastMs, { timeout: 60_000 }).toBeGreaterThan(2500);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/search')) asked.push(request.url());
  });
  const id = await inMiddle();
  const card = page.locator(`[data-lesson="${id}"]`);
  const place = async () => (await card.boundingBox())?.y ?? Number.NaN;
  const before = await place();
  await core.api(z.unknown(), 'PATCH', `/api/vod/${id}`, { title: '고친 제목' });
  await expect(card).toContainText('고친 제목');
  // The first page, and the one on which it stands; twice, should the change be announced in two clusters.
  expect(asked.length).toBeLessThanOrEqual(4);
  expect(Math.abs((await place()) - before)).toBeLessThan(2);

  // One further up goes.
  const gone = page.waitForResponse((response) => response.url().includes('/api/search'));
  await core.request('DELETE', `/api/recording/${first}`);
  await gone;
  await settled(page);
  await expect.poll(async () => Math.abs((await place()) - before)).toBeLessThan(2);
  await core.request('POST', `/api/recording/${first}/restore`);
});

test('search follows the typing', async ({ page }) => {
  for (const text of ['광합성', '수학 함수', 'ㄱㅎㅅ']) {
    const answer = page.waitForResponse((response) => {
      const url = new URL(response.url());
      return url.pathname === '/api/search' && url.searchParams.get('q') === text;
    });
    await page.getByRole('searchbox').fill(text);
    await answer;
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await expect(cards(page).first()).toBeVisible();
  }
});

test('the arrow keys and End go on where nothing has been drawn yet', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  const focused = page.locator('[data-lesson]:focus-within');
  await expect(focused).toHaveAttribute('aria-posinset', '1');
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('PageDown');
  const reached = Number(await focused.getAttribute('aria-posinset'));
  expect(reached).toBeGreaterThan(12);
  await page.keyboard.press('End');
  await expect.poll(async () => Number(await focused.getAttribute('aria-posinset'))).toBeGreaterThan(50);
  await expect(focused).toBeInViewport();
  await page.keyboard.press('Home');
  await expect(focused).toHaveAttribute('aria-posinset', '1');
  await expect(focused).toBeInViewport();
});
