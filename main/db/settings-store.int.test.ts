import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { systemClock } from '../base/clock.ts';
import { silentLogger } from '../base/logger.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { parsePolicy } from './settings-policy.ts';
import { openSettingsStore } from './settings-store.ts';
import { readSettingsRow, writeSettingsRow } from './settings.ts';

let database: OpenDatabase;
let asideDir: string;
beforeEach(async () => {
  asideDir = await mkdtemp(path.join(tmpdir(), 'airclass-settings-'));
  database = openDatabase(':memory:');
});
afterEach(async () => {
  await database.close();
  await rm(asideDir, { recursive: true, force: true });
});
const open = () => openSettingsStore({ db: database.db, clock: systemClock, log: silentLogger, asideDir });

describe('settings store', () => {
  it('has the defaults before anyone changed anything', async () => {
    expect((await open()).get()).toEqual(defaultSettings);
  });

  it('stores only what differs from the defaults and reads it back', async () => {
    const store = await open();
    await store.patch({ library: { trash_days: 7 }, language: 'ko' });
    const row = await readSettingsRow(database.db);
    expect(JSON.parse(row?.changes ?? '')).toEqual({ library: { trash_days: 7 } });
    expect((await open()).get()).toEqual({
      ...defaultSettings,
      library: { ...defaultSettings.library, trash_days: 7 },
    });
  });

  it('keeps both of two changes made at once', async () => {
    const store = await open();
    await Promise.all([
      store.patch({ recording: { stall_seconds: 20 } }),
      store.patch({ recording: { min_free_minutes: 5 } }),
    ]);
    expect((await open()).get().recording).toMatchObject({ stall_seconds: 20, min_free_minutes: 5 });
  });

  it('takes a setting back to its default with null', async () => {
    const store = await open();
    await store.patch({ library: { trash_days: 7 } });
    await store.patch({ library: { trash_days: null } });
    expect(store.get()).toEqual(defaultSettings);
  });

  it('holds what the school has decided, and gives back what was set before once that is taken away', async () => {
    await (await open()).patch({ language: 'en', library: { trash_days: 7 } });
    const policy = parsePolicy(
      '{"settings":{"language":"ko","analysis":{"camera_signals":false}}}',
      'policy',
    );
    const store = await openSettingsStore({
      ...{ db: database.db, clock: systemClock, log: silentLogger, asideDir, policy },
    });
    expect(store.locked).toEqual(['analysis.camera_signals', 'language']);
    expect(store.get()).toMatchObject({ language: 'ko', library: { trash_days: 7 } });
    await expect(
      store.patch({ library: { trash_days: 9 }, analysis: { camera_signals: true } }),
    ).rejects.toMatchObject({
      code: 'setting_locked',
      message: expect.stringContaining('analysis.camera_signals'),
      fields: [{ path: 'analysis.camera_signals' }],
    });
    expect(store.get().library.trash_days).toBe(7);
    expect(await store.patch({ library: { trash_days: 9 }, language: 'ko' })).toMatchObject({
      language: 'ko',
    });
    expect((await open()).get()).toMatchObject({ language: 'en', library: { trash_days: 9 } });
  });

  it.each([
    [{ library: { trash_days: 0 } }, 'library.trash_days'],
    [{ recording: { stall_seconds: 'soon' } }, 'recording.stall_seconds'],
    [{ library: 3 }, 'library'],
    [{ nonsense: 1 }, ''],
    [JSON.parse('{"__proto__": {"x": 1}}') as Record<string, unknown>, ''],
  ])('refuses %j and names the field', async (change, field) => {
    const store = await open();
    await expect(store.patch(change)).rejects.toMatchObject({
      code: 'settings_invalid',
      fields: [{ path: field }],
    });
    expect(store.get()).toEqual(defaultSettings);
    expect(await readSettingsRow(database.db)).toBeUndefined();
  });

  it.each([
    ['{"library":{"trash_days":-1}}', 1],
    ['{broken', 1],
    ['[]', 1],
    ['{}', 99],
  ])('sets %s of version %i aside and goes on with the defaults', async (changes, version) => {
    await writeSettingsRow(database.db, { version, changes, updatedAt: new Date().toISOString() });
    expect((await open()).get()).toEqual(defaultSettings);
    const [file] = await readdir(asideDir);
    expect(JSON.parse(await readFile(path.join(asideDir, file ?? ''), 'utf8'))).toEqual({ version, changes });
    // Only once: the next start finds usable settings.
    await open();
    expect(await readdir(asideDir)).toHaveLength(1);
  });

  it('tells listeners what holds now', async () => {
    const store = await open();
    const seen: number[] = [];
    const end = store.onChange((settings) => seen.push(settings.library.trash_days));
    await store.patch({ library: { trash_days: 9 } });
    end();
    await store.patch({ library: { trash_days: 10 } });
    expect(seen).toEqual([9]);
  });
});
