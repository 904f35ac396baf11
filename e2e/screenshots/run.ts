/**
 * `npm run screenshots`: pictures of every screen of the real program, in Korean and English, light and dark, at three
 * widths. A made-up school week is imported, one lesson is being recorded.
 *   --only NAME      screens whose name contains it
 *   --out FOLDER     default: screenshots/
 *   --quick          one width (1440)
 */
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, type Page, chromium } from '@playwright/test';
import { chromiumPath } from '../../scripts/setup.mjs';
import { type SystemHealth, systemHealthReplySchema } from '../../contract/health.ts';
import { type Core, startCore } from '../support/core.ts';
import { startHls } from '../support/sources.ts';
import setUp from '../support/set-up.ts';
import { fillLibrary } from './fill-library.ts';
import { lessonVideo } from './lesson-video.ts';
import { school } from './school.ts';

const { values: flags } = parseArgs({
  options: { only: { type: 'string' }, out: { type: 'string' }, quick: { type: 'boolean' } },
});
const out = path.resolve(flags.out ?? 'screenshots');
const sizes =
  flags.quick === true
    ? [[1440, 900]]
    : [
        [1024, 700],
        [1440, 900],
        [2560, 1440],
      ];

type Shot = { name: string; path: string; prepare?: (page: Page) => Promise<void> };

function shots(lessonId: string): Shot[] {
  return [
    { name: 'library', path: '/' },
    { name: 'library-search', path: '/?q=%EB%B0%91%EC%9D%98%20%EB%B3%80%ED%99%98' },
    { name: 'library-nothing', path: '/?q=%EB%A7%A8%EB%93%9C%EB%A6%B4' },
    { name: 'trash', path: '/trash' },
    { name: 'lesson', path: `/lessons/${lessonId}?t=214` },
    { name: 'lesson-chat', path: `/lessons/${lessonId}?t=150&panel=chat` },
    { name: 'lesson-notes', path: `/lessons/${lessonId}?t=84&panel=notes` },
    { name: 'lesson-slides', path: `/lessons/${lessonId}?t=214&panel=slides` },
    { name: 'lesson-analysis', path: `/lessons/${lessonId}?t=214&panel=analysis` },
    ...['overview', 'pupils', 'chat', 'teaching', 'data'].map((tab) => ({
      name: `class-${tab}`,
      path: `/classes/${school[0]?.session}/${tab}`,
    })),
    { name: 'class-pupil', path: `/classes/${school[0]?.session}/pupils/s17` },
    { name: 'read-picture', path: '/tools/screenshot', prepare: readPicture },
    { name: 'activity', path: '/activity' },
    ...[
      'general',
      'storage',
      'recording',
      'sources',
      'watches',
      'analysis',
      'glossary',
      'models',
      'glossary',
      'privacy',
      'keyboard',
      'about',
    ].map((section) => ({
      name: `settings-${section}`,
      path: `/settings/${section}`,
    })),
    { name: 'system', path: '/system' },
    { name: 'system-trouble', path: '/system', prepare: fillDisk },
    { name: 'setup', path: '/setup' },
    { name: 'keys', path: '/', prepare: async (page) => page.keyboard.press('?') },
  ];
}

/** Gives the tool a slide of the first lesson, as a teacher would. */
async function readPicture(page: Page): Promise<void> {
  const [lesson] = school;
  if (lesson === undefined) return;
  const file = path.join(folder, `${lesson.session}-3.png`);
  await page.locator('input[type="file"]').setInputFiles(file);
  await page.locator('[aria-busy="false"] h2').first().waitFor();
}

/** As if the disk were nearly full and two jobs had failed; the next screen is as it is again. */
async function fillDisk(page: Page): Promise<void> {
  const route = '**/api/system/health';
  await page.route(route, async (asked) => {
    const health = systemHealthReplySchema.parse(await (await asked.fetch()).json());
    const parts = health.parts.map((part): SystemHealth['parts'][number] => {
      if (part.part === 'storage') {
        const facts = { ...part.facts, free_bytes: 1.2e9, free_minutes: 41, needed_minutes: 60 };
        return { part: 'storage', state: 'trouble', code: 'storage_no_start', facts };
      }
      if (part.part !== 'jobs') return part;
      return { part: 'jobs', state: 'attention', code: 'jobs_failed', facts: { ...part.facts, failed: 2 } };
    });
    await asked.fulfill({ json: { ...health, parts, overall: 'trouble' } });
  });
  await page.reload();
  await settled(page);
  await page.unroute(route);
}

async function takeAll(browser: Browser, core: Core, list: Shot[], prefix: string): Promise<void> {
  for (const [width = 1440, height = 900] of sizes) {
    for (const theme of ['light', 'dark'] as const) {
      for (const language of ['ko', 'en'] as const) {
        const context = await browser.newContext({
          viewport: { width, height },
          locale: language === 'ko' ? 'ko-KR' : 'en-US',
          timezoneId: 'Asia/Seoul',
          colorScheme: theme,
        });
        await context.addInitScript(
          ([words, looks]) => {
            localStorage.setItem('airclass.language', words);
            localStorage.setItem('airclass.theme', looks);
          },
          [language, theme] as const,
        );
        const page = await context.newPage();
        await page.goto(core.link);
        for (const shot of list) {
          if (flags.only !== undefined && !`${prefix}${shot.name}`.includes(flags.only)) continue;
          await page.goto(new URL(shot.path, core.url).href);
          await settled(page);
          await shot.prepare?.(page);
          await settled(page);
          const file = `${prefix}${shot.name}-${language}-${theme}-${width}.png`;
          await page.screenshot({ path: path.join(out, file) });
          console.log(file);
        }
        await context.close();
      }
    }
  }
}

/** No skeleton left, fonts and pictures there. */
async function settled(page: Page): Promise<void> {
  await page
    .waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null, undefined, {
      timeout: 8000,
    })
    .catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page
    .waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'))
    .catch(() => undefined);
  await page.waitForTimeout(700);
}

mkdirSync(out, { recursive: true });
const folder = await mkdtemp(path.join(tmpdir(), 'airclass-screenshots-'));
const tidy = await setUp();
// No ladder: nothing on these pictures needs it.
const core = await startCore({
  settings: {
    processing: { ladder: [] },
    profile: { teacher_name: '김서연', class_name: '2학년 3반', subject: '수학' },
  },
});
const executablePath = chromiumPath();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--autoplay-policy=no-user-gesture-required'],
});
try {
  const lessonId = await fillLibrary(core, folder);
  await takeAll(browser, core, shots(lessonId), '');
  await takeAll(browser, core, [{ name: 'record', path: '/record' }], '');
  const [lesson] = school;
  if (
    lesson !== undefined &&
    (flags.only === undefined || 'recording'.includes(flags.only) || flags.only.includes('record'))
  ) {
    const source = await startHls(await lessonVideo(lesson, 90, folder));
    const id = await core.startRecording({
      session_id: 'now',
      stream_url: source.url,
      title: '상용로그와 자릿수',
      class_name: '2학년 3반',
      subject: '수학',
      teacher_name: '김서연',
    });
    await core.waitForStatus(id, 'some seconds of it', (now) => now.duration_seconds > 12, 60_000);
    await takeAll(
      browser,
      core,
      [
        { name: 'record', path: '/record' },
        { name: 'library', path: '/' },
      ],
      'recording-',
    );
    await core.stopRecording(id);
    await source.end();
  }
} finally {
  await browser.close();
  await core.stop().catch((error: unknown) => console.error(String(error)));
  await tidy();
  await rm(folder, { recursive: true, force: true });
}
