/**
 * The drill that a backup is for: a real lesson, backed up while the recorder runs, the data folder destroyed, brought
 * back on the command line on a new folder, played and found again.
 */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CoreProcess, startCore } from './testing/core-process.ts';
import { ffmpegPath, makeClip } from './testing/clip.ts';
import { waitFor } from './testing/wait-for.ts';

const root = path.join(import.meta.dirname, '..');
const cli = path.join(root, 'main', 'cli.ts');
const entry = path.join(root, 'main', 'headless.ts');

let folder: string;
let dataDir: string;
let place: string;
let passphraseFile: string;
let core: CoreProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-drill-'));
  dataDir = path.join(folder, 'data');
  place = path.join(folder, 'usb');
  passphraseFile = path.join(folder, 'passphrase');
  await mkdir(place);
  await writeFile(passphraseFile, '교무실 금고 암호 2026\n');
});
afterEach(async () => {
  await core?.stop();
  core = undefined;
  await rm(folder, { recursive: true, force: true });
});

type Event = { event: string } & Record<string, unknown>;

async function command(
  ...words: string[]
): Promise<{ code: number | undefined; events: Event[]; last: Event }> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [cli, ...words, '--json'], {
    reject: false,
  });
  const events = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Event);
  return { code: exitCode, events, last: events.at(-1) ?? { event: stderr } };
}

async function importLesson(running: CoreProcess, title: string): Promise<string> {
  const form = new FormData();
  form.append('session_id', 'math-1');
  form.append('title', title);
  form.append(
    'file',
    new Blob([await readFile(await makeClip({ seconds: 4, video: 'libx264' }))]),
    'clip.mkv',
  );
  const reply = await fetch(`${running.url}/api/vod/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${running.token}` },
    body: form,
  });
  const { recording_id: id } = (await reply.json()) as { recording_id: string };
  await waitFor('the lesson is ready', async () => {
    const { status } = await running.api<{ status: string }>('GET', `/api/recording/${id}/status`);
    return status === 'ready';
  });
  return id;
}

it('a lesson comes back from an encrypted backup, plays and is found', async () => {
  core = await startCore(dataDir, { entry });
  const { token } = core;
  const id = await importLesson(core, '로그의 성질과 밑의 변환');
  await core.api('POST', '/api/sources/saved', {
    name: '앞 교실',
    stream_url: 'rtsp://user:word@127.0.0.1/a',
  });

  const backup = [
    'backup',
    '--data-dir',
    dataDir,
    '--to',
    place,
    '--media',
    '--passphrase-file',
    passphraseFile,
  ];
  const first = await command(...backup);
  expect(first).toMatchObject({ code: 0, last: { event: 'backed_up', lessons: 1 } });
  const second = await command(...backup);
  expect(second.code).toBe(0);
  expect(second.last['bytes_written']).toBeLessThan(Number(first.last['bytes_written']) / 1.5);

  const restore = ['restore', '--data-dir', dataDir, '--from', place, '--passphrase-file', passphraseFile];
  expect(await command(...restore)).toMatchObject({ code: 3, last: { code: 'data_dir_locked' } });
  await core.stop();
  core = undefined;
  await rm(dataDir, { recursive: true });

  expect(await command(...restore.slice(0, -2))).toMatchObject({
    code: 4,
    last: { code: 'backup_passphrase_needed' },
  });
  await writeFile(path.join(folder, 'wrong'), 'not the passphrase');
  expect(await command(...restore.slice(0, -1), path.join(folder, 'wrong'))).toMatchObject({
    code: 4,
    last: { code: 'backup_passphrase_wrong' },
  });
  expect(await command(...restore)).toMatchObject({
    code: 0,
    last: {
      event: 'restored',
      lessons: 1,
      lessons_without_media: 0,
      unreadable_addresses: 0,
      restore_point: null,
    },
  });

  core = await startCore(dataDir, { entry });
  expect(core.token).toBe(token);
  const found = await core.api<{ items: { recording_id: string }[] }>(
    'GET',
    `/api/search?q=${encodeURIComponent('밑의 변환')}`,
  );
  expect(found.items.map((item) => item.recording_id)).toEqual([id]);
  const master = await core.api<string>('GET', `/api/vod/${id}/stream`);
  expect(master).toContain('#EXTM3U');
  const file = path.join(folder, 'back.mp4');
  const download = await fetch(`${core.url}/api/vod/${id}/download`, {
    headers: { authorization: `Bearer ${core.token}` },
  });
  await writeFile(file, Buffer.from(await download.arrayBuffer()));
  const { stderr } = await execa(ffmpegPath, ['-v', 'error', '-i', file, '-f', 'null', '-']);
  expect(stderr).toBe('');
});

it('lists and checks backups, and says what does not fit', async () => {
  core = await startCore(dataDir, { entry });
  await core.stop();
  core = undefined;
  expect((await command('backup', '--data-dir', dataDir)).code).toBe(2);
  expect((await command('backup', '--data-dir', dataDir, '--to', place, '--keep', 'none')).code).toBe(2);
  expect(await command('backups', '--from', place)).toMatchObject({
    code: 1,
    last: { code: 'backup_target_missing' },
  });
  expect(
    await command('backup', '--data-dir', dataDir, '--to', path.join(folder, 'unplugged')),
  ).toMatchObject({
    code: 1,
    last: { code: 'backup_target_missing' },
  });
  await command('backup', '--data-dir', dataDir, '--to', place);
  const checked = await command('backups', '--from', place, '--verify-all', '--data-dir', dataDir);
  expect(checked.code).toBe(0);
  expect(checked.events.map(({ event }) => event).filter((event) => event !== 'progress')).toEqual([
    'snapshot',
    'verified',
  ]);

  for (const name of await readdir(path.join(place, 'objects'))) {
    const [object = ''] = await readdir(path.join(place, 'objects', name));
    const at = path.join(place, 'objects', name, object);
    const bytes = await readFile(at);
    bytes[0] = bytes[0]! ^ 1;
    await writeFile(at, bytes);
  }
  expect(await command('backups', '--from', place, '--verify-all', '--data-dir', dataDir)).toMatchObject({
    code: 4,
    last: { code: 'backup_damaged' },
  });
});

it('moves: the recorder starts on the new folder though it is told the old one', async () => {
  core = await startCore(dataDir, { entry });
  const { token } = core;
  const to = path.join(folder, 'disk', 'lessons');
  expect(await command('move', '--data-dir', dataDir, '--to', to)).toMatchObject({
    code: 3,
    last: { code: 'data_dir_locked' },
  });
  await core.stop();
  core = undefined;
  expect(await command('move', '--data-dir', dataDir, '--to', to)).toMatchObject({
    code: 0,
    last: { event: 'moved', to },
  });
  core = await startCore(dataDir, { entry });
  expect(core.token).toBe(token);
  expect(await core.api('GET', '/api/system')).toMatchObject({ data_dir: to });
  await core.stop();
  core = undefined;
  expect(await command('move', '--data-dir', dataDir, '--remove-old')).toMatchObject({
    code: 0,
    last: { event: 'removed' },
  });
  core = await startCore(dataDir, { entry });
  expect(core.token).toBe(token);
});
