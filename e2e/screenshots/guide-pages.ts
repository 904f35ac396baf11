/** What a teacher goes through in the guides, done on the real page; each place of interest becomes a picture. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { exportListReplySchema } from '../../contract/vod.ts';
import { recordingListReplySchema } from '../../contract/recording.ts';
import { anything, askCore } from '../desktop/desktop-test.ts';
import { waitForPicture } from '../support/player.ts';

export type Language = 'ko' | 'en';
export type Guide = {
  page: Page;
  core: { url: string; dataDir: string };
  /** The page's own word in the guide's language. */
  t: (key: string) => string;
  take: (name: string) => Promise<void>;
};

const person = {
  ko: { name: '김서연', className: '2학년 3반', subject: '수학' },
  en: { name: 'Kim Seoyeon', className: 'Class 2-3', subject: 'Maths' },
} as const;
export const lessonTitle = { ko: '상용로그와 자릿수', en: 'Common logarithms' } as const;
export const sourceName = { ko: '2학년 3반 교실 카메라', en: 'Camera in room 203' } as const;

/** @throws Error for a key that the page does not have */
export function wordsOf(language: Language): (key: string) => string {
  const file = new URL(`../../renderer/i18n/${language}.json`, import.meta.url);
  const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  return (key) => {
    const word = words[key];
    if (word === undefined) throw new Error(`the page has no text ${key}`);
    return word;
  };
}

/** The three steps of the first start, with the screen of this PC recorded for five seconds. */
export async function takeFirstStart({ page, t, take }: Guide, language: Language): Promise<void> {
  const { name, className, subject } = person[language];
  const next = page.getByRole('button', { name: t('setup.next') });
  await page.getByRole('heading', { name: t('setup.title_folder') }).waitFor();
  await take('setup-folder');
  await next.click();
  await page.getByRole('textbox', { name: t('setup.name'), exact: true }).fill(name);
  await page.getByRole('textbox', { name: t('record.class'), exact: true }).fill(className);
  await page.getByRole('textbox', { name: t('record.subject'), exact: true }).fill(subject);
  await take('setup-you');
  await next.click();
  await page.getByRole('radio', { name: t('setup.kind_screen') }).check();
  await take('setup-test');
  await page.getByRole('button', { name: t('setup.start') }).click();
  await page.locator('video').waitFor({ timeout: 60_000 });
  await waitForPicture(page);
  await take('setup-result');
  await page.getByRole('button', { name: t('setup.good') }).click();
  await page.getByText(t('library.empty_title')).waitFor();
  await take('library-empty');
}

/** A saved camera is recorded, a moment marked, the lesson ended; it is removed afterwards. */
export async function takeRecording(guide: Guide, language: Language): Promise<void> {
  const { page, core, t, take } = guide;
  await page.goto(new URL('/record', core.url).href);
  await page.getByRole('radio', { name: t('record.source_saved') }).check();
  await page.getByRole('radio', { name: sourceName[language] }).check();
  await page.getByRole('img', { name: t('record.preview_picture') }).waitFor();
  const checks = page.getByRole('list', { name: t('record.checks') });
  await checks.getByText(t('record.verdict_fine')).nth(2).waitFor();
  await page.getByRole('textbox', { name: t('record.lesson_title') }).fill(lessonTitle[language]);
  await take('record');
  await page.getByRole('button', { name: t('record.start') }).click();
  await page.getByRole('heading', { name: lessonTitle[language], level: 1 }).waitFor();
  await page
    .getByRole('timer')
    .getByText(/0:1\d$/)
    .waitFor({ timeout: 60_000 });
  await page.keyboard.press('m');
  await page.getByRole('textbox', { name: /\d/ }).first().waitFor();
  await take('recording');
  await page
    .getByRole('button', { name: t('record.stop') })
    .first()
    .click();
  await page.getByRole('button', { name: t('record.stop_yes'), exact: true }).click();
  await page.getByText(t('record.open_lesson')).first().waitFor();
  await take('recorded');
  const { items } = await askCore(core, recordingListReplySchema, 'GET', '/api/recording');
  const made = items.filter(({ title }) => title === lessonTitle[language]);
  for (const { recording_id: id } of made) {
    await askCore(core, anything, 'DELETE', `/api/recording/${id}?permanent=true`);
  }
}

/** A camera that is switched off. */
export async function takeTrouble({ page, core, t, take }: Guide): Promise<void> {
  await page.goto(new URL('/record', core.url).href);
  await page.getByRole('radio', { name: t('record.source_stream') }).check();
  await page.getByRole('textbox', { name: t('record.stream_url') }).fill('rtsp://127.0.0.1:9/class');
  await page.getByText(t('record.preview_failed')).waitFor({ timeout: 30_000 });
  await take('no-picture');
}

/** Finding a lesson, watching it, and a part of it as a file. */
export async function takeLessons(guide: Guide, lessonId: string): Promise<void> {
  const { page, core, t, take } = guide;
  const open = (path: string) => page.goto(new URL(path, core.url).href);
  await open('/');
  await take('library');
  await open('/?q=%EB%B0%91%EC%9D%98%20%EB%B3%80%ED%99%98');
  await take('search');
  await open(`/lessons/${lessonId}?t=214`);
  await waitForPicture(page);
  await take('lesson');
  await open(`/lessons/${lessonId}?t=150&panel=clip`);
  await waitForPicture(page);
  await page.getByRole('button', { name: t('clip.choose_here') }).click();
  await page.getByRole('button', { name: t('clip.make'), exact: true }).click();
  const files = page.getByRole('list', { name: t('clip.files') });
  await files.getByRole('button', { name: t('save.save') }).waitFor({ timeout: 60_000 });
  await take('export');
  const { items } = await askCore(core, exportListReplySchema, 'GET', '/api/exports');
  for (const { export_id: id } of items) await askCore(core, anything, 'DELETE', `/api/exports/${id}`);
}
