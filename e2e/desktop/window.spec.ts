/// <reference lib="dom" />
/** The window: what it shows, what it refuses, what it remembers. */
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { flashClip } from '../support/clips.ts';
import { coreUrl, drivers, makeFolders, test, whySkipped } from './desktop-test.ts';
import type { Shell } from './shell-driver.ts';

for (const driver of drivers) {
  test.describe(driver.name, () => {
    const why = whySkipped(driver);
    test.skip(why !== undefined, why);

    test.describe('one window', () => {
      let shell: Shell;
      let url: string;
      let folders: Awaited<ReturnType<typeof makeFolders>>;

      test.beforeAll(async () => {
        folders = await makeFolders();
        shell = await driver.launch(folders);
        url = await coreUrl(shell);
      });

      test.afterAll(async () => {
        await shell.destroy();
        await folders.remove();
      });

      test('opens the page logged in, with no token in the address', async () => {
        await expect(shell.page.locator('header, nav').first()).toBeVisible();
        expect(shell.page.url()).not.toContain('token');
        const [status, history] = await shell.page.evaluate(async () => [
          (await fetch('/api/settings')).status,
          performance.getEntriesByType('navigation').map(({ name }) => name),
        ]);
        expect(status).toBe(200);
        expect(JSON.stringify(history)).not.toContain('token');
        await expect.poll(async () => (await shell.tray()).tooltip).toContain('녹화하고 있지 않아요');
        expect((await shell.tray()).labels).toEqual(['녹화하고 있지 않아요', '녹화기 열기', '끝내기']);
        expect(await shell.menuLabels()).toEqual(['파일', '편집', '보기', '도움말']);
        expect((await shell.window()).isVisible).toBe(true);
      });

      test('gives the page two functions and nothing of Node, and frames nothing at all', async () => {
        const seen = await shell.page.evaluate(() => {
          const frame = document.createElement('iframe');
          document.body.append(frame);
          const bridge = window.airclass;
          const found = {
            names: Object.keys(bridge ?? {}).toSorted((a, b) => a.localeCompare(b)),
            isFrozen: Object.isFrozen(bridge),
            node: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter(
              (name) => name in window,
            ),
            inFrame: frame.contentWindow !== null && 'airclass' in frame.contentWindow,
          };
          frame.remove();
          return found;
        });
        expect(seen).toEqual({ names: ['invoke', 'on'], isFrozen: true, node: [], inFrame: false });
      });

      test('stays on the core’s page whatever the page does, and opens licences in the browser', async () => {
        const { page } = shell;
        const opened = await page.evaluate(() =>
          [
            'https://evil.example/steal',
            `http://127.0.0.1:1/${location.host}`,
            'file:///etc/passwd',
            'https://github.com/electron/electron',
          ].map((target) => window.open(target)),
        );
        expect(opened).toEqual([null, null, null, null]);
        const targets = [
          'https://evil.example/',
          url.replace('127.0.0.1', '127.0.0.1.evil.example'),
          url.replace('//', '//somebody@'),
        ];
        for (const target of targets) {
          await page.evaluate((to) => location.assign(to), target);
          expect(await page.evaluate(async () => (await fetch('/healthz')).status)).toBe(200);
        }
        await page.evaluate(() => {
          const form = Object.assign(document.createElement('form'), {
            action: 'https://evil.example/',
            method: 'post',
          });
          document.body.append(form);
          form.submit();
        });
        await expect.poll(() => shell.openedExternal()).toEqual(['https://github.com/electron/electron']);
        await expect.poll(() => page.context().pages().length).toBe(1);
        expect(new URL(page.url()).origin).toBe(url);
        expect(await page.evaluate(async () => (await fetch('/api/settings')).status)).toBe(200);
      });

      test('denies camera, microphone, place and notifications', async () => {
        const answers = await shell.page.evaluate(async () => {
          return {
            media: await navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
              () => 'given',
              (error: unknown) => (error instanceof DOMException ? error.name : String(error)),
            ),
            place: await new Promise((resolve) => {
              navigator.geolocation.getCurrentPosition(
                () => resolve('given'),
                ({ code }) => resolve(code),
              );
            }),
            notifications: await Notification.requestPermission(),
          };
        });
        expect(answers).toEqual({ media: 'NotAllowedError', place: 1, notifications: 'denied' });
      });

      test('refuses messages that break the contract', async () => {
        const codes = await shell.page.evaluate(async () => {
          const bridge = window.airclass;
          if (bridge === undefined) return [];
          type Loose = (
            channel: string,
            request?: unknown,
          ) => Promise<{ ok: boolean; error?: { code: string }; value?: unknown }>;
          const invoke: Loose = (channel, request) => (bridge.invoke as Loose)(channel, request);
          const code = async (channel: string, request?: unknown) => {
            try {
              const result = await invoke(channel, request);
              return result.ok ? JSON.stringify(result.value) : result.error?.code;
            } catch {
              return 'thrown';
            }
          };
          const save = (to: string) => code('export.save', { save_id: 'a', path: to, suggested_name: 'x' });
          return [
            await code('no.such-channel'),
            await code('__proto__'),
            await code('shortcut.set', { accelerator: 'A' }),
            await code('shortcut.set', { accelerator: 'Control+Shift+F5', extra: true }),
            await save('//evil.example/x'),
            await save('https://evil.example/x'),
            await code('data-folder.set', { path: '/etc' }),
            await code('file.show', { path: '/etc/passwd' }),
            await code('file.show', { path: '../../etc/passwd' }),
            await code('link.open', { url: 'file:///etc/passwd' }),
            await code('link.open', { url: 'https://github.com.evil.example/' }),
            await code('video.import', {
              file_id: '00000000-0000-7000-8000-000000000000',
              fields: { session_id: 'a' },
            }),
            await code('app.info', { unexpected: true }),
          ];
        });
        expect(codes).toEqual([
          'thrown',
          'thrown',
          'validation_failed',
          'validation_failed',
          'validation_failed',
          'validation_failed',
          'validation_failed',
          '{"shown":false}',
          '{"shown":false}',
          '{"opened":false}',
          '{"opened":false}',
          'not_found',
          'validation_failed',
        ]);
        expect(await shell.dialogs()).toEqual([]);
        expect(await shell.shownFiles()).toEqual([]);
      });

      test('lists the screens of this PC with a picture each', async () => {
        const reply = await shell.page.evaluate(() => window.airclass?.invoke('screen.list'));
        if (reply?.ok !== true) throw new Error(JSON.stringify(reply));
        expect(reply.value.items.length).toBeGreaterThan(0);
        expect(reply.value.items[0]?.stream_url).toMatch(/^screen:\d*$/);
      });

      test('a second start shows the first one’s window, and in it what was asked for', async () => {
        const id = '01890a5d-ac96-774b-bcce-b302099a8057';
        const link = `airclass-recorder://lesson/${id}?t=12.5`;
        expect(await driver.startAgain({ ...folders, args: [link] })).toBe(0);
        await expect.poll(() => shell.page.url()).toContain(`${url}/lessons/${id}?t=12.5`);

        // The page takes it from here, without being loaded anew.
        await shell.page.evaluate(() => Object.assign(window, { isStillThere: true }));
        const video = path.join(folders.userData, '수학 3학년 2반.mkv');
        await copyFile(await flashClip({ seconds: 4 }), video);
        expect(await driver.startAgain({ ...folders, args: [video] })).toBe(0);
        await expect.poll(() => shell.page.url()).toContain(`${url}/import?file=`);
        await expect(shell.page.getByText('수학 3학년 2반.mkv')).toBeVisible();
        expect(shell.page.url()).not.toContain(encodeURIComponent(folders.userData));
        await shell.page.getByRole('button', { name: '가져오기', exact: true }).click();
        await expect.poll(() => shell.page.url()).toBe(`${url}/activity`);
        expect(await shell.page.evaluate(() => 'isStillThere' in window)).toBe(true);
        await expect
          .poll(() =>
            shell.page.evaluate(async () => {
              const reply = await fetch('/api/search?limit=10');
              const { items } = (await reply.json()) as { items: { title: string; class_name: string }[] };
              return items.map(({ class_name: name }) => name);
            }),
          )
          .toEqual(['3학년 2반']);
      });
    });

    test('opens where and as it was left, with the session if wanted, and speaks the page’s language', async ({
      launch,
      folders,
    }) => {
      const first = await launch(driver);
      await coreUrl(first);
      await first.setBounds({ x: 40, y: 60, width: 1100, height: 720 });
      // Once drawn the page has told the shell its own language: what is told now comes after that.
      await expect(first.page.getByRole('navigation').first()).toBeVisible();
      const set = await first.page.evaluate(async () => [
        await window.airclass?.invoke('appearance.set', { theme: 'dark', language: 'en' }),
        await window.airclass?.invoke('login-item.get'),
      ]);
      expect(set).toEqual([
        { ok: true, value: undefined },
        { ok: true, value: { is_enabled: false } },
      ]);
      await expect.poll(() => first.menuLabels()).toEqual(['File', 'Edit', 'View', 'Help']);
      if (process.platform === 'linux') {
        await first.page.evaluate(() => window.airclass?.invoke('login-item.set', { is_enabled: true }));
        const entry = path.join(folders.configHome, 'autostart', 'airclass-recorder.desktop');
        expect(await readFile(entry, 'utf8')).toMatch(/^Exec=".*" "--hidden"$/m);
      }
      await first.closeWindow();
      expect(await first.exited).toBe(0);

      // Where no core starts, nothing but what the shell has kept can name a language.
      await mkdir(path.join(folders.other, 'library.sqlite'), { recursive: true });
      const second = await launch(driver, { dataDir: folders.other });
      expect((await second.window()).bounds).toMatchObject({ width: 1100, height: 720 });
      expect(await second.menuLabels()).toContain('File');
    });
  });
}
