/// <reference lib="dom" />
/** The page's player, driven as a teacher and looked at as a browser. */
import { type Page, expect } from '@playwright/test';

/** Opens a lesson in a browser that is logged in (see logIn). */
export async function openLesson(
  page: Page,
  url: string,
  recordingId: string,
  atSec?: number,
): Promise<void> {
  await page.goto(`${url}/lessons/${recordingId}${atSec === undefined ? '' : `?t=${atSec}`}`);
  await waitForPicture(page);
}

export async function logIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await expect(page.locator('nav').first()).toBeVisible();
}

export async function waitForPicture(page: Page): Promise<void> {
  await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
}

export function duration(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelector('video')?.duration ?? 0);
}

export function position(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
}

/** @throws when the picture for that position does not come */
export async function seek(page: Page, seconds: number): Promise<void> {
  await page.evaluate(async (to) => {
    const video = document.querySelector('video');
    if (video === null) throw new Error('no player');
    const sought = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    video.currentTime = to;
    await sought;
  }, seconds);
  await waitForPicture(page);
}

/**
 * Plays from the start to the end of the lesson.
 * @returns positions that were seen, and the longest time during which nothing moved
 */
export async function playToEnd(page: Page, options: { rate?: number; timeoutMs?: number } = {}) {
  const { rate = 1, timeoutMs = 60_000 } = options;
  const played = await page.evaluate(
    async ({ speed, limitMs }) => {
      const video = document.querySelector('video');
      if (video === null) throw new Error('no player');
      video.currentTime = 0;
      video.playbackRate = speed;
      const end: { at?: number } = {};
      const length = video.duration;
      video.addEventListener('ended', () => (end.at = video.currentTime), { once: true });
      await video.play();
      const startedMs = performance.now();
      let movedMs = startedMs;
      let last = 0;
      let longestStallMs = 0;
      while (end.at === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        const now = performance.now();
        if (video.currentTime !== last) {
          longestStallMs = Math.max(longestStallMs, now - movedMs);
          last = video.currentTime;
          movedMs = now;
        }
        if (now - startedMs > limitMs) {
          throw new Error(
            `stands at ${video.currentTime} of ${video.duration}; ${video.error?.message ?? 'no error'}`,
          );
        }
      }
      const quality = video.getVideoPlaybackQuality();
      return {
        endedAt: end.at,
        duration: length,
        longestStallMs,
        frames: quality.totalVideoFrames,
        dropped: quality.droppedVideoFrames,
      };
    },
    { speed: rate, limitMs: timeoutMs },
  );
  await expect(page.getByRole('alert')).toHaveCount(0);
  return played;
}
