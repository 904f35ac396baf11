/** More tabs than a browser has connections to one host: each shows its screen, and learns what the others do. */
import { type BrowserContext, type Page, expect, test } from '@playwright/test';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

/** Connections a browser keeps to one host (HTTP/1.1). */
const connectionsPerHost = 6;

let core: Core;

test.beforeEach(async () => {
  core = await startCore();
});

test.afterEach(async () => {
  await core.stop();
});

async function openStorage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${core.url}/settings/storage`);
  await expect(tidying(page)).toBeVisible();
  return page;
}

function tidying(page: Page) {
  return page.getByRole('switch', { name: '오래된 수업 정리' });
}

/** As another program or another PC would. */
async function setTidying(isOn: boolean): Promise<void> {
  await core.request('PATCH', '/api/settings', { library: { keep_days: isOn ? 90 : null } });
}

test('nine tabs show and hear the recorder, also when the one that listened for all is closed', async ({
  context,
}) => {
  const first = await context.newPage();
  await logIn(first, core.link);
  const others: Page[] = [];
  for (let tab = 0; tab < connectionsPerHost + 2; tab += 1) others.push(await openStorage(context));
  await setTidying(true);
  for (const page of others) await expect(tidying(page)).toBeChecked();

  await first.close();
  await setTidying(false);
  for (const page of others) await expect(tidying(page)).not.toBeChecked();
});

test('a tab in front hears the recorder although the one that listens for all sleeps', async ({
  context,
}) => {
  // A page of the recorder that has the turn and does nothing with it, as one that the browser put to sleep.
  const asleep = await context.newPage();
  await asleep.goto(`${core.url}/icon.svg`);
  await asleep.evaluate(() => {
    navigator.locks.request('airclass.core-events', () => new Promise(() => {})).catch(() => {});
  });
  const page = await context.newPage();
  await logIn(page, core.link);
  await page.goto(`${core.url}/settings/storage`);
  await expect(tidying(page)).toBeVisible();
  await setTidying(true);
  await expect(tidying(page)).toBeChecked();
  await setTidying(false);
  await expect(tidying(page)).not.toBeChecked();
});
