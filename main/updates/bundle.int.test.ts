/** Update files as they are made, carried, spoilt and unpacked: real files, real keys, a process that is really killed. */
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { appendFile, copyFile, mkdir, mkdtemp, open, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProcessRunner } from '../base/process.ts';
import { silentLogger } from '../base/logger.ts';
import { systemClock } from '../base/clock.ts';
import { canLinkFiles, hasFileModes } from '../testing/this-system.ts';
import { waitFor } from '../testing/wait-for.ts';
import { readHead, writeBundle } from './bundle.ts';
import { publicTextOf, readKeys } from './signature.ts';
import { checkRoom } from './unpack.ts';
import { Versions } from './versions.ts';

const newKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const key = newKey();
const keys = [publicTextOf(key)];
const about = {
  version: '1.2.0',
  platform: 'linux',
  arch: 'x64',
  shell_contract: 1,
  created_at: '2026-03-02T00:00:00.000Z',
  notes: { ko: '고쳤어요', en: 'Mended' },
} as const;
/** Compresses badly, so that a flipped bit changes content rather than structure. */
const noise = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
const contents: Record<string, Buffer> = {
  'package.json': Buffer.from('{"version":"1.2.0"}'),
  'dist/main/headless.js': Buffer.from('console.log("core")'),
  'node_modules/a/empty.js': Buffer.alloc(0),
  'node_modules/a/native.node': noise,
  'z-last-and-empty': Buffer.alloc(0),
};

let work: string;
let folder: string;
let bundle: string;
let updates: string;

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'airclass-bundle-'));
  folder = path.join(work, 'core');
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content, { mode: name.endsWith('.node') ? 0o755 : 0o644 });
  }
  bundle = path.join(work, 'one.airclass-update');
  await writeBundle({ folder, files: Object.keys(contents), about, key, output: bundle });
});
afterAll(() => rm(work, { recursive: true, force: true }));

let count = 0;
beforeEach(() => {
  count += 1;
  updates = path.join(work, `updates-${count}`);
});

/** What is left of an attempt that failed. */
const left = () =>
  existsSync(path.join(updates, 'versions')) ? readdirSync(path.join(updates, 'versions')) : [];

async function spoilt(spoil: (file: string) => Promise<void>): Promise<string> {
  const file = path.join(work, `spoilt-${count}.airclass-update`);
  await copyFile(bundle, file);
  await spoil(file);
  return file;
}
async function flip(file: string, at: number): Promise<void> {
  const handle = await open(file, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  await handle.write(Buffer.from([(byte[0] ?? 0) ^ 0x10]), 0, 1, at);
  await handle.close();
}

describe('an update file', () => {
  it('is unpacked as it was packed, and tells how far it is', async () => {
    const versions = new Versions(updates);
    const shares: number[] = [];
    await versions.add(bundle, keys, { onProgress: (share) => shares.push(share) });
    const core = path.join(updates, 'versions', '1.2.0', 'core');
    for (const [name, content] of Object.entries(contents)) {
      expect([name, readFileSync(path.join(core, name)).equals(content)]).toEqual([name, true]);
    }
    const { mode } = await stat(path.join(core, 'node_modules/a/native.node'));
    expect(mode & 0o777).toBe(hasFileModes ? 0o755 : 0o666);
    expect(shares.at(-1)).toBe(1);
    expect((await versions.verified('1.2.0', keys))?.entry).toBe(path.join(core, 'dist/main/headless.js'));
    expect(await versions.notes('1.2.0')).toEqual(about.notes);
  });

  it('can be taken again', async () => {
    const versions = new Versions(updates);
    await versions.add(bundle, keys);
    await versions.add(bundle, keys);
    expect(left()).toEqual(['1.2.0']);
  });

  it('is refused when nobody known has signed it, whoever is named in it', async () => {
    const other = path.join(work, 'other.airclass-update');
    await writeBundle({ folder, files: Object.keys(contents), about, key: newKey(), output: other });
    await expect(new Versions(updates).add(other, keys)).rejects.toMatchObject({ code: 'update_untrusted' });
    await expect(new Versions(updates).add(bundle, [])).rejects.toMatchObject({ code: 'update_untrusted' });
    expect(left()).toEqual([]);
  });

  it('is refused when one bit of it is another, wherever', async () => {
    const { size } = await stat(bundle);
    const { payloadAt } = await readHead(bundle, keys);
    const places = [
      0,
      20,
      60,
      payloadAt - 1,
      payloadAt,
      payloadAt + 9,
      Math.floor((payloadAt + size) / 2),
      size - 40,
    ];
    for (const at of places) {
      const file = await spoilt((copy) => flip(copy, at));
      const refused = await new Versions(updates).add(file, keys).catch((error: unknown) => error);
      expect({ at, code: (refused as { code: unknown }).code }).toEqual({
        at,
        code: expect.stringMatching(/^update_(untrusted|unreadable|damaged)$/) as string,
      });
    }
    expect(left()).toEqual([]);
  });

  it.each([
    ['cut off in its list', (file: string) => truncate(file, 100), 'update_damaged'],
    [
      'cut off at its end',
      async (file: string) => truncate(file, (await stat(file)).size - 1),
      'update_damaged',
    ],
    ['longer than it was', (file: string) => appendFile(file, 'x'), 'update_damaged'],
    ['empty', (file: string) => truncate(file, 0), 'update_damaged'],
    ['something else', (file: string) => writeFile(file, 'a'.repeat(500)), 'update_unreadable'],
    ['not there', (file: string) => rm(file), 'update_unreadable'],
  ])('is refused when it is %s', async (_, spoil, code) => {
    const file = await spoilt(spoil);
    await expect(new Versions(updates).add(file, keys)).rejects.toMatchObject({ code });
    expect(left()).toEqual([]);
  });

  it('is not made with a path that leads out, and not without the core', async () => {
    const wanted = { folder, about, key, output: path.join(work, 'no.airclass-update') };
    await writeFile(path.join(work, 'outside'), 'x');
    const outside = [...Object.keys(contents), '../outside'];
    await expect(writeBundle({ ...wanted, files: outside })).rejects.toMatchObject({
      code: 'update_unreadable',
    });
    await expect(writeBundle({ ...wanted, files: ['package.json'] })).rejects.toThrow(/cannot be used/);
    expect(readdirSync(work).filter((name) => name.startsWith('no.'))).toEqual([]);
  });

  it('can be cancelled, and leaves nothing', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    const adding = new Versions(updates).add(bundle, keys, { signal: controller.signal });
    await expect(adding).rejects.toThrow('enough');
    expect(left()).toEqual([]);
  });
});

