/// <reference lib="dom" />
/** Finding lessons and working with them: search, filters, choosing, tags, trash, import. */
import { readFile, writeFile } from 'node:fs/promises';
import { type Page, expect, test } from '@playwright/test';
import { z } from 'zod';
import { recordingStatusReplySchema } from '../../contract/recording.ts';
import { searchReplySchema } from '../../contract/search.ts';
import { importReplySchema } from '../../contract/vod.ts';
import { LiveSource } from '../../main/testing/live-source.ts';
import { expectAccessible } from '../support/accessible.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';

const math = '로그의 성질과 밑의 변환';
const biology = '광합성과 세포 호흡';
const english = 'Reading: The Giver';
const history = '조선의 건국';
const lessons = [
  { title: math, subject: '수학', class_name: '2학년 3반', teacher_name: '김수현', daysAgo: 0 },
  { title: biology, subject: '생명과학', class_name: '1학년 1반', teacher_name: '박지우', daysAgo: 1 },
  { title: english, subject: '영어', class_name: '2학년 3반', teacher_name: 'Alex Kim', daysAgo: 40 },
  { title: history, subject: '역사', class_name: '3학년 1반', teacher_name: '이도윤', daysAgo: 400 },
];

let core: Core;
let clip: string;
const ids: string[] = [];

/** A day on Seoul's calendar. */
function day(daysAgo: number): string {
  return new Date(Date.now() + 9 * 3_600_000 - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

async function importLesson(sessionId: string, fields: Record<string, string>): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ session_id: sessionId, ...fields })) form.append(name, value);
  form.append('file', new Blob([await readFile(clip)]), 'clip.mp4');
  const reply = await fetch(`${core.url}/api/vod/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${core.token}` },
    body: form,
  });
  return importReplySchema.parse(await reply.json()).recording_id;
}

test.beforeAll(async () => {
  core = await startCore({ settings: { processing: { ladder: [] }, profile: { teacher_name: '김수현' } } });
  clip = await flashClip({ seconds: 10, container: 'mp4' });
  for (const [index, { daysAgo, ...lesson }] of lessons.entries()) {
    ids.push(await importLesson(`library-${index}`, { ...lesson, session_date: day(daysAgo) }));
  }
  for (const id of ids) await core.waitForStatus(id, 'a lesson', ({ status }) => status === 'ready', 60_000);
  const [mathId = ''] = ids;
  const chapter = { start_time: 3.5, title: '상용로그 연습' };
  await core.api(z.unknown(), 'POST', `/api/vod/${mathId}/chapters`, chapter);
  const startedMs = Date.parse((await core.status(mathId)).started_at ?? '');
  await core.api(z.unknown(), 'POST', '/api/sessions/library-0/chat', [
    {
      ...{ message_id: 'm1', sender_id: 's1', sender_role: 'student', text: '진수 조건이 왜 필요해요?' },
      sent_at: new Date(startedMs + 4500).toISOString(),
    },
  ]);
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
  await expect(cards(page).first()).toBeVisible();
});

const cards = (page: Page) => page.locator('[data-lesson]');
const card = (page: Page, title: string) => cards(page).filter({ hasText: title });
const filter = (page: Page, name: string) =>
  page.getByRole('group', { name: '필터' }).getByRole('button', { name, exact: true });
const searchBox = (page: Page) => page.getByRole('searchbox');
const notice = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const chosen = (page: Page) => page.locator('[data-lesson][data-selected="true"]');

