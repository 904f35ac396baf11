/// <reference lib="dom" />
/** Pupil by pupil: who may need help, what each of them did, and the sheet that a pupil gets on paper. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Page, expect, test } from '@playwright/test';
import { z } from 'zod';
import {
  type StrugglingStudent,
  sessionAnalysisSchema,
  strugglingStudentsSchema,
} from '../../contract/session-analysis.ts';
import { expectAccessible } from '../support/accessible.ts';
import { freePort } from '../support/child.ts';
import { type Core, startCore } from '../support/core.ts';
import { logIn } from '../support/player.ts';
import { fillClass, pupilName, recordClass } from '../support/pupils-class.ts';

const pupils = 28;
const settings = { processing: { ladder: [] }, analysis: { enabled: false } };
const notYet = '아직 저장되지 않았어요. 연결되면 저장할게요.';

let core: Core;
/** As the core names them. */
let named: StrugglingStudent[] = [];

test.beforeAll(async () => {
  test.setTimeout(300_000);
  core = await startCore({ settings });
  await fillClass(core, 'class-b', { seed: 3, pupils });
  await recordClass(core, 'class-b');
  await core.api(sessionAnalysisSchema, 'POST', '/api/ai/analyze-session/class-b?wait=120', {});
  named = await core.api(
    strugglingStudentsSchema,
    'GET',
    '/api/ai/struggling-students/class-b?wait=120&lang=ko',
  );
  expect(named.length).toBeGreaterThan(1);
});

test.afterAll(async () => {
  await core.stop();
});

test.beforeEach(async ({ page }) => {
  await logIn(page, core.link);
});

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 0, minute)).toISOString();
const nameOf = (studentId: string) => pupilName(Number(studentId.slice(2)) - 1, pupils) || studentId;
const cards = (page: Page) => page.getByRole('list', { name: '챙겨 볼 학생' }).locator('> li');
const noteField = (page: Page, studentId: string) =>
  page.getByRole('textbox', { name: new RegExp(`^${nameOf(studentId)}.* 메모$`) });

async function openPupils(page: Page, search = ''): Promise<void> {
  await page.goto(`${core.url}/classes/class-b/pupils${search}`);
  await expect(page.getByRole('heading', { name: '모든 학생' })).toBeVisible();
  await expect(cards(page)).toHaveCount(named.length);
}

async function savedNote(studentId: string) {
  const analysis = await core.api(
    sessionAnalysisSchema,
    'POST',
    '/api/ai/analyze-session/class-b?wait=120',
    {},
  );
  return analysis.student_profiles.find(({ student_id: id }) => id === studentId)?.note;
}

test('names who may need help, with what to do, why, and the moments behind it', async ({ page }) => {
  await openPupils(page);
  for (const [place, pupil] of named.entries()) {
    const card = cards(page).nth(place);
    await expect(card.getByRole('heading')).toContainText(nameOf(pupil.student_id));
    await expect(card).toContainText(pupil.intervention);
    for (const { text } of pupil.reasons) await expect(card).toContainText(text);
    // Words stand for the score; the number lies under how it is counted.
    await expect(card.getByText(/먼저 챙겨 주세요|살펴보면 좋아요/).first()).toBeVisible();
    const score = card.getByText(/점수 (0|1)\.\d\d/);
    await expect(score).toBeAttached();
    await expect(score).toBeHidden();
  }
  const first = cards(page).first();
  await first.getByText('이 숫자는 어떻게 나왔나요?').click();
  await expect(first.getByText(/점수 (0|1)\.\d\d/)).toBeVisible();
  await expect(first).toContainText('물어볼 까닭이지 판단이 아니에요');
  await first
    .getByRole('list', { name: /: 근거$/ })
    .first()
    .getByRole('link')
    .first()
    .click();
  await expect(page).toHaveURL(/\/lessons\/[^/]+\?t=\d+/);
});

test('keeps a note as it is typed, and lets one mark a pupil as seen to and take that back', async ({
  page,
}) => {
  const [one] = named;
  if (one === undefined) throw new Error('nobody is named');
  await openPupils(page);
  const field = noteField(page, one.student_id);
  await field.pressSequentially('점심 때 통분을 같이 풀어 봄');
  await expect(cards(page).first().getByText('저장됨')).toBeVisible();
  await expect.poll(() => savedNote(one.student_id)).toMatchObject({ note: '점심 때 통분을 같이 풀어 봄' });
  const done = page.getByRole('checkbox', { name: new RegExp(`^${nameOf(one.student_id)}.*살펴봤어요$`) });
  await done.focus();
  await page.keyboard.press('Space');
  await expect(cards(page).last().getByRole('checkbox')).toBeChecked();
  await expect(page.getByText(`${named.length}명 · 1명은 살펴봤어요`)).toBeVisible();
  // The focus goes with the card, so that the same key takes it back.
  await expect(done).toBeFocused();
  await expect.poll(() => savedNote(one.student_id)).toMatchObject({ done: true });
  await page.reload();
  await expect(cards(page).last()).toContainText(nameOf(one.student_id));
  await expect(field).toHaveValue('점심 때 통분을 같이 풀어 봄');
  await done.click();
  await expect(cards(page).first()).toContainText(nameOf(one.student_id));
  await expect.poll(() => savedNote(one.student_id)).toMatchObject({ done: false });
  // What is written and left at once is kept as well.
  await field.fill('');
  await field.press('Escape');
  await expect.poll(() => savedNote(one.student_id)).toMatchObject({ note: '' });
});

