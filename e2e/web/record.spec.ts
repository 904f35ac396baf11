/// <reference lib="dom" />
/** A source becomes a lesson: from the first look at it to the last second, by hand and from the keyboard. */
import { type Page, expect, test } from '@playwright/test';
import { savedSourceSchema } from '../../contract/recording.ts';
import { chapterSchema } from '../../contract/vod.ts';
import { LiveSource } from '../../main/testing/live-source.ts';
import { expectAccessible } from '../support/accessible.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, playToEnd, position, seek } from '../support/player.ts';
import { canMakeScreen, startScreen } from '../support/screen.ts';
import { canServeRtsp, startHls, startRtmp, startRtsp } from '../support/sources.ts';

const settings = {
  processing: { ladder: [] },
  recording: { stall_seconds: 3, alarms: { sample_seconds: 1 } },
};
let core: Core;

test.beforeAll(async () => {
  core = await startCore({ settings: { ...settings, profile: { teacher_name: '김수현', subject: '수학' } } });
});

test.afterAll(async () => {
  await core.stop();
});

async function openRecord(page: Page, of: Core = core): Promise<void> {
  await logIn(page, of.link);
  await page.keyboard.press('r');
  await expect(page.getByRole('radio', { name: '스트림 주소' })).toBeVisible();
}

async function typeAddress(page: Page, address: string): Promise<void> {
  await page.getByRole('radio', { name: '스트림 주소' }).check();
  await page.getByRole('textbox', { name: '스트림 주소' }).fill(address);
}

async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
}