test('the start-up link logs in and leaves no token in the address bar', async ({ page }) => {
  expect(page.url()).toBe(`${core.url}/`);
  await expect(page.getByRole('heading', { name: '수업', exact: true })).toBeVisible();
  await expect(cards(page)).toHaveCount(4);
  await page.reload();
  await expect(cards(page)).toHaveCount(4);
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

test('without the link the page says what to do', async ({ browser }) => {
  const stranger = await browser.newPage();
  await stranger.goto(core.url);
  await expect(stranger.getByRole('heading', { name: '시작 링크로 열어 주세요' })).toBeVisible();
  await stranger.close();
});

test('lessons stand under the time a teacher would look for them', async ({ page }) => {
  const headings = page.getByRole('main').getByRole('heading', { level: 2 });
  await expect(headings.first()).toHaveText('오늘');
  await expect(headings.nth(1)).toHaveText('어제');
  await expect(headings).toHaveCount(4);
  await expect(card(page, math).getByText('0:10')).toBeVisible();
  // All is well with them: nothing is said about it.
  await expect(card(page, math)).not.toContainText('저장됨');
});

for (const [text, title] of [
  ['변환', math],
  ['ㄱㅎㅅ', biology],
  ['giver', english],
  ['박지우', biology],
] as const) {
  test(`finds “${text}” as it is typed`, async ({ page }) => {
    await page.keyboard.press('/');
    await expect(searchBox(page)).toBeFocused();
    await page.keyboard.type(text);
    await expect(cards(page)).toHaveCount(1);
    await expect(card(page, title)).toBeVisible();
    await expect(page.getByRole('status').getByText('1개', { exact: true })).toBeVisible();
    expect(new URL(page.url()).searchParams.get('q')).toBe(text);
    await page.keyboard.press('Escape');
    await expect(cards(page)).toHaveCount(4);
    await expect(searchBox(page)).toHaveValue('');
  });
}

test('what was found shows its moments, and a click goes there', async ({ page }) => {
  const [id = ''] = ids;
  for (const [text, kind, at] of [
    ['상용', '챕터', '3.5'],
    ['진수', '채팅', '4.5'],
  ] as const) {
    await searchBox(page).fill(text);
    const moment = card(page, math).getByRole('list', { name: '찾은 장면' }).getByRole('link');
    await expect(moment).toHaveCount(1);
    await expect(moment.getByRole('img', { name: kind })).toBeVisible();
    await expect(moment.locator('mark')).toHaveText(text);
    await moment.click();
    await expect(page).toHaveURL(new RegExp(`/lessons/${id}\\?t=${at.slice(0, 2)}`));
    await page.goBack();
    await expect(searchBox(page)).toHaveValue(text);
    await expect(cards(page)).toHaveCount(1);
  }
});

test('filters are counted, stand in the address, and go one by one or together', async ({ page }) => {
  await filter(page, '학급').click();
  await expect(page.getByRole('menuitemradio', { name: '2학년 3반' })).toContainText('2');
  await page.getByRole('menuitemradio', { name: '2학년 3반' }).click();
  await expect(cards(page)).toHaveCount(2);
  await filter(page, '날짜').click();
  await page.getByRole('button', { name: '오늘', exact: true }).click();
  await expect(cards(page)).toHaveCount(1);
  await filter(page, '길이').click();
  await page.getByRole('menuitemradio', { name: '10분까지' }).click();
  const chips = page.getByRole('list', { name: '필터' });
  await expect(chips.getByRole('listitem')).toHaveText([
    '오늘',
    '학급: 2학년 3반',
    '10분까지',
    '모두 지우기',
  ]);
  const parameters = new URL(page.url()).searchParams;
  expect(Object.fromEntries(parameters)).toEqual({
    from: day(0),
    to: day(0),
    class: '2학년 3반',
    max: '10',
  });
  await page.reload();
  await expect(cards(page)).toHaveCount(1);
  await expect(chips.getByRole('listitem')).toHaveCount(4);
  await page.goBack();
  await expect(chips.getByRole('listitem')).toHaveCount(3);
  await page.getByRole('button', { name: '오늘 필터 지우기' }).click();
  await expect(cards(page)).toHaveCount(2);
  // Another value can be chosen although only one of them is shown.
  await filter(page, '학급').click();
  await page.getByRole('menuitemradio', { name: '1학년 1반' }).click();
  await expect(card(page, biology)).toBeVisible();
  await page.getByRole('button', { name: '모두 지우기' }).click();
  await expect(cards(page)).toHaveCount(4);
  expect(page.url()).toBe(`${core.url}/`);
});

test('any two days can be chosen in the calendar', async ({ page }) => {
  await filter(page, '날짜').click();
  const dialog = page.getByRole('dialog', { name: '날짜' });
  await expect(dialog.getByRole('table')).toBeVisible();
  await expectAccessible(page);
  const number = String(Number(day(0).slice(8)));
  // The days of the months before and after are in the table too.
  const days = dialog.getByRole('table').locator('button:not([data-outside])');
  const cell = days.filter({ hasText: new RegExp(`^${number}$`) });
  await cell.click();
  await cell.click();
  await expect(dialog).toBeHidden();
  await expect(cards(page)).toHaveCount(1);
  await expect(card(page, math)).toBeVisible();
});

test('menus close by key and by their own button, which has the focus then', async ({ page }) => {
  const windowOf = { menu: page.getByRole('menu'), dialog: page.getByRole('dialog') };
  for (const [name, kind] of [
    ['날짜', 'dialog'],
    ['학급', 'menu'],
    ['길이', 'menu'],
  ] as const) {
    const button = filter(page, name);
    await button.click();
    await expect(windowOf[kind]).toBeVisible();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Escape');
    await expect(windowOf[kind]).toBeHidden();
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(windowOf[kind]).toBeVisible();
    await button.click();
    await expect(windowOf[kind]).toBeHidden();
    await expect(button).toHaveAttribute('aria-expanded', 'false');
  }
});

test('a button without words says what it does to those who point at it', async ({ page }) => {
  const button = page.getByRole('button', { name: '목록으로 보기' });
  await button.hover();
  await expect(page.getByRole('tooltip', { name: '목록으로 보기' })).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(page.getByRole('tooltip')).toBeHidden();
});

test('what is fetched late is there when the recorder is not', async ({ page }) => {
  // One after another: when the last is asked for, the others are there with all that they need.
  const last = page.waitForRequest((request) => request.url().includes('/assets/tags-dialog'));
  await page.reload();
  await last;
  await page.context().setOffline(true);
  await page.getByRole('main').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: '키보드 단축키' })).toBeVisible();
  await page.context().setOffline(false);
});

