/**
 * The program as it is handed out: packed with a stand-in for Electron, taken apart as Electron's file functions show it,
 * and started outside this project by plain Node. What the archive lacks, or what would have to be a real file and is
 * not, shows here.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScreenshotAnalysis, screenshotAnalysisSchema } from '../../contract/analysis.ts';
import { recordingStatusReplySchema } from '../../contract/recording.ts';
import { makeClip } from '../../main/testing/clip.ts';
import { type CoreProcess, startCore } from '../../main/testing/core-process.ts';
import { LiveSource } from '../../main/testing/live-source.ts';
import { waitFor } from '../../main/testing/wait-for.ts';
import { readHead } from '../../main/updates/bundle.ts';
import { publicTextOf } from '../../main/updates/signature.ts';
import { Versions } from '../../main/updates/versions.ts';
import { build, isBuildStale } from '../build.mjs';
import { type PackedFile, listArchive, listBeside } from './contents.mjs';
import { makeElectronStandIn } from './electron-stand-in.mjs';
import { bundleOf, layOut, packedPrograms } from './update-files.ts';

const root = path.join(import.meta.dirname, '..', '..');
const isPackable = process.platform === 'linux';
const require = createRequire(import.meta.url);
let work: string;
let resources: string;
let output: string;
let packed: ReturnType<typeof dist>;

function dist(...args: string[]) {
  const result = spawnSync(process.execPath, ['scripts/dist.mjs', '--linux', '--no-build', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { exitCode: result.status, said: `${result.stdout}${result.stderr}` };
}

/** Paths of what a process has open. A descriptor closed while they are read is none. */
function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((descriptor) => {
    try {
      return [readlinkSync(path.join(folder, descriptor))];
    } catch {
      return [];
    }
  });
}

/** Reading: anything in the archive or beside it. Loading libraries, opening by path: what lies beside it alone. */
function takeApart(archive: string, files: readonly PackedFile[], folder: string): string {
  const shown = path.join(folder, 'app.asar');
  const { extractAll } = require('@electron/asar') as { extractAll: (from: string, to: string) => void };
  extractAll(archive, shown);
  cpSync(`${archive}.unpacked`, `${shown}.unpacked`, { recursive: true });
  const openedByPath =
    /^(dist\/models|node_modules\/tesseract\.js-core|node_modules\/tesseract\.js\/src\/worker-script)\//;
  for (const { path: file, isUnpacked } of files) {
    if (!isUnpacked) continue;
    if (openedByPath.test(file)) rmSync(path.join(shown, file));
    else if (/\.(node|so(\.[\d.]+)?)$/.test(file)) {
      rmSync(path.join(shown, file));
      symlinkSync(path.join(`${shown}.unpacked`, file), path.join(shown, file));
    }
  }
  return shown;
}