async function elapsed(page: Page): Promise<number> {
  const text = await page.getByRole('timer', { name: '녹화된 시간' }).innerText();
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

test('records RTMP by hand: preview, live picture, marks, the last moments again, pause, stop', async ({
  page,
}) => {
  // It waits for half a minute to be seen again.
  test.setTimeout(180_000);
  const clip = await flashClip({ size: '854x480' });
  const rtmp = await startRtmp();
  try {
    await rtmp.publish(clip);
    await openRecord(page);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toContainText('Ctrl + Enter');
    await page.keyboard.press('Escape');
    await typeAddress(page, 'rtmp://');
    await expect(page.getByText('주소를 끝까지 적으면 미리보기가 나와요.')).toBeVisible();
    await typeAddress(page, rtmp.url);

    await expect(page.getByRole('img', { name: '지금 녹화하면 담길 화면' })).toBeVisible();
    const checks = page.getByRole('list', { name: '녹화 전 확인' });
    await expect(checks.getByText('화면')).toBeVisible();
    await expect(checks.getByRole('listitem').first()).toContainText('준비됨');
    await expect(page.getByRole('meter', { name: '소리 크기' })).toHaveAttribute(
      'aria-valuetext',
      /너무 커요|좋아요/,
    );
    // The teacher's name and subject are filled in; a title is suggested and not forced.
    await expect(page.getByRole('combobox', { name: '교사' })).toHaveValue('김수현');
    await expect(page.getByRole('textbox', { name: '제목' })).toHaveAttribute('placeholder', /^수학 · /);
    await page.getByRole('textbox', { name: '제목' }).fill('로그의 성질');
    await page.getByRole('combobox', { name: '학급' }).fill('2학년 3반');
    await expectAccessibleInBothThemes(page);

    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { name: '로그의 성질', level: 1 })).toBeVisible();
    await expect(page.getByText(/^저장됨 · .*까지$/)).toBeVisible();
    await expect.poll(() => elapsed(page)).toBeGreaterThan(3);

    // The live picture plays, without sound until it is wanted, and its loudness is measured.
    await expect.poll(() => position(page)).toBeGreaterThan(1);
    await expect(page.getByRole('meter', { name: '소리 크기' })).toHaveAttribute(
      'aria-valuetext',
      /너무 커요|좋아요/,
    );
    await page.getByRole('button', { name: '수업 소리 듣기' }).click();
    await expect(page.getByRole('button', { name: '수업 소리 듣기' })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    expect(await page.evaluate(() => document.querySelector('video')?.muted)).toBe(false);

    // A quick hand has named the moment before the core has said that it is marked.
    const named = Promise.withResolvers<void>();
    await page.route('**/chapters', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      const response = await route.fetch();
      await named.promise;
      return route.fulfill({ response });
    });
    await page.keyboard.press('m');
    const name = page.getByRole('textbox', { name: /표시한 순간의 이름/ });
    await expect(name).toHaveValue('표시 1');
    await name.fill('밑의 변환');
    await name.press('Enter');
    await expect(name).toHaveValue('밑의 변환');
    named.resolve();
    await page.getByRole('button', { name: /^표시/ }).click();
    await expect(name).toHaveCount(2);
    await page.getByRole('button', { name: '“표시 2” 지우기' }).click();
    await expect(name).toHaveCount(1);
    await page.getByRole('button', { name: '되돌리기' }).click();
    await expect(name).toHaveCount(2);

    const before = await position(page);
    await page.keyboard.press('b');
    await expect.poll(() => position(page)).toBeLessThan(before);
    await expect(page.getByText('방금 장면', { exact: true })).toBeVisible();
    await page.keyboard.press('l');
    await expect.poll(() => position(page)).toBeGreaterThan(before - 1);
    await page.getByRole('button', { name: '방금 장면 다시' }).click();
    // It returns to the present by itself once it has caught up with where it was asked for.
    await expect(page.getByText('방금 장면', { exact: true })).toBeHidden({ timeout: 40_000 });
    await expectAccessibleInBothThemes(page);

    await page.keyboard.press('Shift+P');
    await expect(page.getByText('잠시 멈췄어요. 이 시간은 녹화되지 않아요.')).toBeVisible();
    // Who forgets to go on must not see a page that looks like recording.
    await expect(page).toHaveTitle(/^○ 일시정지/);
    const still = await elapsed(page);
    await page.getByRole('button', { name: '이어서 녹화' }).click();
    await expect.poll(() => elapsed(page)).toBeGreaterThan(still + 2);
    await expect(page).toHaveTitle(/^● 녹화 중/);

    await page.keyboard.press('Shift+S');
    const dialog = page.getByRole('dialog', { name: '녹화를 끝낼까요?' });
    await expect(dialog).toContainText('분량이 저장되어 있어요');
    await expect(dialog.getByRole('button', { name: '끝내기' })).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: '녹화 끝내기' }).click();
    await expect(dialog.getByRole('button', { name: '끝내기' })).toBeFocused();
    await page.keyboard.press('Enter');

    await expect(page.getByText('저장했어요', { exact: true })).toBeVisible();
    await expectAccessible(page);
    const id = /lessons\/([0-9a-f-]{36})/.exec(
      (await page.getByRole('link', { name: '수업 열기' }).getAttribute('href')) ?? '',
    )?.[1];
    expect(id).toBeDefined();
    const info = await core.info(id ?? '');
    expect(info).toMatchObject({
      title: '로그의 성질',
      class_name: '2학년 3반',
      subject: '수학',
      teacher_name: '김수현',
    });
    const chapters = await core.api(chapterSchema.array(), 'GET', `/api/vod/${id}/chapters`);
    expect(chapters.filter(({ origin }) => origin === 'manual').map(({ title }) => title)).toEqual([
      '밑의 변환',
      '표시 2',
    ]);
    const stopped = await core.status(id ?? '');
    expect(stopped.gaps.map(({ reason }) => reason)).toEqual(['paused']);

    // What rarely changes is there for the next lesson; the title is not.
    await page.getByRole('button', { name: '다음 수업 녹화' }).click();
    await expect(page.getByRole('combobox', { name: '학급' })).toHaveValue('2학년 3반');
    await expect(page.getByRole('textbox', { name: '제목' })).toHaveValue('');
  } finally {
    await rtmp.end();
  }
});

