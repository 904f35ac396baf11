/** j, k: what a teacher waits for in the lesson's screen, in a real browser: the first frame, and the picture after a seek. */
import { openAsBlob } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { type Page, chromium } from '@playwright/test';
import { classroomClip } from './classroom.ts';
import { type Core, request, startCore, token, until } from './core.ts';
import { type Row, list, median } from './row.ts';

const firstFrameBarMs = 500;
const seekBarMs = 300;
const lessonSec = 600;
const plays = 15;
const seeks = 60;

export const firstFrame: Row = {
  id: 'j',
  what: 'press play → first frame, in Chromium',
  bar: `≤ ${firstFrameBarMs} ms`,
  run: async (work) =>
    withLesson(work, async (page, address) => {
      const firstMs: number[] = [];
      const openMs: number[] = [];
      for (let round = 0; round < plays; round += 1) {
        const startMs = performance.now();
        await page.goto(address);
        await pictureLoaded(page);
        openMs.push(performance.now() - startMs);
        firstMs.push(await playToFirstFrame(page));
      }
      const slowest = Math.max(...firstMs);
      return {
        figure: `${median(firstMs).toFixed(0)} ms (slowest of ${plays}: ${slowest.toFixed(0)} ms)`,
        baseline: `address opened → picture loaded ${median(openMs).toFixed(0)} ms`,
        isMet: median(firstMs) <= firstFrameBarMs,
        notes: [
          `from the click on the play button until the browser presents a frame; ${lessonSec} s of 1080p30`,
          `first frame: ${list(firstMs)} ms`,
          `page opened until its picture is there: ${list(openMs)} ms`,
        ],
      };
    }),
};

export const seekLatency: Row = {
  id: 'k',
  what: 'seek → picture of that moment, in Chromium, p95',
  bar: `≤ ${seekBarMs} ms`,
  ifMissed:
    'most of a seek is decoding, in software, from the key frame before the moment up to it: at most two seconds of 1080p30. ' +
    'What a bare <video> takes for the same file is the floor of the machine.',
  run: async (work) =>
    withLesson(work, async (page, address, mediaAddress) => {
      await page.goto(address);
      await pictureLoaded(page);
      const ours = await seekAround(page);
      await page.evaluate(`{
        const video = document.createElement('video');
        video.preload = 'auto';
        video.src = ${JSON.stringify(mediaAddress)};
        document.body.replaceChildren(video);
      }`);
      await pictureLoaded(page);
      const bare = await seekAround(page);
      return {
        figure: `${percentile95(ours).toFixed(0)} ms (median ${median(ours).toFixed(0)})`,
        baseline: `${percentile95(bare).toFixed(0)} ms (median ${median(bare).toFixed(0)}; the same file in a bare <video>)`,
        isMet: percentile95(ours) <= seekBarMs,
        notes: [
          `${seeks} seeks while paused, all over ${lessonSec} s of 1080p30, until the browser presents the frame`,
          `each: ${list(ours)} ms`,
          `bare <video>, each: ${list(bare)} ms`,
        ],
      };
    }),
};

function percentile95(timesMs: readonly number[]): number {
  return timesMs.toSorted((left, right) => left - right)[Math.ceil(timesMs.length * 0.95) - 1] ?? Number.NaN;
}

/** @returns how long each seek took (ms) */
async function seekAround(page: Page): Promise<number[]> {
  const timesMs: number[] = [];
  for (let index = 0; index < seeks; index += 1) {
    // Golden-ratio steps: spread over the lesson, never where something is loaded, the same in each run.
    const toSec = ((index * 0.618_034) % 1) * (lessonSec - 5);
    timesMs.push(await seekToPicture(page, toSec));
  }
  return timesMs;
}

async function withLesson<T>(
  work: string,
  measure: (page: Page, address: string, mediaAddress: string) => Promise<T>,
): Promise<T> {
  const clip = await classroomClip(work, lessonSec);
  await using core = await startCore(path.join(work, 'data'));
  await core.api('PATCH', '/api/settings', {
    setup_done: true,
    processing: { ladder: [] },
    analysis: { enabled: false },
  });
  const id = await importLesson(core, clip);
  const browser = await chromium.launch({
    executablePath: process.env['AIRCLASS_CHROMIUM'] ?? '/usr/bin/chromium',
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'ko-KR' });
    await page.goto(`${core.url}/?token=${token}`);
    return await measure(page, `${core.url}/lessons/${id}?t=30`, `/api/vod/${id}/media/source/take-001.mp4`);
  } finally {
    await browser.close();
  }
}

/** @returns its id, when all that is made of a lesson is made: afterwards the machine is the page's */
export async function importLesson(
  core: Core,
  clip: string,
  options: { timeoutMs?: number } = {},
): Promise<string> {
  const form = new FormData();
  form.set('session_id', 'page');
  form.set('title', 'Bench');
  form.set('file', await openAsBlob(clip, { type: 'video/mp4' }), 'lesson.mp4');
  const reply = await request(core.url, 'POST', '/api/vod/import', form);
  const { recording_id: id } = (await reply.json()) as { recording_id: string };
  const isReady = async (): Promise<true | undefined> => {
    const { status } = await core.api<{ status: string }>('GET', `/api/recording/${id}/status`);
    return status === 'ready' ? true : undefined;
  };
  await until('all work on the lesson', isReady, options);
  return id;
}

/** The scripts are text: the bench knows nothing of the DOM. */
async function pictureLoaded(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    const look = () =>
      document.querySelector('video')?.readyState >= 2 ? resolve() : setTimeout(look, 5);
    look();
  })`);
}

async function playToFirstFrame(page: Page): Promise<number> {
  // What is evaluated would be waited for if it were the promise itself.
  await page.evaluate(`void (window.frameMs = new Promise((resolve) => {
    const video = document.querySelector('video');
    document.addEventListener('click', () => {
      const startMs = performance.now();
      video.addEventListener('play', () => {
        video.requestVideoFrameCallback(() => resolve(performance.now() - startMs));
      }, { once: true });
    }, { once: true, capture: true });
  }))`);
  await page.getByRole('button', { name: '재생', exact: true }).click();
  return page.evaluate<number>('window.frameMs');
}

async function seekToPicture(page: Page, toSec: number): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const video = document.querySelector('video');
    const startMs = performance.now();
    const look = (now, { mediaTime }) => {
      if (Math.abs(mediaTime - ${toSec}) < 0.1) resolve(performance.now() - startMs);
      else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    video.currentTime = ${toSec};
  })`);
}
