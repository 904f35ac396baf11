/// <reference lib="dom" />
/** The chat of a session with what was read out of it, the school's words, and files of other tools brought in. */
import { readFile } from 'node:fs/promises';
import { type Page, expect, test } from '@playwright/test';
import { z } from 'zod';
import { glossaryReplySchema } from '../../contract/chat-analysis.ts';
import { sessionAnalysisSchema } from '../../contract/session-analysis.ts';
import { chatListReplySchema, sessionSchema } from '../../contract/sessions.ts';
import { importReplySchema } from '../../contract/vod.ts';
import { expectAccessible } from '../support/accessible.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn, openLesson, position } from '../support/player.ts';

const startMs = Date.parse('2026-03-02T00:00:00.000Z');
const pupils = ['이서연', '박도윤', '최하은', '정시우', '한지우', '오유진'].map((name, at) => ({
  student_id: `p-${at + 1}`,
  name,
}));
const abuse = '야 이 개새끼야 꺼져라';
const spam = '무료 로벅스 받기 open.kakao.com/o/abc 친추하면 공짜로 줘요';
/** Harmless in an art lesson, and read as an insult. */
const misread = '등신대 패널은 얼마나 크게 그려요?';
const said: [who: string, text: string][] = [
  ['t-1', '밑의 변환이 뭔지 말해 볼 사람?'],
  ['p-1', '로그의 밑을 바꾸는 거요'],
  ['p-2', '하나도 모르겠어요 ㅠㅠ 너무 어려워요'],
  ['p-3', '밑의 변환 공식은 왜 성립해요?'],
  ['p-4', abuse],
  ['p-5', spam],
  ['p-6', misread],
  ['p-1', '<img src=x onerror="document.title=1"> <b>굵게</b>'],
  ['p-2', '아하 이해했어요! 설명 정말 감사합니다'],
];

let core: Core;
let lessonId = '';

const messagesOf = (lines: readonly (readonly [string, string])[], fromMs = startMs, stepMs = 20_000) =>
  lines.map(([sender, text], at) => ({
    message_id: `m-${String(at + 1).padStart(5, '0')}`,
    sender_id: sender,
    sender_role: sender.startsWith('t-') ? 'teacher' : 'student',
    text,
    sent_at: new Date(fromMs + at * stepMs).toISOString(),
  }));

async function makeSession(id: string, title: string): Promise<void> {
  const fields = { title, teacher_id: 't-1', teacher_name: '김서연', session_date: '2026-03-02' };
  await core.api(sessionSchema, 'PUT', `/api/sessions/${id}`, { ...fields, students: pupils });
}

const analyze = (id: string) =>
  core.api(sessionAnalysisSchema, 'POST', `/api/ai/analyze-session/${id}?wait=100`, {});
const glossary = () => core.api(glossaryReplySchema, 'GET', '/api/glossary');
const heldMessages = async (id: string) =>
  (await core.api(chatListReplySchema, 'GET', `/api/sessions/${id}/chat?limit=200`)).items.length;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  core = await startCore({ settings: { processing: { ladder: [] } } });
  await makeSession('talk', '로그의 성질');
  await core.api(z.unknown(), 'POST', '/api/sessions/talk/chat', messagesOf(said));
  await makeSession('empty', '자료 없는 수업');
  lessonId = await importLesson();
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await core.request('PUT', '/api/glossary', { terms: [], never_keywords: [], allowed_words: [] });
  await logIn(page, core.link);
});

async function importLesson(): Promise<string> {
  const filmedMs = Date.UTC(2026, 2, 2, 0, 30);
  const clip = await flashClip({ seconds: 60, size: '640x480', container: 'mp4' });
  const form = new FormData();
  form.set('session_id', 'filmed');
  form.set('title', '녹화한 수업');
  form.set('started_at', new Date(filmedMs).toISOString());
  form.set('file', new Blob([await readFile(clip)], { type: 'video/mp4' }), 'lesson.mp4');
  const reply = await fetch(`${core.url}/api/vod/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${core.token}` },
    body: form,
  });
  const { recording_id: id } = importReplySchema.parse(await reply.json());
  await core.waitForStatus(id, 'its pictures', ({ status }) => status === 'ready', 240_000);
  await core.api(z.unknown(), 'PUT', '/api/sessions/filmed', { students: pupils });
  const lines = messagesOf(said.slice(1, 5), filmedMs + 5000, 10_000);
  await core.api(z.unknown(), 'POST', '/api/sessions/filmed/chat', lines);
  await analyze('filmed');
  return id;
}

