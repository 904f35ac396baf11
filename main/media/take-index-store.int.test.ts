import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../base/app-error.ts';
import { type TemporaryFolder, makeClip, makeTake, temporaryFolder } from '../testing/media-clips.ts';
import { Fmp4Indexer, type TakeIndex, indexFile } from './fmp4-index.ts';
import { type IndexFiles, TakeIndexStore } from './take-index-store.ts';

const takeKey = (recordingId: string, seq: number) => `${recordingId}/take-${seq}.mp4`;
const sidecarKey = (key: string) => key.replace('.mp4', '.json');

describe('take index store', () => {
  let folder: TemporaryFolder;
  let whole: TakeIndex;
  let reads: string[];
  let files: IndexFiles;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const clip = await makeClip(folder.file('clip.mp4'), { seconds: 3, rate: 10, gop: 10 });
    const index = await indexFile(await makeTake(clip, folder.file('take.mp4')));
    if (index === undefined) throw new Error('no index');
    whole = index;
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  beforeEach(async () => {
    reads = [];
    files = {
      read: async (key) => {
        reads.push(key);
        return readFile(folder.file(key));
      },
      stat: async (key) => {
        const info = await stat(folder.file(key)).catch(() => undefined);
        return info === undefined ? undefined : { sizeBytes: info.size };
      },
      put: async (key, data) => writeFile(folder.file(key), data),
      withLocalFile: async (key, use) => {
        reads.push(key);
        return use(folder.file(key));
      },
    };
    await mkdir(folder.file('a'), { recursive: true });
    await writeFile(folder.file('a/take-1.mp4'), await readFile(folder.file('take.mp4')));
    await writeFile(folder.file('a/take-1.json'), '');
  });
  const open = (capacity?: number) =>
    new TakeIndexStore({ files, takeKey, sidecarKey, ...(capacity === undefined ? {} : { capacity }) });

  it.each(['', '{"version":1', '{"version":99}'])(
    'makes a broken sidecar %j anew and uses it then',
    async (text) => {
      await writeFile(folder.file('a/take-1.json'), text);
      expect(await open().get('a/take-1.mp4')).toEqual(whole);
      expect(reads).toEqual(['a/take-1.json', 'a/take-1.mp4']);
      reads = [];
      expect(await open().get('a/take-1.mp4')).toEqual(whole);
      expect(reads).toEqual(['a/take-1.json']);
    },
  );

  it('reads the media again when it is not as long as the sidecar says', async () => {
    const store = open();
    await store.get('a/take-1.mp4');
    const half = (await readFile(folder.file('take.mp4'))).subarray(0, Math.floor(whole.sizeBytes / 2));
    await writeFile(folder.file('a/take-1.mp4'), half);
    const shorter = await store.get('a/take-1.mp4');
    expect(shorter.durationSec).toBeLessThan(whole.durationSec);
    expect(shorter.sizeBytes).toBeLessThanOrEqual(half.length);
  });

  it('reads once for many who ask at once, and keeps no more than its capacity', async () => {
    const store = open(1);
    await Promise.all(Array.from({ length: 5 }, () => store.get('a/take-1.mp4')));
    expect(reads).toEqual(['a/take-1.json', 'a/take-1.mp4']);
    await writeFile(folder.file('a/take-2.mp4'), await readFile(folder.file('take.mp4')));
    await store.get('a/take-2.mp4');
    reads = [];
    await store.get('a/take-1.mp4');
    expect(reads).toEqual(['a/take-1.json']);
  });

  it('asks the recorder while a take is being recorded', async () => {
    const store = open();
    const recorder: { index?: TakeIndex } = {};
    store.setLive('a', 7, () => recorder.index);
    await expect(store.get('a/take-7.mp4')).rejects.toMatchObject({ code: 'media_not_ready' });
    recorder.index = whole;
    expect(await store.get('a/take-7.mp4')).toBe(whole);
    expect(store.isLive('a/take-7.mp4')).toBe(true);
    store.clearLive('a', 7);
    await expect(store.get('a/take-7.mp4')).rejects.toMatchObject({ code: 'media_missing' });
  });

  it('tells a file that holds nothing', async () => {
    await writeFile(folder.file('a/take-3.mp4'), 'x'.repeat(100));
    await expect(open().get('a/take-3.mp4')).rejects.toMatchObject({ code: 'media_empty' });
  });

  it('answers although the sidecar cannot be written', async () => {
    files.put = () => Promise.reject(new AppError('disk_full'));
    expect(await open().get('a/take-1.mp4')).toEqual(whole);
  });

  it('uses the sidecar that save wrote', async () => {
    const indexer = new Fmp4Indexer();
    const media = await readFile(folder.file('take.mp4'));
    await indexer.poll(async (offset, length) => media.subarray(offset, offset + length), media.length);
    await open().save('a/take-1.mp4', indexer.snapshot());
    expect(await open().get('a/take-1.mp4')).toEqual(whole);
    expect(reads).toEqual(['a/take-1.json']);
  });
});
