/// <reference lib="dom" />
/** The recorder is away while somebody types: what was typed stays, says that it is not saved yet, and is saved later. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { chapterSchema, importReplySchema, noteSchema } from '../../contract/vod.ts';
import { freePort } from '../support/child.ts';
import { flashClip } from '../support/clips.ts';
import { type Core, startCore } from '../support/core.ts';
import { expectAccessible } from '../support/accessible.ts';
import { logIn, openLesson } from '../support/player.ts';

const notYet = '아직 저장되지 않았어요. 연결되면 저장할게요.';

test('titles, details, tags, chapters and notes typed meanwhile are kept, also over a reload, and saved when it is back', async ({
  page,
}) => {
  // Two cores are started, one after the other.
  test.slow();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'airclass-e2e-away-'));
  const port = await freePort();
  let core: Core | undefined;
  try {
    core = await startCore({ dataDir, port, settings: { processing: { ladder: [] } } });
    const form = new FormData();
    form.set('session_id', 'away');
    form.set('title', '로그의 성질');
    const clip = await readFile(await flashClip({ seconds: 20, container: 'mp4' }));
    form.set('file', new Blob([clip], { type: 'video/mp4' }), 'lesson.mp4');
    const headers = { authorization: `Bearer ${core.token}` };
    const reply = await fetch(`${core.url}/api/vod/import`, { method: 'POST', headers, body: form });
    const { recording_id: id } = importReplySchema.parse(await reply.json());
    await core.waitForStatus(id, 'the import', ({ status }) => status === 'ready');
    const chapter = { start_time: 5, title: '복습' };
    await core.api(z.unknown(), 'POST', `/api/vod/${id}/chapters`, chapter);
    await core.api(z.unknown(), 'POST', `/api/vod/${id}/notes`, { time: 5, text: '예제 준비' });
    await logIn(page, core.link);
    await openLesson(page, core.url, id);
    const panelKey = (name: string) => page.getByRole('tab', { name });
    const note = page.getByRole('textbox', { name: /^메모 “/ });
    await panelKey('메모').click();
    await expect(note).toHaveValue('예제 준비');
    await panelKey('챕터').click();

    await core.kill();
    await expect(page.getByText(/^녹화기와 연결이 끊겼어요/)).toBeVisible();
    await page.getByRole('button', { name: /^제목: 로그의 성질/ }).click();
    await page.keyboard.type('로그의 뜻');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '“복습” 이름 바꾸기' }).click();
    await page.keyboard.type('지난 시간 복습');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^과목:/ }).click();
    await page.keyboard.type('수학 I');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^과목:/ })).toBeFocused();
    await page.getByRole('combobox', { name: '태그' }).fill('시험 대비');
    await page.keyboard.press('Enter');
    await expect(page.getByText(notYet)).toHaveCount(4);
    await expect(page.getByRole('heading', { name: '로그의 성질로그의 뜻' })).toBeVisible();
    await expect(page.getByText('고친 내용 2건은 연결되면 저장할게요.')).toBeVisible();
    await expectAccessible(page);
    // A note that is left while it is being typed.
    await panelKey('메모').click();
    await note.fill('예제 두 개 준비');
    await panelKey('챕터').click();
    await expect(page.getByText('고친 내용 3건은 연결되면 저장할게요.')).toBeVisible();
    await panelKey('메모').click();
    await expect(note).toHaveValue('예제 두 개 준비');
    await panelKey('챕터').click();

    // Another page of the same browser, loaded after the recorder is back, has them too.
    core = await startCore({ dataDir, port });
    await page.reload();
    await expect(page.getByRole('heading', { name: '로그의 성질로그의 뜻' })).toBeVisible();
    await expect(page.getByText('지난 시간 복습').first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(notYet)).toHaveCount(0);
    // It is kept until the page shows the recorder's answer.
    await expect.poll(() => page.evaluate(() => localStorage.getItem('airclass.unsaved-edits'))).toBeNull();
    const later = core;
    await expect
      .poll(async () => later.info(id))
      .toMatchObject({ title: '로그의 성질로그의 뜻', subject: '수학 I', tags: ['시험 대비'] });
    const chapters = await core.api(z.array(chapterSchema), 'GET', `/api/vod/${id}/chapters`);
    expect(chapters.map(({ title }) => title)).toContain('지난 시간 복습');
    const notes = await core.api(z.array(noteSchema), 'GET', `/api/vod/${id}/notes`);
    expect(notes.map(({ text }) => text)).toEqual(['예제 두 개 준비']);

    // What the recorder refuses is not tried for ever.
    await page.evaluate((route) => {
      localStorage.setItem('airclass.unsaved-edits', JSON.stringify({ [route]: { title: '없는 챕터' } }));
    }, `/api/vod/${id}/chapters/01890a5d-ac96-774b-bcce-b302099a8057`);
    await page.reload();
    await expect(page.getByText('이 챕터가 없어요.')).toBeVisible();
    expect(await page.evaluate(() => localStorage.getItem('airclass.unsaved-edits'))).toBeNull();

    // What was there before can be had back in the page that sent something else for it.
    await panelKey('메모').click();
    await core.kill();
    await expect(page.getByText(/^녹화기와 연결이 끊겼어요/)).toBeVisible();
    await note.fill('예제 세 개 준비');
    await expect(page.getByText('고친 내용 1건은 연결되면 저장할게요.')).toBeVisible();
    const again = await startCore({ dataDir, port });
    core = again;
    const texts = async () =>
      (await again.api(z.array(noteSchema), 'GET', `/api/vod/${id}/notes`)).map(({ text }) => text);
    await expect.poll(texts, { timeout: 30_000 }).toEqual(['예제 세 개 준비']);
    await note.fill('예제 두 개 준비');
    await expect.poll(texts).toEqual(['예제 두 개 준비']);
    await core.stop();
    core = undefined;
  } finally {
    await core?.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
});