test('orders the pupils by any column with the keyboard, what is not known last', async ({ page }) => {
  await openPupils(page);
  const head = (name: string) => page.getByRole('columnheader', { name });
  const texts = (column: string) => page.locator(`tbody [data-column="${column}"]`).allInnerTexts();
  await expect(page.locator('tbody tr')).toHaveCount(pupils);
  await expect(head('이름')).toHaveAttribute('aria-sort', 'ascending');
  // The pupil without a name stands at the foot, by number.
  await expect(page.locator('tbody tr').last()).toContainText(`p-0${pupils}`);
  await expect(page.locator('tbody tr').last()).toContainText('명단에 이름 없음');
  await head('쓴 글').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(head('쓴 글')).toHaveAttribute('aria-sort', 'descending');
  await expect(head('이름')).toHaveAttribute('aria-sort', 'none');
  const messages = (await texts('messages')).map(Number);
  expect(messages).toEqual(messages.toSorted((left, right) => right - left));
  await page.keyboard.press('Enter');
  await expect(head('쓴 글')).toHaveAttribute('aria-sort', 'ascending');
  for (const name of ['참여도', '참여 구간', '정답률', '글의 기분', '질문', '퀴즈 답', '출석', '메모']) {
    await head(name).getByRole('button').click();
    await expect(head(name)).toHaveAttribute('aria-sort', 'descending');
  }
  await page.reload();
  await expect(head('메모')).toHaveAttribute('aria-sort', 'descending');
  const definition = page.getByText(/반의 중간만큼 쓰면 절반/);
  await expect(definition).toBeAttached();
  await expect(definition).toBeHidden();
  await page.getByText('이 숫자는 어떻게 나왔나요?').last().click();
  await expect(definition).toBeVisible();
});

test('shows every column at 1024 pixels, in both languages', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  for (const language of ['ko', 'en']) {
    await page.evaluate((name) => localStorage.setItem('airclass.language', name), language);
    await page.goto(`${core.url}/classes/class-b/pupils`);
    await expect(page.locator('tbody tr')).toHaveCount(pupils);
    const [shown, whole] = await page
      .locator('table')
      .evaluate((table) => [table.parentElement?.clientWidth ?? 0, table.scrollWidth]);
    expect(whole, language).toBeLessThanOrEqual(shown ?? 0);
  }
});

test('finds a pupil by name, initials and number', async ({ page }) => {
  await openPupils(page);
  const field = page.getByRole('searchbox', { name: '이름으로 찾기' });
  const rows = page.locator('tbody tr');
  const full = pupilName(0, pupils);
  await field.fill(full);
  await expect(rows.first()).toContainText(full);
  await expect(page.getByText(new RegExp(`^${pupils}명 가운데 \\d+명$`))).toBeVisible();
  await field.fill('ㅁㅈ');
  await expect(rows.first()).toContainText('민준');
  await field.fill('p-028');
  await expect(rows).toHaveCount(1);
  await field.fill('없는이름');
  await expect(page.getByText(/이 이름의 학생이 없어요/)).toBeVisible();
  await field.press('Escape');
  await expect(rows).toHaveCount(pupils);
  const files = page.getByRole('link', { name: /내려받기/ });
  await expect(files).toHaveCount(2);
  await expect(files.last()).toHaveAttribute('href', /\/analysis\/students\.csv\?lang=ko$/);
  await expect(files.first()).toHaveAttribute('href', /\/analysis\/help\.csv\?lang=ko$/);
});

