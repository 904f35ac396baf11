/** The core dies in the middle of a lesson: the page stays, says so, and the lesson goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { LiveSource } from '../../main/testing/live-source.ts';
import { freePort } from '../support/child.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, playToEnd, position } from '../support/player.ts';

test('comes back with what was typed after the core was killed, and plays the lesson as one', async ({
  page,
}) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-e2e-crash-'));
  const port = await freePort();
  const source = await LiveSource.start(await flashClip());
  let core: Core | undefined;
  try {
    core = await startCore({ dataDir, port });
    const id = await core.startRecording({
      session_id: 'crash',
      stream_url: source.url,
      title: '정전이 있던 수업',
    });
    const before = await core.waitForStatus(id, '5 s on disk', (status) => status.duration_seconds > 5);
    await logIn(page, core.link);
    await page.goto(`${core.url}/record`);
    await expect(page.getByText(/^저장됨 · .*까지$/)).toBeVisible();
    await page.getByRole('button', { name: '다른 수업도 녹화하기' }).click();
    await page.getByRole('textbox', { name: '제목' }).fill('다음 시간 수업');
    await page.getByRole('combobox', { name: '학급' }).fill('3학년 1반');

    await core.kill();
    await expect(page.getByText(/^녹화기와 연결이 끊겼어요/)).toBeVisible();
    await page.getByRole('combobox', { name: '과목' }).fill('물리');
    await page.getByRole('button', { name: '녹화 중인 수업으로' }).click();
    await expect(page.getByText(/여기까지는 저장되어 있고/)).toBeVisible();
    await expect(page.getByRole('button', { name: '녹화 끝내기' })).toBeDisabled();
    await page.keyboard.press('m');
    const answer = page.getByRole('alert').filter({ hasText: '여기까지는 저장되어 있고' });
    await answer.getByRole('button', { name: '닫기' }).click();

    core = await startCore({ dataDir, port });
    const resumed = await core.waitForStatus(
      id,
      'the lesson to go on by itself',
      (status) => status.status === 'recording' && status.duration_seconds > before.duration_seconds + 4,
    );
    expect(resumed.gaps.map(({ reason }) => reason)).toEqual(['recorder_stopped']);
    // Both the banner and the lesson's own words say it until the page has found the core again.
    await expect(page.getByText(/^녹화기와 연결이 끊겼어요/)).toHaveCount(0);
    await expect(page.getByText(/^녹화기가 다시 시작되면서 빈 시간이 .* 생겼어요\./)).toBeVisible();
    // The live picture goes on too, without a reload.
    const seen = await position(page);
    await expect.poll(() => position(page)).toBeGreaterThan(seen + 1);

    await page.getByRole('button', { name: '다른 수업도 녹화하기' }).click();
    await expect(page.getByRole('textbox', { name: '제목' })).toHaveValue('다음 시간 수업');
    await page.reload();
    await page.getByRole('button', { name: '다른 수업도 녹화하기' }).click();
    await expect(page.getByRole('textbox', { name: '제목' })).toHaveValue('다음 시간 수업');
    await expect(page.getByRole('combobox', { name: '학급' })).toHaveValue('3학년 1반');
    await expect(page.getByRole('combobox', { name: '과목' })).toHaveValue('물리');

    const stopped = await core.stopRecording(id);
    expect(stopped.takes).toHaveLength(2);
    await openLesson(page, core.url, id);
    const played = await playToEnd(page);
    expect(played.endedAt).toBeCloseTo(stopped.duration_seconds, 0);
    expect(played.longestStallMs).toBeLessThan(2000);
    await core.stop();
    core = undefined;
  } finally {
    await core?.kill();
    await source.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
