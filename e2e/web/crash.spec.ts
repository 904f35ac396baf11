/** The core dies in the middle of a lesson. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { LiveSource } from '../../main/testing/live-source.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, playToEnd } from '../support/player.ts';

test('goes on with the lesson after the core was killed, and plays it as one', async ({ page }) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-e2e-crash-'));
  const source = await LiveSource.start(await flashClip());
  let core: Core | undefined;
  try {
    core = await startCore({ dataDir });
    const id = await core.startRecording({
      session_id: 'crash',
      stream_url: source.url,
      title: '정전이 있던 수업',
    });
    const before = await core.waitForStatus(id, '5 s on disk', (status) => status.duration_seconds > 5);
    await core.kill();

    core = await startCore({ dataDir });
    const resumed = await core.waitForStatus(
      id,
      'the lesson to go on by itself',
      (status) => status.status === 'recording' && status.duration_seconds > before.duration_seconds + 4,
    );
    expect(resumed.gaps.map(({ reason }) => reason)).toEqual(['recorder_stopped']);
    const stopped = await core.stopRecording(id);
    expect(stopped.takes).toHaveLength(2);

    await logIn(page, core.link);
    await openLesson(page, core.url, id);
    await expect(page.getByText(/녹화기가 꺼져 있었어요$/)).toBeVisible();
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
