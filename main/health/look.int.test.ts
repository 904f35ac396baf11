/** What a look makes of rows, files and what runs, with a clock that is moved by hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HealthPart, HealthPartName } from '../../contract/health.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { AppError } from '../base/app-error.ts';
import { isoTime } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { type OpenDatabase, openDatabase } from '../db/database.ts';
import { insertWatch } from '../db/watches.ts';
import { addLesson } from '../testing/lesson-rows.ts';
import { type HealthParts, createHealthLook } from './look.ts';

/** A Monday, 10 o'clock in Seoul. */
const startMs = Date.parse('2026-03-02T01:00:00.000Z');
const minuteMs = 60_000;

let folder: string;
let database: OpenDatabase;
let elapsedMs: number;
let searches: number;
const clock = { now: () => startMs + elapsedMs, monotonic: () => elapsedMs };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-look-'));
  database = openDatabase(path.join(folder, 'library.sqlite'));
  elapsedMs = 0;
  searches = 0;
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

function partsOf(changes: Partial<HealthParts> = {}): HealthParts {
  return {
    db: database.db,
    store: { freeSpace: async () => ({ freeBytes: 100e9, totalBytes: 500e9 }) },
    clock,
    log: silentLogger,
    dataDir: folder,
    settings: () => ({ ...defaultSettings, time_zone: 'Asia/Seoul' }),
    ffmpeg: async () => {
      searches += 1;
      throw new AppError('ffmpeg_missing');
    },
    volume: async () => 'none',
    backup: async () => ({ isScheduled: false, verifiedAt: undefined, failure: undefined }),
    modelStates: () => [{ origin: 'built_in', state: 'installed' }],
    running: () => [],
    recovery: () => undefined,
    meters: { delayP99Ms: () => 3, clockStepSec: () => undefined, stop: () => undefined },
    ...changes,
  };
}

async function codes(
  look: ReturnType<typeof createHealthLook>,
): Promise<Partial<Record<HealthPartName, string>>> {
  const { parts } = await look();
  return Object.fromEntries(parts.map(({ part, code }: HealthPart) => [part, code]));
}

async function addWatch(watch: { lastCheckedAt: string | null; error?: 'disk_full' }): Promise<void> {
  await insertWatch(database.db, {
    watch_id: `w-${watch.error ?? 'well'}`,
    stream_url: 'rtsp://host/class',
    stream_sealed: '',
    session_template: '{}',
    days: '["mon"]',
    from_time: '09:00',
    to_time: '16:00',
    enabled: 1,
    created_at: isoTime(startMs - 24 * 60 * minuteMs),
    last_checked_at: watch.lastCheckedAt,
    recording_id: null,
    error_code: watch.error ?? null,
    error_detail: null,
  });
}

async function databaseOf() {
  const { parts } = await createHealthLook(partsOf())();
  const found = parts.find((part) => part.part === 'database');
  if (found === undefined) throw new Error('nothing is said of the database');
  return found;
}

const lesson = (status: string, ageSec: number | undefined, alarms: string[] = []) => ({
  status,
  alarms,
  lastDataAtMs: ageSec === undefined ? undefined : startMs - ageSec * 1000,
});

it('misses a look at a rule within its hours after three minutes, and not right after the start', async () => {
  await addWatch({ lastCheckedAt: isoTime(startMs - 60 * minuteMs) });
  const look = createHealthLook(partsOf());
  expect((await codes(look)).watches).toBe('watches_waiting');
  elapsedMs = 4 * minuteMs;
  expect((await codes(look)).watches).toBe('watches_late');
  await database.db
    .updateTable('watches')
    .set({ last_checked_at: isoTime(clock.now()) })
    .execute();
  expect((await codes(look)).watches).toBe('watches_waiting');
  // In the evening nobody has to look.
  elapsedMs = 12 * 60 * minuteMs;
  expect((await codes(look)).watches).toBe('watches_waiting');
});

it('tells a rule that could not record', async () => {
  await addWatch({ lastCheckedAt: isoTime(startMs), error: 'disk_full' });
  const { overall, parts } = await createHealthLook(partsOf())();
  expect(parts.find(({ part }) => part === 'watches')).toMatchObject({
    ...{ state: 'trouble', code: 'watches_failing' },
    facts: { rules: 1, open: 1, failing: 1 },
  });
  expect(overall).toBe('trouble');
});

it('judges running lessons by the age of their data; paused ones rest', async () => {
  const said = async (...lessons: ReturnType<typeof lesson>[]) =>
    (await codes(createHealthLook(partsOf({ running: () => lessons })))).recording;
  expect(await said(lesson('recording', 0.5), lesson('paused', 600))).toBe('recording_running');
  expect(await said(lesson('recording', 1, ['black']))).toBe('recording_alarm');
  expect(await said(lesson('recording', 1), lesson('reconnecting', 21))).toBe('recording_no_data');
  expect(await said(lesson('reconnecting', undefined))).toBe('recording_no_data');
  expect(await said(lesson('starting', undefined))).toBe('recording_running');
});

it('looks for a missing ffmpeg every half minute, not with every look', async () => {
  const look = createHealthLook(partsOf());
  for (elapsedMs = 0; elapsedMs < minuteMs; elapsedMs += 15_000) {
    expect((await codes(look)).ffmpeg).toBe('ffmpeg_missing');
  }
  expect(searches).toBe(2);
});

it('knows a clock that stands before the newest lesson', async () => {
  const id = await addLesson(database.db, {});
  const created_at = isoTime(startMs + 26 * 60 * minuteMs);
  await database.db.updateTable('recordings').set({ created_at }).where('recording_id', '=', id).execute();
  expect((await codes(createHealthLook(partsOf()))).clock).toBe('clock_behind');
});

it('counts what waits in the library’s log, whatever the size of its file', async () => {
  await addLesson(database.db, {});
  const before = await databaseOf();
  expect(before.facts.pending_bytes).toBeGreaterThan(0);
  expect((await databaseOf()).facts.pending_bytes).toBe(before.facts.pending_bytes);
  await sql`PRAGMA wal_checkpoint(PASSIVE)`.execute(database.db);
  const after = await databaseOf();
  expect(after.facts.pending_bytes).toBe(0);
  expect(after.facts.wal_bytes).toBe(before.facts.wal_bytes);
});

it('tells the other parts where the library or the disk cannot be read', async () => {
  const look = createHealthLook(
    partsOf({
      store: {
        freeSpace: async () => {
          throw new AppError('storage_unavailable');
        },
      },
    }),
  );
  await database.db.schema.dropTable('jobs').execute();
  const said = await codes(look);
  expect(said).toMatchObject({
    database: 'database_unreadable',
    storage: 'storage_unreachable',
    core: 'core_ok',
  });
  expect(said.jobs).toBeUndefined();
});
