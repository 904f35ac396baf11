/** What every file store must do, as tests: each implementation runs the same list. */
import { rm, stat, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { FileStore } from '../storage/file-store.ts';

async function keysOf(store: FileStore, prefix: string): Promise<string[]> {
  return (await Array.fromAsync(store.list(prefix))).map((file) => file.key);
}

const badKeys = [
  '',
  '/etc/passwd',
  '../x',
  'a/../b',
  'a/./b',
  'a//b',
  'a\\b',
  'C:/x',
  'C:x',
  'a/',
  '.tmp/x',
  'a b',
  'a\0b',
  'a.',
];

/** @param makeStore a new, empty store for each test */
export function describeFileStore(name: string, makeStore: () => Promise<FileStore>): void {
  describe(`file store: ${name}`, () => {
    it('gives back what was put, whole and in ranges', async () => {
      const store = await makeStore();
      await store.put('lessons/a/note.json', '0123456789');
      expect((await store.read('lessons/a/note.json')).toString()).toBe('0123456789');
      expect(await text(store.open('lessons/a/note.json', { start: 2, end: 4 }))).toBe('234');
      expect((await store.readPart('lessons/a/note.json', 2, 4)).bytes.toString()).toBe('234');
      expect((await store.readPart('lessons/a/note.json', 8, 30)).bytes.toString()).toBe('89');
      await expect(store.readPart('lessons/a/none.json', 0, 1)).rejects.toMatchObject({
        code: 'media_missing',
      });
      expect(await store.stat('lessons/a/note.json')).toMatchObject({ sizeBytes: 10 });
    });

    it('reads parts of what is there now, also when it was replaced, removed or put back meanwhile', async () => {
      const store = await makeStore();
      const first = async (key: string): Promise<string> =>
        (await store.readPart(key, 0, 2)).bytes.toString();
      await store.put('lessons/b/take.mp4', 'old');
      expect(await first('lessons/b/take.mp4')).toBe('old');
      await store.put('lessons/b/take.mp4', 'new');
      expect(await first('lessons/b/take.mp4')).toBe('new');
      await store.remove('lessons/b/take.mp4');
      await expect(first('lessons/b/take.mp4')).rejects.toMatchObject({ code: 'media_missing' });
      await store.put('lessons/b/take.mp4', 'two');
      expect(await first('lessons/b/take.mp4')).toBe('two');
      await store.removePrefix('lessons/b/');
      await expect(first('lessons/b/take.mp4')).rejects.toMatchObject({ code: 'media_missing' });
    });

    it('replaces a file in one step and leaves no temporary file', async () => {
      const store = await makeStore();
      await store.put('a/b.txt', 'old');
      await store.put('a/b.txt', 'new');
      expect((await store.read('a/b.txt')).toString()).toBe('new');
      expect(await Array.fromAsync(store.tempFiles())).toEqual([]);
    });

    it('publishes a temporary file under its key and takes it away from its old place', async () => {
      const store = await makeStore();
      const temp = store.tempPath('take.mp4');
      await writeFile(temp, 'media');
      expect(await keysOf(store, '')).toEqual([]);
      await store.publish('lessons/a/take-001.mp4', temp);
      expect((await store.read('lessons/a/take-001.mp4')).toString()).toBe('media');
      await expect(stat(temp)).rejects.toThrow('ENOENT');
    });

    it('publishes nothing when the temporary file is missing', async () => {
      const store = await makeStore();
      await expect(store.publish('a/b.mp4', store.tempPath('b.mp4'))).rejects.toThrow('ENOENT');
      expect(await store.stat('a/b.mp4')).toBeUndefined();
    });

    it('lists by prefix, in order, without temporary files', async () => {
      const store = await makeStore();
      await store.put('lessons/b/1.txt', '1');
      await store.put('lessons/a/r/2.txt', '22');
      await store.put('lessons/a/1.txt', '1');
      const temp = store.tempPath('x');
      await writeFile(temp, '');
      expect(await keysOf(store, 'lessons/a/')).toEqual(['lessons/a/1.txt', 'lessons/a/r/2.txt']);
      expect(await keysOf(store, '')).toHaveLength(3);
      expect(await keysOf(store, 'nothing/')).toEqual([]);
      const temps = await Array.fromAsync(store.tempFiles());
      expect(temps.map((file) => file.path)).toEqual([temp]);
      await store.removeTemp(temp);
      expect(await Array.fromAsync(store.tempFiles())).toEqual([]);
    });

    it('removes one file, a prefix, and what is not there', async () => {
      const store = await makeStore();
      await store.put('lessons/a/1.txt', '1');
      await store.put('lessons/a/2.txt', '1');
      await store.put('lessons/ab/1.txt', '1');
      await store.remove('lessons/a/1.txt');
      await store.remove('lessons/a/1.txt');
      expect(await keysOf(store, 'lessons/a/')).toEqual(['lessons/a/2.txt']);
      await store.removePrefix('lessons/a/');
      await store.removePrefix('lessons/a/');
      expect(await keysOf(store, '')).toEqual(['lessons/ab/1.txt']);
      await expect(store.removePrefix('')).rejects.toThrow('not removed at once');
    });

    it('answers a missing file with media_missing', async () => {
      const store = await makeStore();
      await expect(store.read('lessons/a/none.mp4')).rejects.toMatchObject({ code: 'media_missing' });
      expect(await store.stat('lessons/a/none.mp4')).toBeUndefined();
    });

    it.each(badKeys)('refuses the key %j', async (key) => {
      const store = await makeStore();
      await expect(store.put(key, 'x')).rejects.toMatchObject({ code: 'bad_request' });
      await expect(store.publish(key, store.tempPath('x'))).rejects.toMatchObject({ code: 'bad_request' });
      expect(() => store.localPath(key)).toThrow('not a name of a stored file');
      expect(() => store.open(key)).toThrow('not a name of a stored file');
    });

    it('removes only temporary files through removeTemp', async () => {
      const store = await makeStore();
      await store.put('a/b.txt', 'x');
      await expect(store.removeTemp(store.localPath('a/b.txt'))).rejects.toMatchObject({
        code: 'bad_request',
      });
      expect(await store.stat('a/b.txt')).toBeDefined();
    });

    it('lends a local file for the time of a call', async () => {
      const store = await makeStore();
      await store.put('a/b.txt', 'x');
      const size = await store.withLocalFile('a/b.txt', async (file) => (await stat(file)).size);
      expect(size).toBe(1);
    });

    it('makes the folder that a process will write into', async () => {
      const store = await makeStore();
      await store.prepare('lessons/a/take-001.mp4');
      await writeFile(store.localPath('lessons/a/take-001.mp4'), 'x');
      expect(await keysOf(store, 'lessons/a/')).toHaveLength(1);
      await rm(store.localPath('lessons/a/take-001.mp4'));
    });

    it('knows how much room there is', async () => {
      const store = await makeStore();
      const { freeBytes, totalBytes } = await store.freeSpace();
      expect(freeBytes).toBeGreaterThan(0);
      expect(totalBytes).toBeGreaterThanOrEqual(freeBytes);
    });
  });
}