const open = (page: Page, session: string, tab: string) => page.goto(`${core.url}/classes/${session}/${tab}`);
const list = (page: Page) => page.getByRole('region', { name: '채팅 글' });
const row = (page: Page, text: string | RegExp) => list(page).getByRole('listitem').filter({ hasText: text });
const rowOf = (page: Page, index: number) => list(page).locator(`li[data-index="${index}"]`);
const readAll = (page: Page) => expect(list(page).getByText('아직 읽지 않음')).toHaveCount(0);

test('shows each message with mood, intent and topics, covers what hurts, and runs nothing of it', async ({
  page,
}) => {
  await open(page, 'talk', 'chat');
  await expect(row(page, '하나도 모르겠어요')).toContainText('부정');
  const question = row(page, '공식은 왜 성립해요');
  await expect(question).toContainText('질문');
  await expect(question).toContainText('최하은');
  await expect(question).toContainText('학생');
  await expect(row(page, '말해 볼 사람')).toContainText('교사');
  await expect(row(page, '<b>굵게</b>')).toHaveCount(1);
  await expect(list(page).locator('img, b b')).toHaveCount(0);

  const covered = rowOf(page, 4);
  await expect(covered).toContainText('가려 둔 글이에요.');
  await expect(covered).toContainText(/욕설|모욕/);
  await expect(covered).toContainText(/보통|심함/);
  await expect(page.getByText(abuse)).toHaveCount(0);
  await covered.getByRole('button', { name: '글 보기' }).click();
  await expect(covered).toContainText(abuse);
  await covered.getByRole('button', { name: '다시 가리기' }).click();
  await expect(page.getByText(abuse)).toHaveCount(0);

  await page.getByText('이 숫자는 어떻게 나왔나요?').click();
  await expect(page.getByText(/글에 대한 것이지 학생에 대한 판단이 아니에요/)).toBeVisible();
  await expect(page.getByRole('link', { name: /채팅\.csv” 내려받기/ })).toHaveAttribute(
    'href',
    /\/api\/sessions\/talk\/analysis\/chat\.csv\?lang=ko$/,
  );
});

test('keeps only what is asked for, and the address remembers it', async ({ page }) => {
  await open(page, 'talk', 'chat');
  await expect(row(page, '말해 볼 사람')).toBeVisible();
  await readAll(page);
  await expect(page.getByText('글 9개')).toBeVisible();
  await page.getByText('가려 둔 글만').click();
  await expect(list(page).getByRole('listitem')).toHaveCount(3);
  await expect(page).toHaveURL(/show=flagged/);
  await page.getByText('모두', { exact: true }).click();
  await page.getByRole('combobox', { name: '분위기' }).selectOption('부정');
  await expect(row(page, '하나도 모르겠어요')).toBeVisible();
  await expect(row(page, '이해했어요')).toHaveCount(0);
  await page.getByRole('combobox', { name: '의도' }).selectOption('인사');
  await expect(page.getByText('맞는 글이 없어요')).toBeVisible();
  await page.getByRole('button', { name: '조건 지우기' }).click();
  const words = page.getByRole('searchbox', { name: '이름이나 글에서 찾기' });
  await words.fill('밑의변환');
  await expect(page.getByText('2개 찾음')).toBeVisible();
  await page.reload();
  await expect(words).toHaveValue('밑의변환');
  await expect(list(page).getByRole('listitem')).toHaveCount(2);
  await words.press('Escape');
  await expect(page.getByText('글 9개')).toBeVisible();
});