beforeAll(() => {
  if (!isPackable) return;
  if (isBuildStale()) build();
  work = mkdtempSync(path.join(tmpdir(), 'airclass-package-'));
  const { version } = JSON.parse(
    readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8'),
  ) as { version: string };
  makeElectronStandIn(path.join(work, 'electron'), version);
  output = path.join(work, 'release');
  const electron = ['--electron-dist', path.join(work, 'electron'), '--output', output];
  packed = dist('--dir', '--without-ffmpeg', ...electron);
  if (packed.exitCode !== 0) throw new Error(packed.said);
  const folder = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`;
  resources = path.join(output, folder, 'resources');
}, 180_000);

afterAll(() => {
  if (isPackable) rmSync(work, { recursive: true, force: true });
});

describe.runIf(isPackable)('a package', () => {
  it('is made, and its sizes are told', () => {
    expect(packed.said).toContain(`✔ linux-${process.arch}: ${output}`);
    expect(packed.said).toMatch(/archive \d+ of at most \d+ MB, unpacked \d+ of at most \d+ MB/);
  });

  it('is not made without ffmpeg unless that is said, and ends with an error', () => {
    const { exitCode, said } = dist('--dir', '--ffmpeg', path.join(work, 'no-such-file'));
    expect(exitCode).toBe(1);
    expect(said).toContain(`✘ linux-${process.arch}: there is no ffmpeg to put inside`);
  });

  it('does not take a program for ffmpeg that would not start elsewhere', () => {
    const small = path.join(work, 'ffmpeg-small');
    copyFileSync('/bin/true', small);
    const { exitCode, said } = dist('--dir', '--ffmpeg', small);
    expect(exitCode).toBe(1);
    expect(said).toContain('is not a static ffmpeg');
  });

  it('has the notices of what is inside, and not of what is not', () => {
    const notices = readFileSync(path.join(resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['electron ', 'better-sqlite3 ', 'react ', 'silero-vad 6 (MIT)', 'Apache License']) {
      expect(notices).toContain(name);
    }
    expect(notices).not.toContain('\nffmpeg-static ');
    expect(notices).not.toContain('\nyolox-nano ');
    expect(listBeside(resources).map(({ path: file }) => file)).toEqual(['THIRD-PARTY-NOTICES.txt']);
  });

  it('has the switches of Electron’s program set', () => {
    const program = readFileSync(path.join(path.dirname(resources), 'airclass-recorder'));
    const at = program.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34;
    // Run as Node, cookies encrypted, no NODE_OPTIONS, no inspect, integrity, archive alone, (own snapshot), no file://.
    expect(program.subarray(at, at + 8).toString()).toBe('11001100');
  });
});

describe.runIf(isPackable)('an update file of the package', () => {
  let keyFile: string;
  beforeAll(() => {
    keyFile = path.join(work, 'update-key.pem');
  });

  it('is made only with a key', () => {
    const env = { ...process.env, AIRCLASS_UPDATE_KEY: '', AIRCLASS_UPDATE_KEY_FILE: '' };
    const args = ['scripts/update-bundle.ts', '--from', path.dirname(resources), '--output', output];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8', env });
    expect([status, stderr]).toEqual([1, expect.stringContaining('there is no key to sign with')]);
    expect(readdirSync(output).filter((name) => name.endsWith('.airclass-update'))).toEqual([]);
  });

  it('is signed with a key that was made for it and is not made twice', () => {
    const make = () =>
      spawnSync(process.execPath, ['scripts/update-key.ts', keyFile], { cwd: root, encoding: 'utf8' });
    const made = make();
    expect(made.stdout).toMatch(/The public key is [A-Za-z0-9+/]{43}=/);
    expect(statSync(keyFile).mode & 0o077).toBe(0);
    expect(make().status).toBe(1);
  });

  it('holds a core that starts by itself, and nothing of the window', async () => {
    const core = path.join(work, 'update-core');
    layOut(resources, core);
    const key = readFileSync(keyFile, 'utf8');
    const program = packedPrograms(path.dirname(resources))[0];
    if (program === undefined) throw new Error('the program was not found');
    expect(program).toMatchObject({ os: 'linux', arch: process.arch });
    const made = await bundleOf({
      ...{ core, program, key, output, quality: 1 },
      notes: { ko: '', en: '' },
    });
    const { file } = made;
    expect(made.sizeMb).toBeLessThan(120);
    const keys = [publicTextOf(key)];
    const { manifest } = await readHead(file, keys);
    const names = manifest.files.map(({ path: name }) => name);
    expect(
      names.filter((name) =>
        /^dist\/(?:main\/(?:desktop|electron)|preload)|node_modules\/electron/.test(name),
      ),
    ).toEqual([]);
    const versions = new Versions(path.join(work, 'updates'));
    await versions.add(file, keys);
    const stored = await versions.verified(manifest.version, keys);
    mkdirSync(path.join(work, 'update-data'));
    const started = await startCore(path.join(work, 'update-data'), { entry: stored?.entry ?? '' });
    try {
      const maps = readFileSync(`/proc/${started.pid}/maps`, 'utf8');
      expect(maps).toContain(path.join(work, 'updates', 'versions'));
      expect(maps).not.toContain(path.join(root, 'node_modules', 'better-sqlite3'));
      expect((await fetch(`${started.url}/readyz`)).status).toBe(200);
      expect(await (await fetch(started.link)).text()).toContain('<div id="root">');
      const reading = await started.api('POST', '/api/ai/analyze-chat', {
        text: '이 문제 왜 답이 3번이에요?',
      });
      expect(JSON.stringify(reading)).toMatch(/question/);
    } finally {
      await started.stop();
    }
  });
});

describe.runIf(isPackable)('the packed core', () => {
  let core: CoreProcess;
  let live: LiveSource;

  beforeAll(async () => {
    const archive = path.join(resources, 'app.asar');
    const shown = takeApart(archive, listArchive(archive), path.join(work, 'apart'));
    mkdirSync(path.join(work, 'data'));
    core = await startCore(path.join(work, 'data'), { entry: path.join(shown, 'dist/main/headless.js') });
    live = await LiveSource.start(await makeClip({ size: '640x480', gopSec: 1 }));
  });

  afterAll(async () => {
    // Only what came up: otherwise this would hide why it did not.
    await (live as LiveSource | undefined)?.close();
    await (core as CoreProcess | undefined)?.stop();
  });

  it('is ready and serves the page', async () => {
    expect((await fetch(`${core.url}/readyz`)).status).toBe(200);
    const page = await (await fetch(core.link)).text();
    expect(page).toContain('<div id="root">');
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1];
    expect((await fetch(`${core.url}${script}`)).status).toBe(200);
    expect(
      (await fetch(`${core.url}/api/docs`, { headers: { authorization: `Bearer ${core.token}` } })).status,
    ).toBe(200);
  });

  it('records a stream and plays it', async () => {
    const { recording_id: id } = await core.api<{ recording_id: string }>('POST', '/api/recording/start', {
      session_id: 'packed',
      stream_url: live.url,
      title: 'Packed',
    });
    await waitFor('three seconds', async () => {
      const status = recordingStatusReplySchema.parse(await core.api('GET', `/api/recording/${id}/status`));
      return status.duration_seconds >= 3;
    });
    await core.api('POST', '/api/recording/stop', { recording_id: id });
    const master = await core.api<string>('GET', `/api/vod/${id}/stream`);
    const rendition = master.split('\n').find((line) => line !== '' && !line.startsWith('#'));
    const address = new URL(rendition ?? '', `${core.url}/api/vod/${id}/stream`);
    const headers = { authorization: `Bearer ${core.token}` };
    const playlist = await (await fetch(address, { headers })).text();
    const range = /#EXT-X-BYTERANGE:(\d+)@(\d+)/.exec(playlist);
    const media = playlist.split('\n').find((line) => line !== '' && !line.startsWith('#'));
    const [length, start] = [Number(range?.[1]), Number(range?.[2])];
    const fragment = await fetch(new URL(media ?? '', address), {
      headers: { ...headers, range: `bytes=${start}-${start + length - 1}` },
    });
    expect(fragment.status).toBe(206);
    const bytes = Buffer.from(await fragment.arrayBuffer());
    expect([bytes.length, bytes.toString('latin1', 4, 8)]).toEqual([length, 'moof']);
  });

  it('sees and reads a picture in its analysis host', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="1280" height="720" fill="#fff"/>
      <text x="80" y="200" font-size="80" font-family="DejaVu Sans, Noto Sans CJK KR, sans-serif">Photosynthesis</text></svg>`;
    const body = new FormData();
    body.append(
      'image',
      new Blob([new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer())]),
      'slide.png',
    );
    const reply = await fetch(`${core.url}/api/ai/analyze-screenshot`, {
      method: 'POST',
      headers: { authorization: `Bearer ${core.token}` },
      body,
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(text);
    const seen: ScreenshotAnalysis = screenshotAnalysisSchema.parse(JSON.parse(text));
    expect(JSON.stringify(seen)).toContain('Photosynthesis');
  });

  it('reads a line of chat with its own models', async () => {
    const reading = await core.api('POST', '/api/ai/analyze-chat', {
      text: '선생님 이 문제 왜 답이 3번이에요?',
    });
    expect(JSON.stringify(reading)).toMatch(/question/);
  });

  it('shows that it needs nothing of this project', () => {
    expect(openFiles(core.pid).filter((file) => file.includes(root))).toEqual([]);
    const maps = readFileSync(`/proc/${core.pid}/maps`, 'utf8');
    expect(maps).toContain('app.asar.unpacked/node_modules/better-sqlite3');
    expect(maps).not.toContain(path.join(root, 'node_modules', 'better-sqlite3'));
    expect(existsSync(path.join(work, 'data', 'library.sqlite'))).toBe(true);
  });
});