test('shows one pupil, the ones before and after, and says when there is no such pupil', async ({ page }) => {
  const [one] = named;
  if (one === undefined) throw new Error('nobody is named');
  await openPupils(page);
  await cards(page).first().getByRole('heading').getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(nameOf(one.student_id));
  const teacher = page.getByRole('region', { name: '선생님만 보는 내용' });
  await expect(teacher).toContainText(one.intervention);
  await expect(teacher.getByRole('list', { name: '시간 순서로' }).getByRole('link').first()).toHaveAttribute(
    'href',
    /\/lessons\/[^/]+\?t=/,
  );
  const before = page.url();
  await page.getByRole('link', { name: /^다음 학생: / }).click();
  await expect(page).not.toHaveURL(before);
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(before);
  // Arrows belong to the field while somebody writes.
  await noteField(page, one.student_id).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(before);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toContainText('다음 학생');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: '모든 학생으로' }).click();
  await expect(page.getByRole('heading', { name: '모든 학생' })).toBeVisible();
  await page.goto(`${core.url}/classes/class-b/pupils/p-999`);
  await expect(page.getByRole('heading', { name: '이 수업에 이 학생이 없어요' })).toBeVisible();
  await page.getByRole('link', { name: '모든 학생으로' }).click();
  await expect(page).toHaveURL(/\/classes\/class-b\/pupils$/);
  await page.goto(`${core.url}/classes/no-such-class/pupils/p-001`);
  await expect(page.getByRole('heading', { name: '이 수업은 여기에 없어요' })).toBeVisible();
});

for (const language of ['ko', 'en'] as const) {
  test(`prints a sheet for the pupil and nothing that is for the teacher, ${language}`, async ({ page }) => {
    const [one] = named;
    if (one === undefined) throw new Error('nobody is named');
    const note = { note: '어머니와 통화하기' };
    await core.api(z.unknown(), 'PUT', `/api/sessions/class-b/students/${one.student_id}/note`, note);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`${core.url}/classes/class-b/pupils/${one.student_id}`);
    const sheet = page.getByRole('article');
    await expect(sheet.getByRole('heading', { name: '더 해 볼 것' })).toBeVisible();
    if (language === 'en') {
      // The pupil reads English; the page stays Korean.
      await page.getByText('English', { exact: true }).click();
      await expect(sheet).toHaveAttribute('lang', 'en');
      await expect(sheet.getByRole('heading', { name: 'What to look at again' })).toBeVisible();
      await expect(page.getByRole('heading', { name: '학생에게 줄 피드백' })).toBeVisible();
      await expect(sheet).not.toContainText('잘한 점');
    }
    await page.getByRole('textbox', { name: '선생님 한마디 (선택)' }).fill('같이 한 번 더 풀어 보자!');
    await page.evaluate(() => {
      window.print = () => {
        dispatchEvent(new Event('beforeprint'));
        document.body.dataset['printedAs'] = document.title;
        dispatchEvent(new Event('afterprint'));
      };
    });
    await page.getByRole('button', { name: '인쇄 / PDF' }).click();
    await expect(page.locator('body')).toHaveAttribute(
      'data-printed-as',
      `분수의 덧셈과 뺄셈 - ${nameOf(one.student_id)}`,
    );

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.getByRole('navigation')).toHaveCount(0);
    await expect(noteField(page, one.student_id)).toBeHidden();
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('textbox')).toHaveCount(0);
    const paper = await page.locator('body').innerText();
    expect(paper).toContain(nameOf(one.student_id));
    expect(paper).toContain('분수의 덧셈과 뺄셈');
    expect(paper).toContain('5학년 2반');
    expect(paper).toContain('같이 한 번 더 풀어 보자!');
    for (const hidden of [note.note, one.intervention, '챙겨', '살펴봤어요', '중간값', 'median', 'http']) {
      expect(paper).not.toContain(hidden);
    }
    for (let place = 0; place < pupils; place += 1) {
      const other = pupilName(place, pupils);
      if (other !== '' && other !== nameOf(one.student_id)) expect(paper).not.toContain(other);
    }
    const colours = await sheet.evaluate((element) => [
      getComputedStyle(element).color,
      getComputedStyle(document.body).backgroundColor,
    ]);
    expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(1);
    expect(pages).toBeLessThanOrEqual(2);
    // A4 in points.
    expect(pdf).toMatch(/\/MediaBox\s*\[\s*0 0 59[45][\d.]* 84[12][\d.]*\s*\]/);

    // Nobody keeps what was written for the paper.
    await page.emulateMedia({ media: 'screen' });
    await page.reload();
    await expect(page.getByRole('textbox', { name: '선생님 한마디 (선택)' })).toHaveValue('');
  });
}

