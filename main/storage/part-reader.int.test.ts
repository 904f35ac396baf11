import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../testing/wait-for.ts';
import { PartReader } from './part-reader.ts';

const kb = 1024;
let folder: string;
let file: string;

/** Each 4 bytes say where they stand. */
function content(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 4) bytes.writeUInt32LE(at, at);
  return bytes;
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'airclass-parts-'));
  file = path.join(folder, 'take.mp4');
  writeFileSync(file, content(2000 * kb));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('parts of a file', () => {
  it('of any size are what stands there, many at once', async () => {
    const reader = new PartReader();
    const all = content(2000 * kb);
    const wanted = [1, 100, 32 * kb, 100 * kb, 511 * kb, 512 * kb, 900 * kb].flatMap((size) =>
      [0, 4, 777 * kb].map((start) => ({ start, size })),
    );
    const parts = await Promise.all(
      wanted.map(({ start, size }) => reader.read(file, start, start + size - 1)),
    );
    for (const [index, { start, size }] of wanted.entries()) {
      expect(parts[index]?.bytes.equals(all.subarray(start, start + size))).toBe(true);
    }
  });

  it('end where the file ends', async () => {
    const { bytes } = await new PartReader().read(file, 1990 * kb, 2090 * kb);
    expect(bytes).toHaveLength(10 * kb);
  });

  it('are nobody else’s until they are given back, and given back only once', async () => {
    const reader = new PartReader();
    const first = await reader.read(file, 0, 100 * kb);
    const second = await reader.read(file, 500 * kb, 600 * kb);
    expect(first.bytes.readUInt32LE(0)).toBe(0);
    first.release();
    first.release();
    const third = await reader.read(file, 1000 * kb, 1100 * kb);
    const fourth = await reader.read(file, 1200 * kb, 1300 * kb);
    expect([second, third, fourth].map(({ bytes }) => bytes.readUInt32LE(0) / kb)).toEqual([500, 1000, 1200]);
    expect(third.bytes.buffer).toBe(first.bytes.buffer);
    expect(fourth.bytes.buffer).not.toBe(third.bytes.buffer);
  });

  it('of a file that is not there fail as the system says, and come once it is there', async () => {
    const reader = new PartReader();
    const late = path.join(folder, 'late.mp4');
    await expect(reader.read(late, 0, 3)).rejects.toMatchObject({ code: 'ENOENT' });
    writeFileSync(late, 'here');
    expect((await reader.read(late, 0, 3)).bytes.toString()).toBe('here');
  });
});

const isOpen = (): boolean =>
  readdirSync('/proc/self/fd').some((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === file;
    } catch {
      return false;
    }
  });

// Where the system lists what a process has open.
describe.skipIf(!existsSync('/proc/self/fd'))('files', () => {
  it('stay open for the next part, and are closed when they are to be replaced', async () => {
    const reader = new PartReader();
    await reader.read(file, 0, 3);
    expect(isOpen()).toBe(true);
    const reading = reader.read(file, 0, 300 * kb);
    reader.forget((open) => open === file);
    expect((await reading).bytes).toHaveLength(300 * kb + 1);
    await waitFor('the file to be closed', () => !isOpen());
  });

  it('are at most so many', async () => {
    const reader = new PartReader();
    await reader.read(file, 0, 3);
    for (let index = 0; index < 64; index += 1) {
      const other = path.join(folder, `take-${index}.mp4`);
      writeFileSync(other, 'take');
      await reader.read(other, 0, 3);
    }
    await waitFor('the file to be closed', () => !isOpen());
  });
});