test('says in words why there is no preview, and why nothing was recorded', async ({ page }) => {
  await openRecord(page);
  await typeAddress(page, 'http://127.0.0.1:9/class.ts');
  await page.getByRole('textbox', { name: '제목' }).fill('열리지 않은 수업');
  await expect(page.getByText('미리보기를 보여 드릴 수 없어요')).toBeVisible();
  await expect(
    page.getByText('주소에 연결할 수 없어요. 송출 장비가 켜져 있는지 확인해 주세요.'),
  ).toBeVisible();
  await expectAccessible(page);
  // The lesson waits for its source: it may be switched on a moment later.
  await page.getByRole('button', { name: '녹화 시작' }).click();
  await expect(page.getByText(/^첫 화면을 기다리는 중이에요\. .*송출 장비/)).toBeVisible();
  await page.getByRole('button', { name: '녹화 끝내기' }).click();
  await expect(page.getByRole('dialog')).toContainText('아직 녹화된 것이 없어요.');
  await expect(page.getByRole('dialog').getByRole('button', { name: '끝내기' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('“열리지 않은 수업” 녹화되지 않았어요');
  await expectAccessible(page);
  await page.getByRole('button', { name: '다시 해 보기' }).click();
  await expect(page.getByRole('textbox', { name: '스트림 주소' })).toHaveValue(/class\.ts$/);
  await expect(page.getByRole('textbox', { name: '제목' })).toHaveValue('열리지 않은 수업');
});

test('keeps an address under a name, renames it, and brings it back when it was deleted by mistake', async ({
  page,
}) => {
  const source = await LiveSource.start(await flashClip());
  const { source_id: gym } = await core.api(savedSourceSchema, 'POST', '/api/sources/saved', {
    name: '체육관',
    stream_url: 'http://127.0.0.1:9/gym.ts',
  });
  try {
    await openRecord(page);
    await typeAddress(page, source.url);
    await page.getByRole('button', { name: '이 주소 저장' }).click();
    await page.getByRole('textbox', { name: '이름' }).fill('과학실');
    await page.keyboard.press('Enter');
    const saved = page.getByRole('list', { name: '저장한 주소' });
    await expect(saved.getByRole('radio', { name: /과학실/ })).toBeChecked();
    await expect(page.getByRole('img', { name: '지금 녹화하면 담길 화면' })).toBeVisible();

    await page.getByRole('button', { name: '“과학실” 더 보기' }).click();
    await page.getByRole('menuitem', { name: '이름 바꾸기' }).click();
    await page.getByRole('textbox', { name: '이름' }).fill('음악실');
    await page.keyboard.press('Enter');
    await expect(saved.getByRole('radio', { name: /음악실/ })).toBeVisible();

    await page.getByRole('button', { name: '“음악실” 더 보기' }).click();
    // What would be recorded is the one that is chosen now, not the one that is being deleted.
    const looksAtOther = page.waitForRequest((request) => request.url().includes(gym));
    await page.getByRole('menuitem', { name: '지우기' }).click();
    await expect(saved.getByRole('radio', { name: /체육관/ })).toBeChecked();
    await looksAtOther;
    await page.getByRole('button', { name: '되돌리기' }).click();
    await expect(saved.getByRole('radio', { name: /음악실/ })).toBeChecked();
    await expectAccessible(page);
  } finally {
    await source.close();
  }
});

test('watches over two lessons at once, also from other screens', async ({ page }) => {
  const source = await LiveSource.start(await flashClip());
  try {
    const first = await core.startRecording({
      session_id: 'two-1',
      stream_url: source.url,
      title: '1반 수업',
    });
    await core.waitForStatus(first, '2 s on disk', (status) => status.duration_seconds > 2);
    await logIn(page, core.link);
    const strip = page.getByRole('complementary', { name: '녹화 중인 수업' });
    await expect(strip).toContainText('1반 수업');
    await expect(strip).toContainText(/저장됨 · .*까지/);
    await page.keyboard.press('m');
    await expect(page.getByText(/에 표시했어요\.$/)).toBeVisible();
    await expectAccessible(page);

    await strip.getByRole('link', { name: /1반 수업/ }).click();
    await page.getByRole('button', { name: '다른 수업도 녹화하기' }).click();
    await typeAddress(page, source.url);
    await page.getByRole('textbox', { name: '제목' }).fill('2반 수업');
    await page.getByRole('button', { name: '녹화 시작' }).click();
    const running = page.getByRole('list', { name: '녹화 중인 수업' });
    await expect(running.getByRole('listitem')).toHaveCount(2);
    await expect(page.getByRole('heading', { name: '2반 수업', level: 1 })).toBeVisible();
    await expectAccessible(page);

    await running.getByRole('button', { name: '“1반 수업” 녹화 끝내기' }).click();
    await expect(page.getByRole('dialog').getByRole('button', { name: '끝내기' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(running).toBeHidden();
    await expect(page.getByRole('region', { name: '1반 수업' })).toContainText('저장했어요');
    await expect(page.getByRole('region', { name: '2반 수업' })).toContainText('녹화 중');

    await page.getByRole('link', { name: '수업', exact: true }).click();
    await strip.getByRole('button', { name: '녹화 끝내기' }).click();
    await expect(page.getByRole('dialog').getByRole('button', { name: '끝내기' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('“2반 수업” 저장했어요.')).toBeVisible();
    await expect(strip).toBeHidden();
  } finally {
    await source.close();
  }
});

test('says on every screen which of two lessons is in trouble', async ({ page }) => {
  const watchful = await startCore({
    settings: { ...settings, recording: { stall_seconds: 60 } },
  });
  const [fine, stalled] = [
    await LiveSource.start(await flashClip()),
    await LiveSource.start(await flashClip()),
  ];
  try {
    const first = await watchful.startRecording({
      ...{ session_id: 'fine', title: '1반 수업', stream_url: fine.url },
    });
    const second = await watchful.startRecording({
      ...{ session_id: 'stalled', title: '2반 수업', stream_url: stalled.url },
    });
    for (const id of [first, second]) {
      await watchful.waitForStatus(id, '2 s on disk', (status) => status.duration_seconds > 2);
    }
    await logIn(page, watchful.link);
    const strip = page.getByRole('complementary', { name: '녹화 중인 수업' });
    await expect(strip).toContainText('외 1개');
    stalled.stall();
    await expect(strip.getByRole('status').last()).toContainText('2반 수업: 화면이 들어오지 않아요.', {
      timeout: 20_000,
    });
    await expect(strip).not.toContainText('1반 수업: ');
    await expectAccessible(page);
  } finally {
    await fine.close();
    await stalled.close();
    await watchful.stop();
  }
});

test('records the screen of this PC', async ({ page }) => {
  test.skip(!canMakeScreen, 'needs Xvfb');
  const screen = await startScreen();
  const before = process.env['DISPLAY'];
  process.env['DISPLAY'] = screen.display;
  const desk = await startCore({ settings });
  process.env['DISPLAY'] = before;
  if (before === undefined) delete process.env['DISPLAY'];
  try {
    await openRecord(page, desk);
    await expect(page.getByRole('radio', { name: '이 PC 화면' })).toBeChecked();
    await expect(page.getByRole('img', { name: '지금 녹화하면 담길 화면' })).toBeVisible();
    await expect(page.getByRole('combobox', { name: '화면' })).toContainText('1280×720');
    await expect(page.getByText('마이크 없이 녹화해요. 선생님 목소리는 담기지 않아요.')).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('button', { name: '녹화 시작' }).click();
    await expect(page.getByText(/^저장됨 · .*까지$/)).toBeVisible();
    await expect.poll(() => position(page)).toBeGreaterThan(1);
    await page.keyboard.press('Shift+S');
    await expect(page.getByRole('dialog').getByRole('button', { name: '끝내기' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByText('저장했어요', { exact: true })).toBeVisible();
  } finally {
    await desk.stop();
    await screen.end();
  }
});

for (const [name, start] of [
  ['RTSP', async () => startRtsp(await flashClip({ size: '854x480', container: 'mp4' }))],
  ['HLS', async () => startHls(await flashClip({ size: '854x480' }))],
] as const) {
  test(`records ${name}, which plays from start to end and seeks`, async ({ page }) => {
    test.skip(name === 'RTSP' && !canServeRtsp, 'the RTSP server is a Debian package');
    const source = await start();
    try {
      const id = await core.startRecording({
        session_id: `e2e-${name}`,
        stream_url: source.url,
        title: name,
      });
      await core.waitForStatus(id, '6 s on disk', (status) => status.duration_seconds > 6);
      const stopped = await core.stopRecording(id);
      expect(stopped.takes).toHaveLength(1);

      await logIn(page, core.link);
      await openLesson(page, core.url, id);
      const played = await playToEnd(page, { rate: 2 });
      expect(played.endedAt).toBeCloseTo(stopped.duration_seconds, 0);
      expect(played.longestStallMs).toBeLessThan(2000);
      for (const at of [4.5, 0.5, 3]) {
        await seek(page, at);
        expect(await position(page)).toBeCloseTo(at, 1);
      }
    } finally {
      await source.end();
    }
  });
}