test('allows a word of a message that was covered by mistake, reads anew, and takes it back', async ({
  page,
}) => {
  await open(page, 'talk', 'chat');
  const wronged = rowOf(page, 6);
  await wronged.getByRole('button', { name: '글 보기' }).click();
  await expect(wronged).toContainText(misread);
  await expect(wronged).toContainText('잘못 가렸을 수 있어요');
  await wronged.getByRole('button', { name: '낱말 허용…' }).click();
  const dialog = page.getByRole('dialog', { name: '우리 학교에서는 괜찮은 낱말' });
  const field = dialog.getByRole('textbox', { name: '허용할 낱말' });
  await field.fill('등');
  await expect(dialog.getByText('두 글자부터 허용할 수 있어요.')).toBeVisible();
  await dialog.getByRole('button', { name: '등신대', exact: true }).click();
  await expect(field).toHaveValue('등신대');
  await dialog.getByRole('button', { name: '허용하기' }).click();
  await expect(page.getByText('“등신대” 허용했어요. 글을 새로 읽어요.')).toBeVisible();
  await expect(dialog).toHaveCount(0);
  // Read anew, it is nothing to be covered any more.
  await expect(wronged.getByRole('button')).toHaveCount(0);
  await expect(wronged).toContainText(misread);
  expect((await glossary()).allowed_words).toEqual(['등신대']);
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(wronged.getByRole('button', { name: /글 보기|다시 가리기/ })).toBeVisible();
  expect((await glossary()).allowed_words).toEqual([]);
});

test('says what nobody has read yet, and reads it when asked', async ({ page }) => {
  await makeSession('unread', '읽지 않은 수업');
  await core.api(z.unknown(), 'POST', '/api/sessions/unread/chat', messagesOf(said.slice(0, 3)));
  await page.route('**/api/ai/analyze-session/unread*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      json: { code: 'analysis_failed', status: 500, title: '', detail: '', type: '', request_id: 'r' },
    }),
  );
  await open(page, 'unread', 'chat');
  await expect(page.getByText('아직 읽지 않은 글이 3개 있어요.')).toBeVisible();
  await expect(row(page, '하나도 모르겠어요')).toContainText('아직 읽지 않음');
  await expect(page.getByRole('alert')).toContainText('분석이 갑자기 멈췄어요.');
  await page.unroute('**/api/ai/analyze-session/unread*');
  await page.getByRole('button', { name: '다시 해 보기' }).click();
  await expect(row(page, '하나도 모르겠어요')).toContainText('부정');
  await expect(page.getByText(/아직 읽지 않은 글이/)).toHaveCount(0);
});

test('scrolls through thousands, and finds the one at the end', async ({ page }) => {
  await makeSession('long', '긴 수업');
  const lines = Array.from(
    { length: 3000 },
    (_, at) =>
      [`p-${(at % 6) + 1}`, at === 2999 ? '마지막 글이에요 단위분수' : `${at + 1}번 풀었어요`] as const,
  );
  const all = messagesOf(lines, startMs, 7000);
  for (let from = 0; from < all.length; from += 1000) {
    await core.api(z.unknown(), 'POST', '/api/sessions/long/chat', all.slice(from, from + 1000));
  }
  await analyze('long');
  await open(page, 'long', 'chat');
  await expect(page.getByText('글 3,000개')).toBeVisible();
  await expect(row(page, /^.*1번 풀었어요/).first()).toBeVisible();
  expect(await list(page).getByRole('listitem').count()).toBeLessThan(60);
  await expect(async () => {
    await list(page).press('End');
    await expect(row(page, '마지막 글이에요')).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.reload();
  await page.getByRole('searchbox', { name: '이름이나 글에서 찾기' }).fill('단위분수');
  await expect(row(page, '마지막 글이에요')).toBeVisible();
  await expect(page.getByText('1개 찾음', { exact: true })).toBeVisible();
});

test('reads a line of my own, keeps nothing, and shows the answer to the last one', async ({ page }) => {
  await open(page, 'talk', 'chat');
  await expect(page.getByText('0 / 2,000자')).toBeVisible();
  const field = page.getByRole('textbox', { name: '읽어 볼 글' });
  await field.fill('밑의 변환이 왜 이렇게 돼요?');
  await field.press('Shift+Enter');
  await expect(field).toHaveValue(/\n$/);
  await field.press('Enter');
  const result = page.getByRole('region', { name: '읽은 결과' });
  await expect(result).toContainText('질문');
  await expect(result).toContainText('걸리는 것이 없어요');
  await expect(result).toContainText(/확실해요 \(\d+%\)/);
  await expect(result).toContainText('한국어');
  await field.fill(abuse);
  await page.getByRole('button', { name: '읽어 보기' }).click();
  await expect(result).toContainText(/모욕|욕설/);

  // The answer to a line that was asked about before comes after the one to the last.
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await page.route('**/api/ai/analyze-chat*', async (route) => {
    if (route.request().postData()?.includes('먼저') === true) await held;
    await route.continue().catch(() => undefined);
  });
  await field.fill('먼저 쓴 글');
  await field.press('Enter');
  await field.fill('나중에 쓴 글 감사합니다');
  await field.press('Enter');
  await expect(result).toContainText('나중에 쓴 글');
  letGo();
  await page.unrouteAll({ behavior: 'wait' });
  await expect(result).toContainText('나중에 쓴 글');
  expect(await heldMessages('talk')).toBe(said.length);
});

test('says in words why a line cannot be read', async ({ page }) => {
  await page.route('**/api/ai/analyze-chat*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      json: { code: 'model_missing', status: 503, title: '', detail: '', type: '', request_id: 'r' },
    }),
  );
  await open(page, 'talk', 'chat');
  const field = page.getByRole('textbox', { name: '읽어 볼 글' });
  await field.fill('이건 뭐예요?');
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('필요한 모델이 설치되어 있지 않아요.');
  await expect(field).toHaveValue('이건 뭐예요?');
  await page.unroute('**/api/ai/analyze-chat*');
  await page.getByRole('button', { name: '다시 해 보기' }).click();
  await expect(page.getByRole('region', { name: '읽은 결과' })).toContainText('질문');
});

