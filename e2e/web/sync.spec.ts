/// <reference lib="dom" />
/**
 * Sound and picture stay together: the offset of flash to beep in Chromium is the source's within 40 ms, whatever the
 * source's clocks do and whatever is made of the recording.
 */
import { readFile } from 'node:fs/promises';
import { type Page, expect, test } from '@playwright/test';
import { LiveSource } from '../../main/testing/live-source.ts';
import { type FlashClip, flashClip, periodSec } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, seek, waitForPicture } from '../support/player.ts';
import { measureSync } from '../support/sync.ts';

const toleranceMs = 40;
const playSeconds = 6;

const sources = {
  'in sync': {},
  'late sound': { lateSoundSec: 0.5 },
  'late picture': { latePictureSec: 0.5 },
  'B-frames': { bFrames: 3 },
  'four hours in': { startSec: 14_390, lateSoundSec: 0.5 },
} as const satisfies Record<string, FlashClip>;
type Name = keyof typeof sources;

let core: Core;
/** What the browser itself adds: the clip as it is, played from the same address without the recorder's doing. */
let browserMs = 0;
const recorded = new Map<Name, string>();
/** Where the lesson with late sound goes on after its source was away. */
let afterDropSec = 0;

test.beforeAll(async ({ browser }) => {
  core = await startCore({ settings: { processing: { ladder: [360] } } });
  await recordAll();
  const page = await browser.newPage();
  await logIn(page, core.link);
  browserMs = await offsetOfFile(page, await flashClip({ container: 'mp4', seconds: 8 }));
  await page.close();
});

test.afterAll(async () => {
  await core.stop();
});

/** All sources at once: copying costs next to nothing. */
async function recordAll(): Promise<void> {
  const live = new Map<Name, LiveSource>();
  try {
    for (const name of Object.keys(sources) as Name[]) {
      const source = await LiveSource.start(await flashClip({ ...sources[name], size: '640x480' }));
      live.set(name, source);
      const sessionId = `sync-${name.replaceAll(' ', '-')}`;
      recorded.set(
        name,
        await core.startRecording({ session_id: sessionId, stream_url: source.url, title: name }),
      );
    }
    for (const [name, id] of recorded) {
      await core.waitForStatus(id, `9 s of ${name}`, (status) => status.duration_seconds > 9);
    }
    const dropped = recordedAs('late sound');
    live.get('late sound')?.goAway();
    await core.waitForStatus(dropped, 'the drop', (status) => status.status === 'reconnecting');
    live.get('late sound')?.comeBack();
    afterDropSec = (await core.status(dropped)).duration_seconds;
    await core.waitForStatus(dropped, '9 s more', (status) => status.duration_seconds > afterDropSec + 9);
    for (const id of recorded.values()) await core.stopRecording(id);
    afterDropSec = (await core.status(dropped)).takes[1]?.start_time ?? 0;
  } finally {
    for (const source of live.values()) await source.close();
  }
}

function recordedAs(name: Name): string {
  const id = recorded.get(name);
  if (id === undefined) throw new Error(`${name} was not recorded`);
  return id;
}

/** @param url on the core's own address, since sound from elsewhere is silenced by the browser */
async function offsetOfUrl(page: Page, url: string, seconds = playSeconds): Promise<number> {
  await page.goto(core.url);
  await page.evaluate((src) => {
    const video = document.createElement('video');
    video.src = src;
    document.body.replaceChildren(video);
  }, url);
  await waitForPicture(page);
  return offset(page, 'file', 0, seconds);
}

async function offsetOfFile(page: Page, file: string): Promise<number> {
  const body = await readFile(file);
  await page.route('**/clip.mp4', (route) => route.fulfill({ body, contentType: 'video/mp4' }));
  return offsetOfUrl(page, `${core.url}/clip.mp4`);
}

async function offset(page: Page, what: string, fromSec: number, seconds = playSeconds): Promise<number> {
  const { offsetMs, offsets } = await measureSync(page, { fromSec, seconds, periodSec });
  test.info().annotations.push({ type: 'ms', description: `${what}: ${offsets.join(', ')}` });
  console.log(`    ${what}: sound ${offsetMs} ms after the picture (${offsets.join(', ')})`);
  return offsetMs;
}

function expectOffset(measuredMs: number, sourceMs: number): void {
  expect(Math.abs(measuredMs - browserMs - sourceMs), `${measuredMs} − ${browserMs} ms`).toBeLessThanOrEqual(
    toleranceMs,
  );
}

for (const [name, sourceMs] of [
  ['in sync', 0],
  ['late sound', 500],
  ['late picture', -500],
  ['B-frames', 0],
  ['four hours in', 500],
] as const) {
  test(`keeps the offset of a source: ${name}`, async ({ page }) => {
    await logIn(page, core.link);
    await openLesson(page, core.url, recordedAs(name));
    expectOffset(await offset(page, name, 0.7), sourceMs);
  });
}

test('keeps the offset after a reconnect', async ({ page }) => {
  await logIn(page, core.link);
  await openLesson(page, core.url, recordedAs('late sound'));
  expect(afterDropSec).toBeGreaterThan(9);
  expectOffset(await offset(page, 'after a reconnect', afterDropSec + 0.7), 500);
});

test('keeps the offset in a rendition', async ({ page }) => {
  const id = recordedAs('late sound');
  await core.waitForStatus(id, 'renditions', (status) => status.status === 'ready', 90_000);
  await logIn(page, core.link);
  await openLesson(page, core.url, id);
  await page.getByLabel('화질').selectOption('360p');
  await seek(page, 2);
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.videoHeight)).toBe(360);
  expectOffset(await offset(page, '360p', 2.2), 500);
});

test('keeps the offset in an exact cut that is downloaded', async ({ page }) => {
  await logIn(page, core.link);
  // Neither end lies on a key frame.
  const url = `${core.url}/api/vod/${recordedAs('late sound')}/download?start=1.63&end=8.91`;
  expectOffset(await offsetOfUrl(page, url), 500);
});