test('order and look are kept', async ({ page }) => {
  await page.getByRole('button', { name: '순서: 최신순' }).click();
  await page.getByRole('menuitemradio', { name: '오래된 순' }).click();
  await expect(cards(page).first()).toContainText(history);
  await page.getByRole('button', { name: '목록으로 보기' }).click();
  await expect(cards(page).first()).toHaveAttribute('data-view', 'list');
  await page.reload();
  await expect(cards(page).first()).toHaveAttribute('data-view', 'list');
  await expect(cards(page).first()).toContainText(history);
  await page.getByRole('button', { name: '그림으로 보기' }).click();
});

test('says so when nothing is found, and how to go on', async ({ page }) => {
  await page.goto(
    `${core.url}/?q=${encodeURIComponent('없는낱말입니다')}&subject=${encodeURIComponent('수학')}`,
  );
  await expect(page.getByRole('heading', { name: '“없는낱말입니다”에 맞는 수업이 없어요' })).toBeVisible();
  await expect(page.getByText('ㅅㅎ → 수학')).toBeVisible();
  await page.getByRole('button', { name: '필터 지우기', exact: true }).click();
  await page.getByRole('button', { name: '모든 수업 보기' }).click();
  await expect(cards(page)).toHaveCount(4);
});

test('the mouse moving over a picture runs through the lesson', async ({ page }) => {
  const picture = card(page, math).locator('img');
  await expect
    .poll(async () => (await core.request('GET', `/api/vod/${ids[0] ?? ''}/trickplay.vtt`)).status)
    .toBe(200);
  await picture.hover();
  const scrub = card(page, math).locator('[data-scrubbing]');
  await expect(scrub).toBeVisible();
  const box = await picture.boundingBox();
  if (box === null) throw new Error('no picture');
  await page.mouse.move(box.x + box.width * 0.75, box.y + 10);
  await expect(scrub).toContainText('0:07');
});

test('a deleted lesson is gone at once and comes back with undo', async ({ page }) => {
  await card(page, biology).click({ button: 'right' });
  await page.getByRole('menuitem', { name: '지우기' }).click();
  await expect(card(page, biology)).toHaveCount(0);
  await expect(notice(page, `“${biology}” 수업을 휴지통으로 옮겼어요.`)).toBeVisible();
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(cards(page)).toHaveCount(4);
});