describe('an unpacked version', () => {
  const changes: [what: string, change: (core: string) => Promise<void>][] = [
    [
      'a file has changed',
      (core: string) => writeFile(path.join(core, 'dist/main/headless.js'), 'console.log("evil")'),
    ],
    ['a file was added', (core: string) => writeFile(path.join(core, 'node_modules/a/index.js'), '')],
    [
      'a file became a link',
      (core: string) => {
        const file = path.join(core, 'package.json');
        writeFileSync(path.join(work, 'package.json'), contents['package.json'] ?? '');
        return rm(file).then(() => symlinkSync(path.join(work, 'package.json'), file));
      },
    ],
    ['a file is missing', (core: string) => rm(path.join(core, 'node_modules/a/empty.js'))],
    ['its list was exchanged', (core: string) => writeFile(path.join(core, '..', 'manifest.json'), '{}')],
  ];
  const possible = changes.filter(([what]) => canLinkFiles || what !== 'a file became a link');
  it.each(possible)('is not started when %s', async (_, change) => {
    const versions = new Versions(updates);
    await versions.add(bundle, keys);
    await change(path.join(updates, 'versions', '1.2.0', 'core'));
    expect(await versions.verified('1.2.0', keys)).toBeUndefined();
  });

  it('is not started once its key is no longer trusted', async () => {
    const versions = new Versions(updates);
    await versions.add(bundle, keys);
    expect(await versions.verified('1.2.0', [publicTextOf(newKey())])).toBeUndefined();
    expect(await versions.verified('9.9.9', keys)).toBeUndefined();
  });

  it('goes when it is no longer needed, with what was left of others', async () => {
    const versions = new Versions(updates);
    await versions.add(bundle, keys);
    await mkdir(path.join(updates, 'versions', '.unfinished-abc'));
    await versions.keepOnly([null, '1.2.0']);
    expect(left()).toEqual(['1.2.0']);
    await versions.keepOnly([]);
    expect(left()).toEqual([]);
  });
});

it('leaves nothing that could be started when the process is killed while it unpacks', async () => {
  const large = path.join(work, 'large');
  await mkdir(path.join(large, 'dist', 'main'), { recursive: true });
  await writeFile(path.join(large, 'package.json'), '{}');
  await writeFile(path.join(large, 'dist', 'main', 'headless.js'), '');
  await writeFile(path.join(large, 'zeros'), Buffer.alloc(400_000_000));
  const file = path.join(work, 'large.airclass-update');
  const files = ['package.json', 'dist/main/headless.js', 'zeros'];
  await writeBundle({ folder: large, files, about, key, output: file, quality: 1 });
  const runner = createProcessRunner({
    ledgerDir: path.join(work, 'ledger'),
    log: silentLogger,
    clock: systemClock,
  });
  const task = { kind: 'stage', updates_folder: updates, file, keys };
  const child = runner.start({
    command: process.execPath,
    args: [path.join(import.meta.dirname, '..', 'update-worker.ts'), JSON.stringify(task)],
    ...{ purpose: 'test', ledger: false },
  });
  await waitFor('it to unpack', () => left().some((name) => name.startsWith('.unfinished-')));
  await child.kill();
  expect(left().filter((name) => !name.startsWith('.unfinished-'))).toEqual([]);
  const versions = new Versions(updates);
  expect(await versions.verified('1.2.0', keys)).toBeUndefined();
  await versions.keepOnly([]);
  expect(left()).toEqual([]);
});

it('is not begun where there is no room for it and for lessons', async () => {
  const { manifest } = await readHead(bundle, keys);
  await checkRoom(work, manifest);
  const large = { path: 'large', size_bytes: 1e16, sha256: '', is_executable: false };
  const tooLarge = { ...manifest, files: [...manifest.files, large] };
  await expect(checkRoom(work, tooLarge)).rejects.toMatchObject({ code: 'disk_full' });
});

it('knows keys in a text, and what is none', () => {
  const one = publicTextOf(newKey());
  const two = publicTextOf(newKey());
  expect(readKeys(` ${one},\n${two} `)).toEqual({ keys: [one, two], wrong: [] });
  expect(readKeys(`${one}, abc`)).toEqual({ keys: [one], wrong: ['abc'] });
  expect(readKeys('')).toEqual({ keys: [], wrong: [] });
});