test('marks the messages beside the picture, covers there too, and remembers whether to', async ({
  page,
}) => {
  await openLesson(page, core.url, lessonId);
  await page.getByRole('tab', { name: '채팅' }).click();
  const panel = page.getByRole('region', { name: '채팅' });
  const sad = panel.getByRole('button', { name: /하나도 모르겠어요/ });
  await expect(sad).toContainText('부정');
  await expect(panel.getByText(abuse)).toHaveCount(0);
  const covered = panel.getByRole('button', { name: /가려 둔 글이에요/ });
  await covered.click();
  await expect.poll(() => position(page)).toBeCloseTo(35, 0);
  await panel.getByRole('button', { name: '정시우 0:35 글 보기' }).click();
  await expect(panel.getByText(abuse)).toBeVisible();
  expect(await position(page)).toBeCloseTo(35, 0);
  await page.getByRole('switch', { name: '분위기·의도 표시' }).press('Space');
  await expect(sad).not.toContainText('부정');
  await page.reload();
  await page.getByRole('tab', { name: '채팅' }).click();
  await expect(page.getByRole('switch', { name: '분위기·의도 표시' })).not.toBeChecked();
  await expect(panel.getByText(abuse)).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('switch', { name: '분위기·의도 표시' }).press('Space');
  await expect(sad).toContainText('부정');
  await page.getByRole('link', { name: '채팅 돌아보기' }).click();
  // In a session that was recorded a message leads to its moment.
  await row(page, '하나도 모르겠어요').getByRole('link', { name: '0:15 장면 보기' }).click();
  await expect(page).toHaveURL(new RegExp(`/lessons/${lessonId}\\?t=15`));
});

test('shows nothing beside the picture before it is known what is to be covered', async ({ page }) => {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  await page.route(/\/chat-readings\?.*flagged=true/, async (route) => {
    await held;
    await route.continue();
  });
  await openLesson(page, core.url, lessonId);
  await page.getByRole('tab', { name: '채팅' }).click();
  const panel = page.getByRole('region', { name: '채팅' });
  await expect(panel.getByRole('listitem').filter({ hasText: '정시우' })).toContainText('…');
  await expect(panel.getByText(abuse)).toHaveCount(0);
  letGo();
  await expect(panel.getByRole('button', { name: /하나도 모르겠어요/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: /가려 둔 글이에요/ }).first()).toBeVisible();
  await expect(panel.getByText(abuse)).toHaveCount(0);
  await page.unrouteAll({ behavior: 'wait' });

  // Without an answer the messages are shown as they are.
  await page.route(/\/chat-readings\?.*flagged=true/, (route) => route.abort());
  await page.reload();
  await page.getByRole('tab', { name: '채팅' }).click();
  await expect(panel.getByRole('button', { name: /하나도 모르겠어요/ })).toBeVisible();
});