test('lessons are chosen with mouse and modifiers', async ({ page }) => {
  await card(page, math).getByRole('checkbox').check();
  await expect(chosen(page)).toHaveCount(1);
  await card(page, english)
    .getByRole('link')
    .click({ modifiers: ['Shift'] });
  await expect(chosen(page)).toHaveCount(3);
  await card(page, biology)
    .getByRole('link')
    .click({ modifiers: ['ControlOrMeta'] });
  await expect(chosen(page)).toHaveCount(2);
  await expect(page.getByRole('toolbar').getByText('2개 선택함')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await expect(chosen(page)).toHaveCount(4);
  await page.keyboard.press('Escape');
  await expect(chosen(page)).toHaveCount(0);
  expect(page.url()).toBe(`${core.url}/`);
});

test('everything is done from the keyboard: move, choose, open, put right, delete', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await expect(card(page, math).getByRole('link')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(card(page, biology).getByRole('link')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(chosen(page)).toHaveCount(1);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(chosen(page)).toHaveCount(2);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await page.keyboard.press('F2');
  const title = page.getByRole('dialog').getByLabel('제목');
  await expect(title).toBeFocused();
  await title.fill(`${math} 2`);
  await page.keyboard.press('Enter');
  await expect(card(page, `${math} 2`)).toBeVisible();
  await core.api(z.unknown(), 'PATCH', `/api/vod/${ids[0] ?? ''}`, { title: math });
  await expect(card(page, `${math} 2`)).toHaveCount(0);
  await card(page, biology).getByRole('link').focus();
  await page.keyboard.press('Delete');
  await expect(card(page, biology)).toHaveCount(0);
  await expect(card(page, english).getByRole('link')).toBeFocused();
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(card(page, biology)).toBeVisible();
  await card(page, biology).getByRole('link').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${core.url}/lessons/${ids[1] ?? ''}`);
});

test('tags are put on several lessons, found, and taken off again', async ({ page }) => {
  await card(page, math).getByRole('checkbox').check();
  await card(page, english).getByRole('checkbox').check();
  await page.getByRole('toolbar').getByRole('button', { name: '태그' }).click();
  const dialog = page.getByRole('dialog', { name: '수업 2개의 태그' });
  await dialog.getByLabel('태그 추가').fill('시험 대비');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('listitem')).toHaveText(['시험 대비']);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '저장' }).click();
  await expect(card(page, math)).toContainText('시험 대비');
  await expect(card(page, english)).toContainText('시험 대비');
  await page.keyboard.press('Escape');
  await filter(page, '태그').click();
  await page.getByRole('menuitemradio', { name: '시험 대비' }).click();
  await expect(cards(page)).toHaveCount(2);
  await page.getByRole('button', { name: '모두 지우기' }).click();
  await expect(cards(page)).toHaveCount(4);
  await card(page, english).click({ button: 'right' });
  await page.getByRole('menuitem', { name: '태그' }).click();
  await page.getByRole('button', { name: '시험 대비 태그 지우기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '저장' }).click();
  await expect(card(page, english)).not.toContainText('시험 대비');
  await expect(card(page, math)).toContainText('시험 대비');
});

test('chosen lessons are exported and kept for good', async ({ page }) => {
  await card(page, math).getByRole('checkbox').check();
  await page.getByRole('button', { name: '계속 보관' }).click();
  await expect(card(page, math).getByRole('img', { name: '계속 보관하는 수업' })).toBeVisible();
  await expect.poll(async () => (await core.info(ids[0] ?? '')).is_kept).toBe(true);
  await page.getByRole('button', { name: '내보내기' }).click();
  await notice(page, '수업 1개를 MP4로 내보내고 있어요.').getByRole('button', { name: '작업 보기' }).click();
  await expect(page).toHaveURL(`${core.url}/activity`);
});

test('a lesson that is being recorded stands first and says so', async ({ page }) => {
  await using source = await LiveSource.start(await flashClip());
  const id = await core.startRecording({
    ...{ session_id: 'library-live', stream_url: source.url, title: '지금 하는 수업' },
  });
  await core.waitForStatus(id, 'a second on disk', ({ duration_seconds: sec }) => sec > 1);
  await expect(cards(page).first()).toContainText('지금 하는 수업');
  await expect(page.getByRole('heading', { name: '지금 녹화 중' })).toBeVisible();
  await expect(cards(page).first()).toContainText('녹화 중');
  await core.stopRecording(id);
  await expect(page.getByRole('heading', { name: '지금 녹화 중' })).toBeHidden();
  await core.waitForStatus(id, 'the end', ({ status }) => status === 'ready', 60_000);
  await core.request('DELETE', `/api/recording/${id}?permanent=true`);
  await expect(card(page, '지금 하는 수업')).toHaveCount(0);
});

test('the trash gives back, or deletes for good after asking', async ({ page }) => {
  const doomed = await importLesson('doomed', { title: '지울 수업' });
  await core.waitForStatus(doomed, 'a lesson', ({ status }) => status === 'ready', 60_000);
  for (const id of [doomed, ids[2] ?? '', ids[3] ?? '']) await core.request('DELETE', `/api/recording/${id}`);
  await page.getByRole('link', { name: '휴지통' }).click();
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText('30일 남음');
  await expectAccessible(page);
  await page.getByRole('button', { name: `${english} 되돌리기` }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('checkbox', { name: `${history} 선택` }).check();
  await page.getByRole('button', { name: '1개 되돌리기' }).click();
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: '지울 수업 완전히 지우기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '취소' }).click();
  await expect(rows).toHaveCount(1);
  await page.getByRole('button', { name: '휴지통 비우기' }).click();
  await expect(page.getByRole('dialog', { name: '수업 1개를 완전히 지울까요?' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: '완전히 지우기' }).click();
  await expect(page.getByRole('heading', { name: '휴지통이 비어 있어요' })).toBeVisible();
  await expect
    .poll(async () => (await core.request('GET', `/api/recording/${doomed}/status`)).status)
    .toBe(404);
  await page.getByRole('link', { name: '수업 목록으로' }).click();
  await expect(cards(page)).toHaveCount(4);
});

test('files that are chosen become lessons, and one that is no video is explained', async ({
  page,
}, info) => {
  const bad = info.outputPath('숙제.mp4');
  await writeFile(bad, 'not a video');
  const named = info.outputPath(`${day(3)} 2학년 3반 수학 수열의 극한.mp4`);
  await writeFile(named, await readFile(clip));
  await page.goto(`${core.url}/?import`);
  const panel = page.getByRole('region', { name: '영상 가져오기' });
  await expect(panel.getByRole('button', { name: '파일 선택' })).toBeFocused();
  expect(page.url()).toBe(`${core.url}/`);
  const choosing = page.waitForEvent('filechooser');
  await panel.getByRole('button', { name: '파일 선택' }).click();
  await (await choosing).setFiles([bad, named]);
  const entries = panel.getByRole('listitem');
  await expect(entries.first().getByRole('alert')).toHaveText('읽을 수 없는 영상이에요.');
  await expect(entries.nth(1)).toContainText('가져왔어요', { timeout: 30_000 });
  await expectAccessible(page);
  await expect(card(page, '수열의 극한')).toContainText('수학 · 2학년 3반 · 김수현');
  await page.getByRole('button', { name: '수학 수열의 극한 정보 고치기' }).click();
  await page.getByRole('dialog').getByLabel('제목').fill('수열의 극한');
  await page.getByRole('dialog').getByRole('button', { name: '저장' }).click();
  await expect(entries.nth(1)).toContainText('수열의 극한');
  await panel.getByRole('button', { name: '닫기' }).click();
  await expect(panel).toBeHidden();
  const reply = await core.api(searchReplySchema, 'GET', `/api/search?date_from=${day(3)}&date_to=${day(3)}`);
  expect(reply.items.map(({ title }) => title)).toEqual(['수열의 극한']);
  await core.request('DELETE', `/api/recording/${reply.items[0]?.recording_id ?? ''}?permanent=true`);
});

test('when an imported lesson began can be told, and is unknown again with undo', async ({ page }) => {
  const [id = ''] = ids;
  const began = async () =>
    (await core.api(recordingStatusReplySchema, 'GET', `/api/recording/${id}/status`)).started_at;
  const imported = await began();
  await page.goto(`${core.url}/lessons/${id}`);
  const details = page.getByRole('region', { name: '수업 정보' });
  await details.getByRole('button', { name: /시작한 때.*언제 시작했는지 알려 주세요/ }).click();
  await details.getByLabel('시작한 때', { exact: true }).fill('2026-03-02T09:30');
  await page.keyboard.press('Enter');
  await expect(details.getByRole('button', { name: /시작한 때/ })).toHaveText(/9:30$/);
  await expect.poll(began).toBe('2026-03-02T00:30:00.000Z');
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(details.getByRole('button', { name: /시작한 때/ })).toHaveText('언제 시작했는지 알려 주세요');
  await expect.poll(began).toBe(imported);
});

test('a file that is dropped anywhere becomes a lesson; importing it can be cancelled', async ({ page }) => {
  const bytes = (await readFile(clip)).toString('base64');
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    const binary = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    data.items.add(new File([binary], '떨어뜨린 영상.mp4', { type: 'video/mp4' }));
    return data;
  }, bytes);
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('놓으면 수업으로 가져와요')).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('놓으면 수업으로 가져와요')).toBeHidden();
  await expect(card(page, '떨어뜨린 영상')).toBeVisible({ timeout: 30_000 });
  const id = (await card(page, '떨어뜨린 영상').getAttribute('data-lesson')) ?? '';
  await core.waitForStatus(id, 'the lesson', ({ status }) => status === 'ready', 60_000);
  await core.request('DELETE', `/api/recording/${id}?permanent=true`);
  await expect(card(page, '떨어뜨린 영상')).toHaveCount(0);

  // Held on its way, so that there is something to cancel.
  await page.route('**/api/vod/import', () => undefined);
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
  await page.getByRole('button', { name: '떨어뜨린 영상 가져오기 취소' }).click();
  await expect(page.getByRole('region', { name: '영상 가져오기' })).toContainText('취소했어요');
});

test('an empty library says what to do first', async ({ page }) => {
  const empty = await startCore();
  try {
    await logIn(page, empty.link);
    await expect(page.getByRole('heading', { name: '아직 녹화한 수업이 없어요' })).toBeVisible();
    await expect(page.getByRole('link', { name: '5초 시험 녹화' })).toHaveAttribute('href', '/setup');
    await expectAccessible(page);
    await page.getByRole('main').getByRole('button', { name: '영상 가져오기' }).last().click();
    await expect(page.getByRole('button', { name: '파일 선택' })).toBeFocused();
  } finally {
    await empty.stop();
  }
});

test('has nothing to complain about for those who cannot see it, in both themes and languages', async ({
  page,
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [language, look] of [
      ['ko', 'grid'],
      ['en', 'list'],
    ] as const) {
      await page.evaluate(
        ([spoken, view]) => {
          localStorage.setItem('airclass.language', spoken);
          localStorage.setItem('airclass.library_view', view);
        },
        [language, look] as const,
      );
      for (const address of ['/', '/?q=상용', '/?subject=수학&q=로', '/trash']) {
        await page.goto(core.url + address);
        await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
        if (address !== '/trash') await expect(cards(page).first()).toBeVisible();
        await expectAccessible(page);
      }
      await page.goto(core.url);
      await cards(page).first().getByRole('checkbox').check();
      await expectAccessible(page);
      await cards(page).nth(1).click({ button: 'right' });
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page);
    }
  }
});

test('fits narrow windows', async ({ page }) => {
  for (const [width, height] of [
    [1024, 700],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const address of ['/', '/?q=상용', '/trash']) {
      await page.goto(core.url + address);
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
      const isTooWide = await page.evaluate(() => {
        const main = document.querySelector('main');
        return main !== null && main.scrollWidth > main.clientWidth;
      });
      expect(isTooWide, `${address} at ${width}`).toBe(false);
    }
  }
});
