/** What the shell writes, on a real disk and from a real HTTP server. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { silentLogger } from '../base/logger.ts';
import { createCoreClient } from './core-client.ts';
import { isInside } from './data-folder.ts';
import { saveExport } from './export-save.ts';
import { createHandedFiles } from './handed-files.ts';
import { canLinkFiles } from '../testing/this-system.ts';
import { openShellConfig } from './shell-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'airclass-shell-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const token = 'a-token-of-this-test';

/** Saves what a server answers. @param answer its only route */
async function save(
  answer: (response: ServerResponse) => void,
  options: { cancelAfter?: number; route?: string } = {},
) {
  const seen: { authorization?: string | undefined } = {};
  const server = createServer((request, response) => {
    seen.authorization = request.headers.authorization;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createCoreClient(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=${token}`,
  );
  const controller = new AbortController();
  const progress: number[] = [];
  try {
    const outcome = await saveExport({
      client,
      route: options.route ?? '/api/vod/x/download',
      file: path.join(folder, 'lesson.mp4'),
      signal: controller.signal,
      onProgress: (written) => {
        progress.push(written);
        if (written >= (options.cancelAfter ?? Infinity)) controller.abort();
      },
    });
    return { outcome, progress, seen };
  } finally {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

describe('saving an export', () => {
  test('writes the whole reply, telling how far it is, with the token', async () => {
    const { outcome, progress, seen } = await save((response) => response.end(Buffer.alloc(300_000, 7)));
    expect(outcome).toEqual({ status: 'saved', sizeBytes: 300_000 });
    expect(progress.at(-1)).toBe(300_000);
    expect(seen.authorization).toBe(`Bearer ${token}`);
    expect(await readFile(path.join(folder, 'lesson.mp4'))).toHaveLength(300_000);
    expect(await readdir(folder)).toEqual(['lesson.mp4']);
  });

  test('leaves nothing when it is cancelled, and keeps a file that was there before', async () => {
    const old = ['lesson.mp4', 'lesson.mp4.part'];
    for (const name of old) await writeFile(path.join(folder, name), 'before');
    const { outcome } = await save(
      (response) => {
        response.writeHead(200, { 'content-length': 1_000_000 });
        response.write(Buffer.alloc(1000));
      },
      { cancelAfter: 1 },
    );
    expect(outcome).toEqual({ status: 'cancelled' });
    expect((await readdir(folder)).toSorted((a, b) => a.localeCompare(b))).toEqual(old);
    for (const name of old) expect(await readFile(path.join(folder, name), 'utf8')).toBe('before');
  });

  test('leaves nothing when the core goes away in the middle', async () => {
    const broken = save((response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write(Buffer.alloc(1000), () => response.destroy());
    });
    await expect(broken).rejects.toMatchObject({ name: 'AppError' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('passes the core’s own code on', async () => {
    const problem = {
      type: 'about:blank',
      title: 'x',
      status: 404,
      code: 'recording_not_found',
      detail: 'no such lesson',
      request_id: '1',
    };
    const failed = save((response) => response.writeHead(404).end(JSON.stringify(problem)));
    await expect(failed).rejects.toMatchObject({ code: 'recording_not_found', message: 'no such lesson' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('follows no redirect and asks for nothing but the API', async () => {
    const redirected = save((response) =>
      response.writeHead(302, { location: 'https://evil.example/' }).end(),
    );
    await expect(redirected).rejects.toMatchObject({ name: 'AppError' });
    for (const route of ['/api/../secret', '/api/%2e%2e/secret', '/other']) {
      await expect(save((response) => response.end('x'), { route })).rejects.toMatchObject({
        code: 'validation_failed',
      });
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the shell’s memory', () => {
  test('keeps what was set, and sets aside what cannot be read', async () => {
    openShellConfig(folder, silentLogger).set({ data_dir: '/lessons', shortcut: 'Alt+F5' });
    expect(openShellConfig(folder, silentLogger).get()).toMatchObject({
      data_dir: '/lessons',
      shortcut: 'Alt+F5',
      theme: 'system',
    });
    await writeFile(path.join(folder, 'shell.json'), '{"theme":"pink"}');
    expect(openShellConfig(folder, silentLogger).get().theme).toBe('system');
    expect(await readdir(folder)).toEqual(['shell.json.unreadable']);
  });

  test('does not fail where nothing can be written', () => {
    const config = openShellConfig(path.join(folder, 'missing', 'deeper'), silentLogger);
    config.set({ was_told_of_tray: true });
    expect(config.get().was_told_of_tray).toBe(true);
  });
});

describe('files the page may name', () => {
  test('lie below the data folder, links followed', async () => {
    const data = path.join(folder, 'data');
    await mkdir(path.join(data, 'media'), { recursive: true });
    await writeFile(path.join(data, 'media', 'take.mp4'), '');
    await writeFile(path.join(folder, 'outside'), '');
    if (canLinkFiles) await symlink(path.join(folder, 'outside'), path.join(data, 'link'));
    expect(await isInside(path.join(data, 'media', 'take.mp4'), data)).toBe(true);
    expect(await isInside(data, data)).toBe(true);
    for (const file of ['outside', 'data/../outside', 'data/link', 'data/none', 'data2']) {
      expect(await isInside(path.join(folder, file), data)).toBe(false);
    }
  });

  test('are known by an id that says nothing of where they are', async () => {
    const file = path.join(folder, '수업.mp4');
    await writeFile(file, 'abc');
    const files = createHandedFiles();
    const handed = await files.add(file);
    expect(handed).toMatchObject({ name: '수업.mp4', sizeBytes: 3 });
    expect(files.get(handed.id).file).toBe(file);
    await expect(files.add(folder)).rejects.toMatchObject({ code: 'media_unreadable' });
    await expect(files.add(path.join(folder, 'none.mp4'))).rejects.toMatchObject({
      code: 'media_unreadable',
    });
  });
});
