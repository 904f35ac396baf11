/// <reference lib="dom" />
/**
 * Sound and picture stay together: the offset of flash to beep in Chromium is the source's within 40 ms, whatever the
 * source's clocks do and whatever is made of the recording.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Page, expect, test } from '@playwright/test';
import { LiveSource } from '../../main/testing/live-source.ts';
import { type FlashClip, flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { goOnAt } from '../support/long-take.ts';
import { logIn, openLesson, seek, waitForPicture } from '../support/player.ts';
import { measureSync } from '../support/sync.ts';

const toleranceMs = 40;
/** After the first two flashes of the clip; each recording begins with it. */
const fromSec = 0.75;
/** What is recorded of each source: enough for the measurement, also when flashes are missed. */
const recordedSec = 13;

const sources = {
  'in sync': {},
  'late sound': { lateSoundSec: 0.5 },
  'late picture': { latePictureSec: 0.5 },
  'B-frames': { bFrames: 3 },
} as const satisfies Record<string, FlashClip>;
type Name = keyof typeof sources;

// The measuring script is not part of the page.
test.use({ bypassCSP: true });

let core: Core;
const recorded = new Map<Name, string>();
/** Where the lesson with late sound goes on after its source was away. */
let afterDropSec = 0;

test.beforeAll(async () => {
  core = await startCore({ settings: { processing: { ladder: [360] } } });
  await recordAll();
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
      await core.waitForStatus(id, `enough of ${name}`, (status) => status.duration_seconds > recordedSec);
    }
    const dropped = recordedAs('late sound');
    live.get('late sound')?.goAway();
    await core.waitForStatus(dropped, 'the drop', (status) => status.status === 'reconnecting');
    live.get('late sound')?.comeBack();
    afterDropSec = (await core.status(dropped)).duration_seconds;
    await core.waitForStatus(
      dropped,
      'as much again',
      (status) => status.duration_seconds > afterDropSec + recordedSec,
    );
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
async function openFile(page: Page, url: string): Promise<void> {
  await page.goto(core.url);
  await page.evaluate((src) => {
    const video = document.createElement('video');
    video.src = src;
    document.body.replaceChildren(video);
  }, url);
  await waitForPicture(page);
}

/** What the browser itself adds now: the clip as it is, played from the same address without the recorder's doing. */
async function measureBrowser(page: Page): Promise<number> {
  const body = await readFile(await flashClip({ container: 'mp4', seconds: 16 }));
  await page.route('**/clip.mp4', (route) => route.fulfill({ body, contentType: 'video/mp4' }));
  await openFile(page, `${core.url}/clip.mp4`);
  return measure(page, 'the browser alone', fromSec);
}

async function measure(page: Page, what: string, startSec: number): Promise<number> {
  const { offsetMs, offsets } = await measureSync(page, startSec);
  test.info().annotations.push({ type: 'ms', description: `${what}: ${offsets.join(', ')}` });
  console.log(`    ${what}: sound ${offsetMs} ms after the picture (${offsets.join(', ')})`);
  return offsetMs;
}

/** @param open shows what is measured in the page, which has just told what the browser adds */
async function expectOffset(
  page: Page,
  options: { what: string; sourceMs: number; startSec?: number; open: () => Promise<void> },
): Promise<void> {
  const browserMs = await measureBrowser(page);
  await options.open();
  const measuredMs = await measure(page, options.what, options.startSec ?? fromSec);
  const errorMs = measuredMs - browserMs - options.sourceMs;
  console.log(`    ${options.what}: off by ${errorMs} ms`);
  expect(Math.abs(errorMs), `${measuredMs} − ${browserMs} − ${options.sourceMs} ms`).toBeLessThanOrEqual(
    toleranceMs,
  );
}

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

for (const [what, sourceMs] of [
  ['in sync', 0],
  ['late sound', 500],
  ['late picture', -500],
  ['B-frames', 0],
] as const) {
  test(`keeps the offset of a source: ${what}`, async ({ page }) => {
    await expectOffset(page, {
      what,
      sourceMs,
      open: () => openLesson(page, core.url, recordedAs(what)),
    });
  });
}

test('keeps the offset after a reconnect', async ({ page }) => {
  expect(afterDropSec).toBeGreaterThan(recordedSec);
  await expectOffset(page, {
    what: 'after a reconnect',
    sourceMs: 500,
    startSec: afterDropSec + fromSec,
    open: () => openLesson(page, core.url, recordedAs('late sound')),
  });
});

test('keeps the offset in a rendition', async ({ page }) => {
  const id = recordedAs('late sound');
  await core.waitForStatus(id, 'renditions', (status) => status.status === 'ready', 90_000);
  await expectOffset(page, {
    what: '360p',
    sourceMs: 500,
    startSec: 2.25,
    open: async () => {
      await openLesson(page, core.url, id);
      await page.getByRole('button', { name: /^화질/ }).click();
      await page.getByRole('menuitemradio', { name: '360p' }).click();
      await seek(page, 2);
      await expect.poll(() => page.evaluate(() => document.querySelector('video')?.videoHeight)).toBe(360);
    },
  });
});

test('keeps the offset in an exact cut that is downloaded', async ({ page }) => {
  // Neither end lies on a key frame.
  const url = `${core.url}/api/vod/${recordedAs('late sound')}/download?start=1.63&end=12.91`;
  await expectOffset(page, { what: 'a cut', sourceMs: 500, open: () => openFile(page, url) });
});

test('keeps the offset four hours into a lesson', async ({ page }) => {
  const farSec = 14_390;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-e2e-long-'));
  let long: Core | undefined;
  try {
    long = await startCore({ dataDir, settings: { processing: { ladder: [] } } });
    await using source = await LiveSource.start(await flashClip({ lateSoundSec: 0.5, bFrames: 3 }));
    const id = await long.startRecording({ session_id: 'long', stream_url: source.url, title: '긴 수업' });
    await long.waitForStatus(id, 'enough', (status) => status.duration_seconds > recordedSec);
    const { file_path: file } = await long.stopRecording(id);
    await long.waitForStatus(id, 'all work on it', ({ status }) => status === 'ready', 60_000);
    await long.stop();
    long = undefined;
    const endSec = await goOnAt(dataDir, { recordingId: id, file: file ?? '' }, farSec);

    long = await startCore({ dataDir });
    const { url, link } = long;
    expect((await long.info(id)).duration).toBeCloseTo(endSec, 3);
    await expectOffset(page, {
      what: 'four hours in',
      sourceMs: 500,
      startSec: farSec + 1,
      open: async () => {
        await logIn(page, link);
        await openLesson(page, url, id);
        await expect
          .poll(() => page.evaluate(() => document.querySelector('video')?.duration ?? 0))
          .toBeGreaterThan(farSec + recordedSec - 1);
      },
    });
    await long.stop();
    long = undefined;
  } finally {
    await long?.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
});
