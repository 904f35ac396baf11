/// <reference lib="dom" />
/** A lesson is recorded: the window closes, the program quits, the core dies. The lesson goes on, or ends in order. */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { startCore } from '../support/core.ts';
import {
  anything,
  askCore,
  coreUrl,
  drivers,
  record,
  test,
  waitForStatus,
  whySkipped,
} from './desktop-test.ts';

for (const driver of drivers) {
  test.describe(driver.name, () => {
    const why = whySkipped(driver);
    test.skip(why !== undefined, why);

    test('goes on in the tray when the window is closed, says what is wrong, and ends with the program', async ({
      launch,
      folders,
      source,
    }) => {
      const shell = await launch(driver);
      const core = { url: await coreUrl(shell), dataDir: folders.dataDir };
      const quick = { recording: { alarms: { no_data_after_seconds: 1 }, stall_seconds: 3 } };
      await askCore(core, anything, 'PATCH', '/api/settings', quick);
      const id = await record(core, source);
      await expect.poll(async () => (await shell.tray()).tooltip).toContain('로그의 성질');
      expect(await shell.sleepBlockers()).toBe(1);

      await shell.answer('message', { response: 2 });
      await shell.closeWindow();
      await expect.poll(async () => (await shell.dialogs()).length).toBe(1);
      expect((await shell.window()).isVisible).toBe(true);

      await shell.answer('message', { response: 0 });
      await shell.closeWindow();
      await expect.poll(async () => (await shell.window()).isVisible).toBe(false);
      expect((await shell.dialogs())[1]?.options['buttons']).toEqual([
        '트레이에서 계속 녹화',
        '녹화를 마치고 끝내기',
        '취소',
      ]);
      await expect
        .poll(async () => (await shell.notifications()).map(({ title }) => title))
        .toEqual(['트레이에서 계속 녹화하고 있어요']);

      source.goAway();
      await expect
        .poll(async () => (await shell.notifications()).map(({ title }) => title))
        .toContain('화면이 들어오지 않아요');
      source.comeBack();
      const before = await waitForStatus(core, id, ({ status }) => status === 'recording');
      await waitForStatus(core, id, (status) => status.duration_seconds > before.duration_seconds + 1);

      await shell.clickTray('녹화기 열기');
      await expect.poll(async () => (await shell.window()).isVisible).toBe(true);

      await shell.answer('message', { response: 1 });
      await shell.clickTray('끝내기');
      expect(await shell.exited).toBe(0);
      const later = await startCore({ dataDir: folders.dataDir });
      expect((await later.status(id)).status).toMatch(/^(processing|ready)$/);
      await later.stop();
    });

    test('goes on after the core was killed, in the same page, and says so', async ({
      launch,
      folders,
      source,
    }) => {
      const shell = await launch(driver);
      const core = { url: await coreUrl(shell), dataDir: folders.dataDir };
      const id = await record(core, source);
      await shell.answer('message', { response: 0 });
      await shell.closeWindow();
      await expect.poll(async () => (await shell.window()).isVisible).toBe(false);
      await shell.page.evaluate(() => {
        const told: unknown[] = [];
        Object.assign(window, { told });
        window.airclass?.on('core', (event) => told.push(event));
      });
      const before = await waitForStatus(core, id, () => true);

      process.kill(await shell.corePid(), 'SIGKILL');
      const after = await waitForStatus(
        core,
        id,
        (status) => status.status === 'recording' && status.duration_seconds > before.duration_seconds + 2,
      );
      expect(after.gaps.map(({ reason }) => reason)).toEqual(['recorder_stopped']);
      await expect
        .poll(async () => (await shell.notifications()).map(({ body }) => body))
        .toContain('녹화기가 다시 시작됐어요. 녹화는 이어지고 있어요.');
      expect(await shell.page.evaluate(() => Reflect.get(window, 'told') as unknown)).toEqual([
        { state: 'restarting', was_recording: true },
        { state: 'running', was_recording: true, goes_on: true },
      ]);
      await expect(shell.page.getByText(/^녹화기가 다시 시작되면서 빈 시간이/)).toBeVisible();
      expect(await shell.sleepBlockers()).toBe(1);

      await shell.answer('message', { response: 0 });
      await shell.clickTray('‘로그의 성질’ 녹화 멈추기…');
      await waitForStatus(core, id, ({ status }) => status === 'processing' || status === 'ready');
      await expect.poll(() => shell.sleepBlockers()).toBe(0);
      await expect.poll(async () => (await shell.tray()).tooltip).toContain('녹화하고 있지 않아요');
    });

    test('saves a lesson where the dialog says, shows it, and moves to another folder', async ({
      launch,
      folders,
      source,
    }) => {
      const shell = await launch(driver);
      const core = { url: await coreUrl(shell), dataDir: folders.dataDir };
      const id = await record(core, source);
      await mkdir(folders.other, { recursive: true });
      await shell.answer('open', { canceled: false, filePaths: [folders.other] });
      const pick = () => shell.page.evaluate(() => window.airclass?.invoke('data-folder.pick'));
      const move = () =>
        shell.page.evaluate((to) => window.airclass?.invoke('data-folder.set', { path: to }), folders.other);
      expect(await pick()).toEqual({ ok: true, value: { path: folders.other } });
      expect(await move()).toMatchObject({ ok: false, error: { code: 'recording_in_progress' } });
      await askCore(core, anything, 'POST', '/api/recording/stop', { recording_id: id });

      const file = path.join(folders.userData, 'saved.mp4');
      await shell.answer('save', { canceled: false, filePath: file });
      const saved = await shell.page.evaluate(async (recordingId) => {
        const told: { written_bytes: number; save_id: string }[] = [];
        window.airclass?.on('export.progress', (event) => told.push(event));
        const result = await window.airclass?.invoke('export.save', {
          save_id: 'one',
          path: `/api/vod/${recordingId}/download`,
          suggested_name: '로그의 성질: 1/2.mp4',
        });
        return { result, last: told.at(-1) };
      }, id);
      const { size } = await stat(file);
      expect(size).toBeGreaterThan(10_000);
      expect(saved.result).toEqual({
        ok: true,
        value: { status: 'saved', file_path: file, size_bytes: size },
      });
      expect(saved.last).toMatchObject({ save_id: 'one', written_bytes: size });
      const asked = (await shell.dialogs()).find(({ kind }) => kind === 'save');
      expect(String(asked?.options['defaultPath'])).toMatch(/로그의 성질 1 2\.mp4$/);
      expect((await readdir(folders.userData)).filter((name) => name.endsWith('.part'))).toEqual([]);
      await shell.page.evaluate((saveTo) => window.airclass?.invoke('file.show', { path: saveTo }), file);
      expect(await shell.shownFiles()).toEqual([file]);

      await shell.answer('save', { canceled: false, filePath: path.join(folders.userData, 'none.mp4') });
      const missing = await shell.page.evaluate(() =>
        window.airclass?.invoke('export.save', {
          save_id: 'two',
          path: '/api/vod/01890a5d-ac96-774b-bcce-b302099a8057/download',
          suggested_name: 'x.mp4',
        }),
      );
      expect(missing).toMatchObject({ ok: false, error: { code: 'recording_not_found' } });

      // The page goes away under the call when the other folder's core answers.
      await move().catch(() => undefined);
      await expect
        .poll(async () => (await readdir(folders.other)).includes('library.sqlite'), { timeout: 20_000 })
        .toBe(true);
      await expect
        .poll(
          () =>
            shell.page
              .evaluate(async () => {
                const reply = await fetch('/api/recording');
                return ((await reply.json()) as { items?: unknown[] }).items?.length;
              })
              .catch(() => undefined),
          { timeout: 20_000 },
        )
        .toBe(0);
    });

    test('explains itself when the core cannot start, and starts when asked again', async ({
      launch,
      folders,
    }) => {
      // A folder where the library's file should be.
      await mkdir(path.join(folders.dataDir, 'library.sqlite'), { recursive: true });
      const shell = await launch(driver);
      await expect(shell.page.getByRole('heading', { name: '녹화기를 시작하지 못했어요' })).toBeVisible({
        timeout: 30_000,
      });
      await expect(shell.page.locator('pre')).not.toHaveText('—');
      await expect.poll(async () => (await shell.tray()).tooltip).toContain('녹화기를 시작하지 못했어요');
      await rm(path.join(folders.dataDir, 'library.sqlite'), { recursive: true });
      await shell.page.getByRole('link', { name: '다시 시도' }).click();
      await coreUrl(shell);
      await expect(shell.page.locator('header, nav').first()).toBeVisible();
    });
  });
}