const file = (name: string, content: string, mimeType = 'text/csv') => ({
  name,
  mimeType,
  buffer: Buffer.from(content),
});
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const picker = (page: Page) => page.locator('input[type="file"]');

test('shows what a file holds before it is stored, brings it in, and knows it again', async ({ page }) => {
  await makeSession('sheets', '파일로 채운 수업');
  await open(page, 'sheets', 'data');
  const chat = [
    '보낸사람,시간,내용,비고',
    'p-1,09:10:00,분수가 왜 어려워요?,',
    'p-2,09:11:00,"통분하면, 돼요",',
    'p-3,나중에,시각이 없어요,',
  ].join('\n');
  await picker(page).setInputFiles([
    file('채팅.csv', chat),
    file('명단.json', JSON.stringify([{ 학번: 'p-9', 이름: '새 학생' }]), 'application/json'),
    file('메모.txt', '아무 말이나 적은 글', 'text/plain'),
    file('수업.mp4', 'x', 'video/mp4'),
  ]);
  const talk = card(page, '채팅.csv');
  await expect(talk.getByRole('combobox', { name: '무엇으로 읽을까요?' })).toHaveValue('chat');
  await expect(talk.getByRole('columnheader', { name: /시간.*보낸 때/ })).toBeVisible();
  await expect(talk.getByRole('cell', { name: '통분하면, 돼요' })).toBeVisible();
  await expect(talk).toContainText('자료 3줄');
  await expect(talk).toContainText('읽지 않는 열: 비고');
  await talk.getByText('읽지 못한 줄 1개').click();
  await expect(talk).toContainText('3번째 자료 보낸 때를 알아볼 수 없어요.');
  await expect(card(page, '수업.mp4')).toContainText('수업 목록에서 가져올 수 있어요');
  const note = card(page, '메모.txt');
  await expect(note.getByRole('alert')).toContainText('읽을 수 없는 파일이에요.');
  await note.getByRole('button', { name: '“메모.txt” 빼기' }).click();
  await expect(note).toHaveCount(0);

  // Another kind is another preview; nothing has been stored by any of them.
  await talk.getByRole('combobox').selectOption('출석');
  await expect(talk.getByRole('alert')).toContainText('읽을 수 없는 파일이에요.');
  await talk.getByRole('combobox').selectOption('채팅');
  await expect(talk).toContainText('아직 아무것도 저장하지 않았어요.');
  expect(await heldMessages('sheets')).toBe(0);
  await talk.getByRole('button', { name: '2줄 가져오기' }).click();
  await expect(talk).toContainText('채팅 2개를 가져왔어요.');
  await expect(talk).toContainText('1줄은 읽지 못했어요.');
  expect(await heldMessages('sheets')).toBe(2);
  const roster = card(page, '명단.json');
  await roster.getByRole('button', { name: '1줄 가져오기' }).click();
  await expect(roster).toContainText('명단 1개를 가져왔어요.');
  const held = page.locator('dl').first();
  await expect(held).toContainText(/학생\s*7/);
  await expect(held).toContainText(/채팅 글\s*2/);

  await picker(page).setInputFiles(file('또 채팅.csv', chat));
  const again = card(page, '또 채팅.csv');
  await again.getByRole('button', { name: '2줄 가져오기' }).click();
  await expect(again).toContainText('2개는 이미 있었어요.');
  await again.getByRole('link', { name: '무엇을 말해 주는지 보기' }).click();
  await expect(page).toHaveURL(`${core.url}/classes/sheets`);
});

