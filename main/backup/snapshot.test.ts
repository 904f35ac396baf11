import { array, assert, property, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIndexWriter, entriesOf } from './file-index.ts';
import { idsToPrune } from './prune.ts';
import { isStale } from './repository-lock.ts';
import { parseS3Place, readListing } from './s3-store.ts';
import { type FileEntry, comparePaths, isSafePath, pieceSizes } from './snapshot.ts';

const entry = (path: string): FileEntry => ({
  path,
  size: 10,
  mtime_ms: 1,
  piece_bytes: 4,
  pieces: ['a', 'b', 'c'].map((each) => each.repeat(64)),
});

it.each([
  'library.sqlite',
  'token',
  'secret.key',
  'models/yunet-n/a.onnx',
  'media/lessons/0199-a/take-001.mp4',
])('%s may be written by a backup', (file) => expect(isSafePath(file)).toBe(true));

it.each([
  '../library.sqlite',
  '/etc/passwd',
  'media/lessons/../../token',
  'media/lessons/a\\b',
  'C:/token',
  'media/lessons/con:',
  'media/lessons/a/.hidden',
  'media/lessons/a/b.',
  'processes/1.json',
  'media/lessons//a',
  '',
])('%j is refused: it lies elsewhere', (file) => expect(isSafePath(file)).toBe(false));

it('pieces have one size but the last', () => {
  expect(pieceSizes(entry('token'))).toEqual([4, 4, 2]);
});

it('paths come in the order of a walk: a folder’s files where its name comes', () => {
  const name = stringMatching(/^[a-c._-]{1,3}$/);
  assert(
    property(array(array(name, { minLength: 1, maxLength: 3 })), (paths) => {
      const sorted = paths.map((parts) => parts.join('/')).toSorted(comparePaths);
      const byParts = paths.toSorted((a, b) => {
        for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
          if (a[at] !== b[at]) return a[at]! < b[at]! ? -1 : 1;
        }
        return a.length - b.length;
      });
      expect(sorted).toEqual(byParts.map((parts) => parts.join('/')));
    }),
  );
});

const write = async (paths: string[]) => {
  const kept: Buffer[] = [];
  const index = createIndexWriter((content) =>
    Promise.resolve(kept.push(content)).then(() => content.toString('base64')),
  );
  for (const path of paths) await index.add(entry(path));
  return { index: await index.end(), kept };
};

describe('the list of files', () => {
  const paths = Array.from(
    { length: 6000 },
    (_, at) => `media/lessons/${String(at).padStart(5, '0')}/take-001.mp4`,
  );

  it('comes back as it was', async () => {
    const { kept } = await write(paths);
    expect(kept.flatMap((content) => entriesOf(content).map(({ path }) => path))).toEqual(paths);
  });

  it('one more lesson changes a piece of it, wherever it comes', async () => {
    const before = new Set((await write(paths)).index.map(({ name }) => name));
    const after = (await write(paths.toSpliced(100, 0, 'media/lessons/00099x/take-001.mp4'))).index;
    expect(before.size).toBeGreaterThan(8);
    expect(after.filter(({ name }) => !before.has(name)).length).toBeLessThanOrEqual(2);
  });

  it('says that it is damaged', () => {
    expect(() => entriesOf(Buffer.from('{"path":1}\n'))).toThrow(
      expect.objectContaining({ code: 'backup_damaged' }),
    );
  });
});

it('the oldest snapshots go, never the last one', () => {
  expect(idsToPrune(['1', '2', '3'], 2)).toEqual(['1']);
  expect(idsToPrune(['1', '2'], 5)).toEqual([]);
  expect(idsToPrune(['1', '2'], 0)).toEqual(['1']);
});

it('a lock is lost by who has ended here, and by who has been silent elsewhere', () => {
  const holder = { id: 'x', host: 'pc', pid: 7, renewed_at_ms: 1_000_000 };
  const now = { nowMs: 1_060_000, host: 'pc', isRunning: () => true };
  expect(isStale(holder, now)).toBe(false);
  expect(isStale(holder, { ...now, isRunning: () => false })).toBe(true);
  expect(isStale(holder, { ...now, host: 'other', isRunning: () => false })).toBe(false);
  expect(isStale(holder, { ...now, host: 'other', nowMs: 2_000_000 })).toBe(true);
});

it('buckets', () => {
  expect(parseS3Place('s3://school-backup/pc 1')).toBeUndefined();
  expect(parseS3Place('s3://school-backup/rooms/101/')).toEqual({
    bucket: 'school-backup',
    prefix: 'rooms/101',
  });
  expect(parseS3Place('s3://school-backup')).toEqual({ bucket: 'school-backup', prefix: '' });
  expect(parseS3Place('/mnt/usb')).toBeUndefined();
  expect(
    readListing(
      '<R><IsTruncated>true</IsTruncated><Contents><Key>a/b</Key><Size>12</Size></Contents><NextContinuationToken>x&amp;y</NextContinuationToken></R>',
    ),
  ).toEqual({ items: [{ key: 'a/b', sizeBytes: 12 }], next: 'x&y' });
});
