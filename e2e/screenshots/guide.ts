/**
 * `npm run screenshots:guide`: the pictures of the install guides, Korean and English, into docs/screenshots/install.
 * The built desktop app (in the double, e2e/support/electron-double) goes through a teacher's first day: first start,
 * a lesson recorded, found, watched and exported.
 *   --only NAME   first-start, recording, lessons or school
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Page, chromium } from '@playwright/test';
import sharp from 'sharp';
import { savedSourceSchema } from '../../contract/recording.ts';
import { chromiumPath } from '../../scripts/setup.mjs';
import { anything, askCore, coreUrl } from '../desktop/desktop-test.ts';
import { launchDouble } from '../desktop/double-driver.ts';
import { startCore } from '../support/core.ts';
import { startScreen } from '../support/screen.ts';
import setUp from '../support/set-up.ts';
import { startHls } from '../support/sources.ts';
import { fillLibrary } from './fill-library.ts';
import {
  type Guide,
  type Language,
  sourceName,
  takeFirstStart,
  takeLessons,
  takeRecording,
  takeTrouble,
  wordsOf,
} from './guide-pages.ts';
import { lessonVideo } from './lesson-video.ts';
import { school } from './school.ts';

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });
const wants = (name: string) => flags.only === undefined || flags.only === name;
const out = path.resolve(import.meta.dirname, '../../docs/screenshots/install');
const size = { width: 1280, height: 800 };
const languages: readonly Language[] = ['ko', 'en'];

const [lesson] = school;
if (lesson === undefined) throw new Error('there is no lesson to show');
const folder = await mkdtemp(path.join(tmpdir(), 'airclass-guide-'));
const tidy = await setUp();
const executablePath = chromiumPath();
const withChromium = executablePath === undefined ? {} : { executablePath };

/** The desktop app on a folder, with its window in one language; ended afterwards. */
async function withApp(
  dataDir: string,
  language: Language,
  work: (guide: Guide) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(path.join(folder, 'app-'));
  const shell = await launchDouble({ userData: root, configHome: root, dataDir });
  try {
    const core = { url: await coreUrl(shell), dataDir };
    const { page } = shell;
    await page.setViewportSize(size);
    await askCore(core, anything, 'PATCH', '/api/settings', { language, processing: { ladder: [] } });
    await page.evaluate((value) => localStorage.setItem('airclass.language', value), language);
    await page.reload();
    await work({ page, core, t: wordsOf(language), take: (name) => take(page, language, name) });
  } finally {
    await shell.quit();
    await shell.destroy();
  }
}

async function take(page: Page, language: Language, name: string): Promise<void> {
  await page
    .waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null, undefined, {
      timeout: 8000,
    })
    .catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // What moves comes to rest: notices slide in, pictures fade in.
  await page.waitForTimeout(900);
  const file = path.join(out, language, `${name}.webp`);
  await mkdir(path.dirname(file), { recursive: true });
  const picture = await page.screenshot();
  const { size: bytes } = await sharp(picture).webp({ quality: 82, effort: 6 }).toFile(file);
  console.log(`${path.relative(process.cwd(), file)}  ${Math.round(bytes / 1000)} kB`);
}

async function firstStart(): Promise<void> {
  const screen = await startScreen();
  const slide = path.join(folder, `${lesson?.session}-1.png`);
  // On the screen that is recorded, as a teacher's slides would be.
  const show = await chromium.launch({
    ...withChromium,
    headless: false,
    env: { ...process.env, DISPLAY: screen.display },
    args: ['--kiosk', '--window-position=0,0', '--window-size=1280,720'],
  });
  const before = process.env['DISPLAY'];
  try {
    const shown = await show.newPage({ viewport: null });
    const session = await shown.context().newCDPSession(shown);
    const { windowId } = await session.send('Browser.getWindowForTarget');
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'fullscreen' } });
    await shown.goto(`file://${slide}`);
    await shown.addStyleTag({
      content: 'img { width: 100vw !important; height: 100vh !important; cursor: none !important }',
    });
    process.env['DISPLAY'] = screen.display;
    process.env['AIRCLASS_E2E_SCREEN_PICTURE'] = slide;
    for (const language of languages) {
      const dataDir = path.join(folder, language, 'AIRClass');
      await mkdir(dataDir, { recursive: true });
      await withApp(dataDir, language, (guide) => takeFirstStart(guide, language));
    }
  } finally {
    if (before === undefined) delete process.env['DISPLAY'];
    else process.env['DISPLAY'] = before;
    await show.close();
    await screen.end();
  }
}

async function schoolDays(): Promise<void> {
  const dataDir = path.join(folder, 'AIRClass');
  await mkdir(dataDir, { recursive: true });
  const profile = { teacher_name: '김서연', class_name: '2학년 3반', subject: '수학' };
  const core = await startCore({ dataDir, settings: { processing: { ladder: [] }, profile } });
  const lessonId = await fillLibrary(core, folder);
  await core.stop();
  const policy = path.join(folder, 'policy.json');
  await writeFile(policy, JSON.stringify({ settings: { analysis: { camera_signals: false } } }));
  process.env['AIRCLASS_POLICY'] = policy;
  const camera = await startHls(path.join(folder, `${school[0]?.session}.mp4`));
  try {
    for (const language of languages) {
      await withApp(dataDir, language, async (guide) => {
        const { page, core: running } = guide;
        const source = { name: sourceName[language], stream_url: camera.url };
        const { source_id: id } = await askCore(
          running,
          savedSourceSchema,
          'POST',
          '/api/sources/saved',
          source,
        );
        if (wants('recording')) await takeRecording(guide, language);
        if (wants('recording')) await takeTrouble(guide);
        if (wants('lessons')) await takeLessons(guide, lessonId);
        if (wants('school')) {
          for (const [name, address] of [
            ['storage', '/settings/storage'],
            ['locked', '/settings/analysis'],
            ['health', '/system'],
          ] as const) {
            await page.goto(new URL(address, running.url).href);
            await page.getByRole('heading', { level: 1 }).first().waitFor();
            await take(page, language, name);
          }
        }
        await askCore(running, anything, 'DELETE', `/api/sources/saved/${id}`);
      });
    }
  } finally {
    await camera.end();
  }
}

try {
  if (wants('first-start')) {
    await lessonVideo(lesson, 12, folder);
    await firstStart();
  }
  if (wants('recording') || wants('lessons') || wants('school')) await schoolDays();
} finally {
  await tidy();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