test('says what to do where there is nothing yet, and what it does not mean that nobody is named', async ({
  page,
}) => {
  await core.api(z.unknown(), 'PUT', '/api/sessions/empty-b', { title: '빈 수업' });
  await page.goto(`${core.url}/classes/empty-b/pupils`);
  await expect(page.getByRole('heading', { name: '아직 학생이 없어요' })).toBeVisible();
  await expect(page.getByRole('link', { name: '자료 넣기' })).toHaveAttribute(
    'href',
    '/classes/empty-b/data',
  );
  await core.api(z.unknown(), 'PUT', '/api/sessions/empty-b', {
    students: [
      { student_id: 's-1', name: '김하늘' },
      { student_id: 's-2', name: '김하늘' },
    ],
  });
  await expect(page.getByText('채팅과 퀴즈 기록이 아직 없어요.')).toBeVisible();
  // Two of the same name are told apart; what is not known says why.
  await expect(page.locator('tbody tr').first()).toContainText('s-1');
  await expect(page.getByTitle('퀴즈에 답하지 않았어요')).toHaveCount(2);
  await core.api(
    z.unknown(),
    'POST',
    '/api/sessions/empty-b/chat',
    ['s-1', 's-2'].map((id, place) => ({
      message_id: `m-${id}`,
      sender_id: id,
      sender_role: 'student',
      text: '네 적었어요',
      sent_at: at(place),
    })),
  );
  // So soon after the change before, this one is read in its time.
  await expect(page.getByText('기록에서 먼저 챙겨야 할 학생이 보이지 않아요.')).toBeVisible({
    timeout: 40_000,
  });
  await expect(page.getByText(/모두 괜찮다는 뜻은 아니에요/)).toBeVisible();
});

test('works with two hundred pupils, and on a phone', async ({ page }) => {
  await fillClass(core, 'year-b', { seed: 5, pupils: 200, messages: 400 });
  await page.goto(`${core.url}/classes/year-b/pupils`);
  await expect(page.locator('tbody tr')).toHaveCount(200, { timeout: 60_000 });
  const engagement = page.getByRole('columnheader', { name: '참여도' });
  await engagement.getByRole('button').click();
  await expect(engagement).toHaveAttribute('aria-sort', 'descending');
  await page.setViewportSize({ width: 400, height: 800 });
  const list = page.getByRole('list', { name: '모든 학생' });
  await expect(list.getByRole('listitem')).toHaveCount(200);
  await page.getByRole('combobox', { name: '정렬' }).click();
  await page.getByRole('option', { name: '질문' }).click();
  await expect(page).toHaveURL(/sort=questions&order=desc/);
  await page.getByRole('button', { name: '큰 것부터. 눌러서 뒤집기' }).click();
  await expect(page).toHaveURL(/sort=questions&order=asc/);
  await expectAccessible(page);
});

test('keeps a note that is typed while the recorder is away, and saves it when it is back', async ({
  page,
}) => {
  test.slow();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-e2e-note-'));
  const port = await freePort();
  let other: Core | undefined;
  try {
    other = await startCore({ dataDir, port, settings });
    const student = { student_id: 's-1', name: '김하늘' };
    await other.api(z.unknown(), 'PUT', '/api/sessions/away-b', { title: '수업', students: [student] });
    await logIn(page, other.link);
    await page.goto(`${other.url}/classes/away-b/pupils/s-1`);
    const field = page.getByRole('textbox', { name: '김하늘 메모' });
    await expect(field).toBeVisible();
    await other.kill();
    await expect(page.getByText(/^녹화기와 연결이 끊겼어요/)).toBeVisible();
    await field.pressSequentially('내일 물어보기');
    await expect(page.getByText(notYet)).toBeVisible();
    await page.getByRole('checkbox', { name: '김하늘 살펴봤어요' }).click();
    await expect(page.getByRole('checkbox', { name: '김하늘 살펴봤어요' })).toBeChecked();
    other = await startCore({ dataDir, port });
    await expect(page.getByText(notYet)).toHaveCount(0, { timeout: 30_000 });
    const again = other;
    await expect
      .poll(async () => {
        const all = await again.api(
          sessionAnalysisSchema,
          'POST',
          '/api/ai/analyze-session/away-b?wait=120',
          {},
        );
        return all.student_profiles[0]?.note;
      })
      .toMatchObject({ note: '내일 물어보기', done: true });
    await expect(field).toHaveValue('내일 물어보기');
    await other.stop();
    other = undefined;
  } finally {
    await other?.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`can be used by everybody: no findings of axe, ${colorScheme}`, async ({ page }) => {
    const [one] = named;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await openPupils(page);
    for (const counted of await page.getByText('이 숫자는 어떻게 나왔나요?').all()) await counted.click();
    await expectAccessible(page);
    await page.setViewportSize({ width: 400, height: 800 });
    await expectAccessible(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${core.url}/classes/class-b/pupils/${one?.student_id}`);
    await expect(page.getByRole('article')).toBeVisible();
    await expect(page.getByRole('list', { name: '이유' })).toBeVisible();
    for (const counted of await page.getByText('이 숫자는 어떻게 나왔나요?').all()) await counted.click();
    await expectAccessible(page);
    await page.setViewportSize({ width: 400, height: 800 });
    await expectAccessible(page);
  });
}
