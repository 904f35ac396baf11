/** Two tabs of one recorder: what is done in one is seen in the other without a reload. */
import { expect, test } from '@playwright/test';
import { LiveSource } from '../../main/testing/live-source.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

const title = '로그의 성질과 밑의 변환';

let core: Core;
let recordingId: string;

test.beforeAll(async () => {
  core = await startCore({ settings: { processing: { ladder: [] } } });
  await using source = await LiveSource.start(await flashClip());
  recordingId = await core.startRecording({ session_id: 'two-tabs', stream_url: source.url, title });
  await core.waitForStatus(recordingId, '3 s on disk', (status) => status.duration_seconds > 3);
  await core.stopRecording(recordingId);
  await core.waitForStatus(recordingId, 'pictures', ({ status }) => status === 'ready', 60_000);
});

test.afterAll(async () => {
  await core.stop();
});

test('a setting, the language and the theme that change in one tab change in the other', async ({
  context,
}) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await logIn(one, core.link);
  await one.goto(`${core.url}/settings/storage`);
  await other.goto(`${core.url}/settings/storage`);
  await one.getByRole('switch', { name: '오래된 수업 정리' }).press('Space');
  await expect(other.getByRole('switch', { name: '오래된 수업 정리' })).toBeChecked();
  await one.goto(`${core.url}/settings`);
  await one.getByText('어둡게', { exact: true }).click();
  await expect(other.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await one.getByText('English').click();
  await expect(other.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await one.getByText('한국어').click();
  await expect(other.getByRole('heading', { name: '설정' })).toBeVisible();
});

test('a lesson that is deleted in one tab leaves the other, and returns with undo', async ({ context }) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  await logIn(one, core.link);
  await one.goto(`${core.url}/`);
  await other.goto(`${core.url}/`);
  await expect(other.getByText(title).first()).toBeVisible();
  await core.request('DELETE', `/api/recording/${recordingId}`);
  await expect(one.getByText(title)).toHaveCount(0);
  await expect(other.getByText(title)).toHaveCount(0);
  await one.goto(`${core.url}/trash`);
  await one.getByRole('button', { name: new RegExp(`${title}.*되돌리기|되돌리기.*${title}`) }).click();
  await expect(other.getByText(title).first()).toBeVisible();
});
