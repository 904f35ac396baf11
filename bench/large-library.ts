/** A core that holds a library of years, for the rows that look at it in a browser. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { type Browser, chromium } from '@playwright/test';
import SqliteDatabase from 'better-sqlite3';
import { openDatabase } from '../main/db/database.ts';
import { type Core, startCore } from './core.ts';
import { seeded } from '../main/base/seeded.ts';
import { seedLibrary } from './seed.ts';

export const libraryLessons = 10_000;

/** @param work a folder of its own */
export async function withLargeLibrary<T>(
  work: string,
  measure: (browser: Browser, core: Core) => Promise<T>,
): Promise<T> {
  const dataDir = path.join(work, 'data');
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'library.sqlite');
  await openDatabase(file).close();
  const connection = new SqliteDatabase(file);
  connection.pragma('synchronous = OFF');
  seedLibrary(connection, { lessons: libraryLessons, random: seeded(1) });
  connection.close();
  await using core = await startCore(dataDir);
  await core.api('PATCH', '/api/settings', { setup_done: true });
  const browser = await chromium.launch({
    executablePath: process.env['AIRCLASS_CHROMIUM'] ?? '/usr/bin/chromium',
  });
  try {
    return await measure(browser, core);
  } finally {
    await browser.close();
  }
}
