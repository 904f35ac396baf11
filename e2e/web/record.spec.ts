/// <reference lib="dom" />
/** A stream becomes a lesson that plays: from the form in the page to the last second, for each kind of source. */
import { type Page, expect, test } from '@playwright/test';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { duration, logIn, openLesson, playToEnd, position, seek, waitForPicture } from '../support/player.ts';
import { startHls, startRtmp, startRtsp } from '../support/sources.ts';

let core: Core;

test.beforeAll(async () => {
  core = await startCore({
    settings: { processing: { ladder: [360] }, recording: { stall_seconds: 3 } },
  });
});

test.afterAll(async () => {
  await core.stop();
});

const screenshot = (page: Page, name: string) =>
  page.screenshot({ path: `test-results/screens/${name}.png` });

test('records RTMP from the form, shows it live, bridges a drop, and plays it in every quality', async ({
  page,
}) => {
  const clip = await flashClip({ size: '854x480' });
  const rtmp = await startRtmp();
  try {
    await rtmp.publish(clip);
    await logIn(page, core.link);

    await page.getByRole('link', { name: '녹화', exact: true }).click();
    await page.getByLabel('스트림 주소').fill(rtmp.url);
    await page.getByLabel('제목').fill('로그의 성질');
    await page.getByLabel('학급').fill('2학년 3반');
    await page.getByLabel('과목').fill('수학');
    await page.getByLabel('교사').fill('김수현');
    await screenshot(page, 'record-form');
    await page.getByRole('button', { name: '먼저 확인하기' }).click();
    await expect(page.getByText('화면과 소리가 잘 들어와요. 바로 녹화할 수 있어요.')).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText('854 × 480')).toBeVisible();
    await screenshot(page, 'record-checked');
    await page.getByRole('button', { name: '녹화 시작' }).click();
    await expect(page.getByText(/^저장됨 · .*까지$/)).toBeVisible({ timeout: 30_000 });
    await screenshot(page, 'recording');

    await page.getByRole('link', { name: '방금 장면 보기' }).click();
    const id = /lessons\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
    await waitForPicture(page);
    await core.waitForStatus(id, '8 s on disk', (status) => status.duration_seconds > 8);
    await expect.poll(() => duration(page), { message: 'the live time line grows' }).toBeGreaterThan(6);
    await seek(page, 1);
    await page.evaluate(() => document.querySelector('video')?.play());
    await expect.poll(() => position(page)).toBeGreaterThan(2);
    await screenshot(page, 'live');

    await rtmp.leave();
    await core.waitForStatus(id, 'the drop to be seen', (status) => status.status === 'reconnecting');
    const before = await core.status(id);
    await rtmp.publish(clip);
    await core.waitForStatus(
      id,
      'recording to go on',
      (status) => status.status === 'recording' && status.duration_seconds > before.duration_seconds + 5,
    );

    await page.getByRole('link', { name: '녹화 중 1' }).click();
    await page.getByRole('button', { name: '일시정지' }).click();
    await expect(page.getByText('잠시 멈췄어요. 이 시간은 녹화되지 않아요.')).toBeVisible();
    await screenshot(page, 'paused');
    await page.getByRole('button', { name: '이어서 녹화' }).click();
    const paused = await core.status(id);
    await core.waitForStatus(
      id,
      'recording to go on after the pause',
      (status) => status.status === 'recording' && status.duration_seconds > paused.duration_seconds + 3,
    );
    await page.getByRole('button', { name: '정지', exact: true }).click();
    await expect(page.getByText('“로그의 성질” 수업을 저장했어요. 바로 볼 수 있어요.')).toBeVisible();
    await page.getByRole('button', { name: '보기' }).click();
    await waitForPicture(page);

    const stopped = await core.status(id);
    expect(stopped.takes).toHaveLength(3);
    expect(stopped.gaps.map(({ reason }) => reason)).toEqual(['source_lost', 'paused']);
    await expect(page.getByText(/수업 화면이 끊겼어요$/)).toBeVisible();
    const played = await playToEnd(page);
    expect(played.duration).toBeCloseTo(stopped.duration_seconds, 0);
    expect(played.endedAt).toBeCloseTo(played.duration, 0);
    expect(played.longestStallMs).toBeLessThan(2000);

    await core.waitForStatus(id, 'the renditions', (status) => status.status === 'ready', 60_000);
    const quality = page.getByLabel('화질');
    await expect(quality).toBeVisible();
    for (const [label, height] of [
      ['360p', 360],
      ['원본', 480],
    ] as const) {
      await quality.selectOption(label);
      await seek(page, 2);
      await page.evaluate(() => document.querySelector('video')?.play());
      await expect.poll(() => page.evaluate(() => document.querySelector('video')?.videoHeight)).toBe(height);
      await page.evaluate(() => document.querySelector('video')?.pause());
    }
    await screenshot(page, 'lesson');
  } finally {
    await rtmp.end();
  }
});

for (const [name, start] of [
  ['RTSP', async () => startRtsp(await flashClip({ size: '854x480', container: 'mp4' }))],
  ['HLS', async () => startHls(await flashClip({ size: '854x480' }))],
] as const) {
  test(`records ${name}, which plays from start to end and seeks`, async ({ page }) => {
    const source = await start();
    try {
      const id = await core.startRecording({
        session_id: `e2e-${name}`,
        stream_url: source.url,
        title: name,
      });
      await core.waitForStatus(id, '6 s on disk', (status) => status.duration_seconds > 6);
      const stopped = await core.stopRecording(id);
      expect(stopped.takes).toHaveLength(1);

      await logIn(page, core.link);
      await openLesson(page, core.url, id);
      const played = await playToEnd(page, { rate: 2 });
      expect(played.endedAt).toBeCloseTo(stopped.duration_seconds, 0);
      expect(played.longestStallMs).toBeLessThan(2000);
      for (const at of [4.5, 0.5, 3]) {
        await seek(page, at);
        expect(await position(page)).toBeCloseTo(at, 1);
      }
    } finally {
      await source.end();
    }
  });
}