test('takes files that are dropped, and understands its own examples', async ({ page }) => {
  await open(page, 'empty', 'data');
  await expect(page.getByRole('button', { name: '파일 고르기' })).toBeVisible();
  await page.evaluate(() => {
    const files = new DataTransfer();
    files.items.add(new File(['학번,이름\np-1,이서연'], '놓은 명단.csv', { type: 'text/csv' }));
    for (const name of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(
        new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: files }),
      );
    }
  });
  await expect(card(page, '놓은 명단.csv').getByRole('combobox')).toHaveValue('students');
  await page.getByText('파일은 어떻게 생겨야 하나요?').click();
  for (const [name, kind] of [
    ['채팅', 'chat'],
    ['퀴즈 답', 'quiz_responses'],
    ['출석', 'attendance'],
    ['명단', 'students'],
  ] as const) {
    const example = await page.getByRole('region', { name: `${name} 파일의 예` }).textContent();
    await picker(page).setInputFiles(file(`${kind}.csv`, example ?? ''));
    await expect(card(page, `${kind}.csv`).getByRole('combobox')).toHaveValue(kind);
    await expect(card(page, `${kind}.csv`)).not.toContainText('읽지 못한 줄');
  }
});

test('says that a session has no chat, and where to bring it in', async ({ page }) => {
  await open(page, 'empty', 'chat');
  await expect(page.getByRole('heading', { name: '이 수업에는 채팅이 없어요' })).toBeVisible();
  await page.getByRole('link', { name: '파일 가져오기' }).click();
  await expect(page).toHaveURL(`${core.url}/classes/empty/data`);
});

test('keeps the school’s own words: many at once, each once, with a way back', async ({ page }) => {
  await page.goto(`${core.url}/settings/glossary`);
  const terms = page.getByRole('list', { name: '배움 낱말' });
  const field = page.getByRole('textbox', { name: '배움 낱말에 더할 낱말' });
  await field.fill(`밑의 변환, 로그\n밑의변환, ${'가'.repeat(61)}`);
  await field.press('Enter');
  await expect(terms.getByRole('listitem')).toHaveText(['밑의 변환', '로그']);
  await expect(page.getByText(/2개를 더했어요\. 1개는 이미 있었어요\. 1개는 60자를 넘어서/)).toBeVisible();
  await expect(field).toHaveValue('가'.repeat(61));
  expect((await glossary()).terms).toEqual(['밑의 변환', '로그']);
  await page.getByRole('button', { name: '“밑의 변환” 빼기' }).click();
  await expect(terms.getByRole('listitem')).toHaveText(['로그']);
  await page.getByRole('button', { name: '되돌리기' }).click();
  await expect(terms.getByRole('listitem')).toHaveText(['로그', '밑의 변환']);

  // The recorder is away for a moment: what was typed stays.
  await page.route('**/api/glossary', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  const allowed = page.getByRole('textbox', { name: '괜찮은 낱말에 더할 낱말' });
  await allowed.fill('등신대');
  await allowed.press('Enter');
  await expect(page.getByRole('alert')).toContainText('녹화기에 연결할 수 없어요');
  await expect(allowed).toHaveValue('등신대');
  await page.unroute('**/api/glossary');
  await page.getByRole('button', { name: '다시 해 보기' }).click();
  await expect(page.getByRole('list', { name: '괜찮은 낱말' }).getByRole('listitem')).toHaveText(['등신대']);
  await expect(allowed).toHaveValue('');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be used by everybody: no findings of axe, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page, 'talk', 'chat');
    await expect(row(page, '말해 볼 사람')).toBeVisible();
    await readAll(page);
    const field = page.getByRole('textbox', { name: '읽어 볼 글' });
    await field.fill(abuse);
    await field.press('Enter');
    await expect(page.getByRole('region', { name: '읽은 결과' })).toBeVisible();
    const covered = rowOf(page, 4);
    await covered.getByRole('button', { name: '글 보기' }).click();
    await page.getByText('이 숫자는 어떻게 나왔나요?').click();
    await expectAccessible(page);
    await covered.getByRole('button', { name: '낱말 허용…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 400, height: 800 });
    await open(page, 'talk', 'chat');
    await expect(row(page, '말해 볼 사람')).toBeVisible();
    await expectAccessible(page);

    await open(page, 'empty', 'data');
    await page.getByText('파일은 어떻게 생겨야 하나요?').click();
    await picker(page).setInputFiles(file('채팅.csv', '보낸사람,시간,내용\n하늘,09:10:00,네\n바다,언제,네'));
    await page.getByText('읽지 못한 줄 1개').click();
    await expectAccessible(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expectAccessible(page);
  });
}
