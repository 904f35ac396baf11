/// <reference lib="dom" />
/** A lesson that is really looked through: what stood on its slides and when somebody spoke, in the page. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { lessonAnalysisSchema, lessonSpeechSchema } from '../../contract/analysis.ts';
import { importReplySchema } from '../../contract/vod.ts';
import { temporaryFolder } from '../../main/testing/media-clips.ts';
import { drawLesson } from '../../main/testing/slide-lesson.ts';
import { canSpeak } from '../../main/testing/spoken-clip.ts';
import { hasSlideFont } from '../../main/testing/this-system.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import { startCore } from '../support/core.ts';
import { logIn, openLesson, position } from '../support/player.ts';

const slides = [
  { heading: '식물의 세포', lines: ['세포벽과 엽록체가 있다', '동물의 세포에는 없다'], seconds: 12 },
  { heading: '광합성의 장소', lines: ['엽록체에서 빛을 흡수한다', '물과 이산화 탄소를 쓴다'], seconds: 12 },
  { heading: 'Cell respiration', lines: ['Mitochondria release energy', 'Oxygen is needed'], seconds: 12 },
];
const spoken = "flite=text='Good morning everybody. Today we look at plants and their cells.':voice=slt";

test('finds screens, chapters, words and speech of a lesson by itself, and shows them', async ({ page }) => {
  test.skip(!hasSlideFont, 'the slides are drawn in Noto Sans CJK KR, which is not installed');
  test.setTimeout(300_000);
  await using folder = await temporaryFolder();
  const file = await drawLesson(folder, 'cells', slides, {
    // A few seconds of voice, then silence.
    sound: canSpeak ? `${spoken},apad=whole_dur=36,aresample=48000` : 'anullsrc=r=48000:cl=mono',
  });
  const core = await startCore({ settings: { processing: { ladder: [] } } });
  try {
    const form = new FormData();
    form.set('session_id', 'cells');
    form.set('title', '과학 4차시');
    form.set('file', new Blob([await readFile(file)], { type: 'video/mp4' }), 'lesson.mp4');
    const headers = { authorization: `Bearer ${core.token}` };
    const reply = await fetch(`${core.url}/api/vod/import`, { method: 'POST', headers, body: form });
    const { recording_id: id } = importReplySchema.parse(await reply.json());
    await waitFor(
      'the analysis',
      async () => {
        const { stages } = await core.api(lessonAnalysisSchema, 'GET', `/api/vod/${id}/analysis`);
        const failed = stages.find(({ state }) => state === 'failed');
        if (failed !== undefined) throw new Error(JSON.stringify(failed));
        return stages.every(({ state }) => state === 'done' || state === 'off');
      },
      240_000,
    );

    await logIn(page, core.link);
    await openLesson(page, core.url, id);
    const chapters = page.getByRole('list', { name: '챕터' }).getByRole('listitem');
    // How many, depends on how short a lesson is; each has the heading of its slide.
    await expect(chapters.nth(0)).toHaveText(/식물의 세포\s*자동$/);
    await expect(chapters.nth(1)).toHaveText(/광합성의 장소\s*자동$/);

    await page.getByRole('tab', { name: '슬라이드' }).click();
    const found = page.getByRole('list', { name: '슬라이드' }).getByRole('listitem');
    await expect(found).toHaveCount(3);
    await page.getByText('글', { exact: true }).click();
    await expect(found.nth(1)).toContainText('이산화 탄소');
    await found
      .nth(2)
      .getByRole('button', { name: /Cell respiration/ })
      .first()
      .click();
    await expect.poll(() => position(page)).toBeGreaterThan(21.9);

    // A word that stood on a slide finds its second, from the library.
    await page.goto(core.url);
    await page.getByRole('searchbox').fill('이산화탄소');
    const moment = page.getByRole('list', { name: '찾은 장면' }).getByRole('link');
    await expect(moment).toHaveCount(1);
    await expect(moment.getByRole('img', { name: '슬라이드' })).toBeVisible();
    await moment.click();
    await expect(page).toHaveURL(new RegExp(`/lessons/${id}\\?t=1[0-3]`));
    // Pictures are looked at every two seconds.
    await expect.poll(() => position(page).then((sec) => Math.abs(sec - 12))).toBeLessThanOrEqual(2);

    const speech = await core.api(lessonSpeechSchema, 'GET', `/api/vod/${id}/speech`);
    expect(speech.spans.length > 0).toBe(canSpeak);
    expect(Math.max(0, ...speech.spans.map(({ end_time }) => end_time))).toBeLessThan(8);
  } finally {
    await core.stop();
  }
});
