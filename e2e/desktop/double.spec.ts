/// <reference lib="dom" />
/** What only the double can do: messages of foreign frames, keys of other programs, clicks on notifications. */
import { expect } from '@playwright/test';
import { ipcMessage } from '../../contract/ipc-names.ts';
import { anything, askCore, coreUrl, makeFolders, test } from './desktop-test.ts';
import { type DoubleShell, launchDouble } from './double-driver.ts';

let shell: DoubleShell;
let url: string;
let folders: Awaited<ReturnType<typeof makeFolders>>;

test.beforeAll(async () => {
  folders = await makeFolders();
  shell = await launchDouble(folders);
  url = await coreUrl(shell);
  await askCore({ url, dataDir: folders.dataDir }, anything, 'PATCH', '/api/settings', { setup_done: true });
});

test.afterAll(async () => {
  await shell.destroy();
  await folders.remove();
});

/** As a frame of that address would ask. */
function askAs(address: string, isMainFrame: boolean): Promise<unknown> {
  return shell.control({
    name: 'send-as',
    url: address,
    isMainFrame,
    channel: ipcMessage.invoke,
    args: ['login-item.get'],
  });
}

test('answers no frame but the top one of the core’s page', async () => {
  expect(await askAs(`${url}/settings`, true)).toEqual({ ok: true, value: { is_enabled: false } });
  for (const [address, isMainFrame] of [
    [`${url}/`, false],
    ['https://evil.example/', true],
    [`${url}.evil.example/`, true],
    ['data:text/html,x', true],
    ['about:blank', true],
  ] as const) {
    expect(await askAs(address, isMainFrame), address).toMatchObject({
      ok: false,
      error: { code: 'origin_not_allowed' },
    });
  }
});

test('runs the window as it is to ship: isolated, in the sandbox, without Node', async () => {
  const { window } = await shell.look();
  expect(window?.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('opens the record page with a key from any program, once someone sets one', async () => {
  expect((await shell.look()).shortcuts).toEqual([]);
  const set = (accelerator: string | null) =>
    shell.page.evaluate((to) => window.airclass?.invoke('shortcut.set', { accelerator: to }), accelerator);
  const suggested = 'CommandOrControl+Shift+R';
  expect(await set(suggested)).toEqual({
    ok: true,
    value: { accelerator: suggested, is_active: true, suggested },
  });
  await shell.control({ name: 'press', accelerator: suggested });
  await expect.poll(() => shell.page.url()).toBe(`${url}/record`);

  await shell.control({ name: 'refuse-shortcut', accelerator: 'Alt+F5' });
  expect(await set('Alt+F5')).toMatchObject({ ok: true, value: { is_active: false } });
  expect((await shell.look()).shortcuts).toEqual([]);
  await set(null);
});

test('does what the menu says', async () => {
  await shell.page.waitForLoadState();
  await shell.page.evaluate(() => {
    const opened: string[] = [];
    Object.assign(window, { opened });
    window.airclass?.on('open', (event) => opened.push(event.path));
  });
  await shell.clickMenu('새 녹화');
  await shell.clickMenu('설정…');
  await shell.clickMenu('수업 폴더 열기');
  await shell.clickMenu('기록 파일 보기');
  await shell.clickMenu('AIRClass 녹화기 정보');
  await expect
    .poll(() => shell.page.evaluate(() => Reflect.get(window, 'opened') as unknown))
    .toEqual(['/record', '/settings']);
  await expect.poll(async () => (await shell.look()).openedPaths).toEqual([folders.dataDir]);
  const { shownFiles, aboutShown } = await shell.look();
  expect(shownFiles.map((file) => file.split(/[/\\]/).at(-1))).toEqual(['core.log']);
  expect(aboutShown).toBe(1);
});

test('asks before files that are on their way are lost', async () => {
  const { page } = shell;
  await page.getByRole('link', { name: '수업', exact: true }).click();
  await page.route('**/api/vod/import', () => undefined);
  await page.getByRole('main').getByRole('button', { name: '영상 가져오기' }).last().click();
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '파일 선택' }).click();
  const file = { mimeType: 'video/mp4', buffer: Buffer.from('on its way') };
  await (
    await choosing
  ).setFiles([
    { name: '1반.mp4', ...file },
    { name: '2반.mp4', ...file },
  ]);
  const cancel = page.getByRole('button', { name: /가져오기 취소$/ });
  await expect(cancel).toHaveCount(2);

  await shell.answer('message', { response: 2 });
  await shell.closeWindow();
  await expect.poll(async () => (await shell.dialogs()).length).toBe(1);
  expect((await shell.dialogs())[0]?.options['detail']).toContain('영상 2개');
  expect((await shell.window()).isVisible).toBe(true);
  await cancel.first().click();
  await cancel.click();
  await page.unroute('**/api/vod/import');
});

test('stays in the tray for a lesson that was planned just now', async () => {
  await askCore({ url, dataDir: folders.dataDir }, anything, 'POST', '/api/watches', {
    stream_url: 'rtmp://127.0.0.1:9/live/class',
    session_template: { session_id: 'math-{date}' },
  });
  await shell.closeWindow();
  await expect.poll(async () => (await shell.window()).isVisible).toBe(false);
  expect((await shell.notifications()).map(({ title }) => title)).toContain(
    '예약한 녹화가 있어서 트레이에서 기다려요',
  );
});
