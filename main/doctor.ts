/**
 * `npm run doctor`: what is there, what is missing, and how to get it. Looks only: a library that another core has open
 * is read, never repaired, and nothing is made that was not there.
 */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { systemClock } from './base/clock.ts';
import { silentLogger } from './base/logger.ts';
import { packageRoot, packageVersion } from './base/package-info.ts';
import { createProcessRunner } from './base/process.ts';
import { toErrorSummary } from './base/app-error.ts';
import { sayPart } from '../contract/say-health.ts';
import { followMoves } from './backup/move-folder.ts';
import { isRestoring } from './backup/restore-swap.ts';
import { volumePart } from './health/parts.ts';
import { lockDataDir } from './db/data-lock.ts';
import { openDatabase } from './db/database.ts';
import { noPolicy, readPolicyFile } from './db/settings-policy.ts';
import type { Boot } from './env.ts';
import { locateFfmpeg } from './media/ffmpeg-locate.ts';
import { describeModels } from './models-command.ts';
import { lookAtVolume } from './storage/reset-volume.ts';
import { openLocalFileStore } from './storage/local-file-store.ts';
import { checkConsistency } from './vod/consistency.ts';

type Finding = { state: 'ok' | 'missing' | 'note'; what: string; detail: string; help?: string };

const marks: Record<Finding['state'], string> = { ok: '✔', missing: '✘', note: '–' };

/** @returns exit code: 1 when something that recording needs is missing */
export async function runDoctor(told: Boot, print: (line: string) => void): Promise<number> {
  const boot = await whereItIs(told);
  print(`AIRClass Recorder ${packageVersion}`);
  const findings = [
    node(),
    ...(await ffmpeg(boot)),
    await disk(boot),
    await volume(boot),
    ...(await library(boot)),
    ...environment(boot),
    ...(await policy(boot)),
  ];
  for (const { state, what, detail, help } of findings) {
    print(`${marks[state]} ${what.padEnd(12)} ${detail}`);
    if (help !== undefined) print(`  ${''.padEnd(12)} → ${help}`);
  }
  return findings.some((finding) => finding.state === 'missing') ? 1 : 0;
}

/** A folder that was moved is looked at where it is now; a note that leads nowhere is told by the library. */
async function whereItIs(boot: Boot): Promise<Boot> {
  try {
    return { ...boot, dataDir: await followMoves(boot.dataDir) };
  } catch {
    return boot;
  }
}

function node(): Finding {
  return {
    state: 'ok',
    what: 'Node.js',
    detail: `${process.versions.node} (${process.platform} ${process.arch})`,
  };
}

async function ffmpeg(boot: Boot): Promise<Finding[]> {
  const runner = createProcessRunner({ ledgerDir: boot.dataDir, log: silentLogger, clock: systemClock });
  try {
    const bundled =
      boot.resourcesPath === undefined
        ? undefined
        : path.join(boot.resourcesPath, 'ffmpeg', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
    const found = await locateFfmpeg({ runner, override: boot.ffmpegOverride, bundledPath: bundled });
    const { h264, aac } = found.encoders;
    const protocols = ['rtmp', 'rtsp', 'srt', 'https'].map((name) => {
      // RTSP is a format to ffmpeg, over TCP: what it needs is always there.
      const has = name === 'rtsp' || found.protocols.includes(name);
      return has ? name : `no ${name}`;
    });
    return [
      { state: 'ok', what: 'ffmpeg', detail: `${found.version} (${found.origin}: ${found.path})` },
      {
        state: h264 !== undefined && aac !== undefined ? 'ok' : 'missing',
        what: 'encoders',
        detail: `H.264: ${h264 ?? 'none'}, AAC: ${aac ?? 'none'}`,
        ...(h264 !== undefined && aac !== undefined
          ? {}
          : {
              help: 'Without them screens, cameras and smaller renditions cannot be made: install a full ffmpeg.',
            }),
      },
      { state: 'ok', what: 'protocols', detail: protocols.join(', ') },
    ];
  } catch (error) {
    return [{ state: 'missing', what: 'ffmpeg', detail: 'not found', help: toErrorSummary(error).detail }];
  }
}

async function disk(boot: Boot): Promise<Finding> {
  const folder = nearestExisting(boot.dataDir);
  const { bavail, bsize } = await statfs(folder);
  const gigabytes = (bavail * bsize) / 1e9;
  // An hour at 4 Mbit/s is 1.8 GB.
  const hours = gigabytes / 1.8;
  return {
    state: hours >= 1 ? 'ok' : 'missing',
    what: 'disk',
    detail: `${gigabytes.toFixed(1)} GB free for ${boot.dataDir}: about ${hours.toFixed(0)} hours at 4 Mbit/s`,
    ...(hours >= 1 ? {} : { help: 'Make room, or choose another folder with --data-dir.' }),
  };
}

/** Whether the folder is there after a restart. */
async function volume(boot: Boot): Promise<Finding> {
  const runner = createProcessRunner({ ledgerDir: boot.dataDir, log: silentLogger, clock: systemClock });
  const part = volumePart(
    await lookAtVolume(nearestExisting(boot.dataDir), { platform: process.platform, runner }),
  );
  const { text, advice } = sayPart(part, 'en');
  return {
    // A container that is only tried out has nothing to lose.
    state: part.state === 'ok' ? 'ok' : 'note',
    what: 'volume',
    detail: text,
    ...(advice === undefined ? {} : { help: advice }),
  };
}

async function library(boot: Boot): Promise<Finding[]> {
  const file = path.join(boot.dataDir, 'library.sqlite');
  if (isRestoring(boot.dataDir)) {
    return [
      {
        state: 'missing',
        what: 'library',
        detail: 'a restore was interrupted',
        help: 'Start the recorder: it puts everything back as it was before.',
      },
    ];
  }
  if (!existsSync(file)) {
    return [{ state: 'note', what: 'library', detail: 'none yet: it is made on first start' }];
  }
  try {
    // Takes the folder only for as long as it looks, so that nothing changes meanwhile.
    using stack = new DisposableStack();
    stack.adopt(lockDataDir(boot.dataDir), (held) => held.release());
    const { db, close } = openDatabase(file);
    try {
      const store = await openLocalFileStore(path.join(boot.dataDir, 'media'));
      const findings = await checkConsistency({ db, store, clock: systemClock });
      const { count } = await db
        .selectFrom('recordings')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return [
        { state: 'ok', what: 'library', detail: `${count} lessons` },
        ...findings.map((finding): Finding => ({
          state: 'note',
          what: 'consistency',
          detail: JSON.stringify(finding),
        })),
        ...(findings.length === 0
          ? [{ state: 'ok', what: 'consistency', detail: 'rows and files agree' } as const]
          : []),
      ];
    } finally {
      await close();
    }
  } catch (error) {
    const { code, detail } = toErrorSummary(error);
    if (code === 'data_dir_locked') {
      return [{ state: 'note', what: 'library', detail: 'in use by a running recorder: not checked' }];
    }
    return [
      {
        state: 'missing',
        what: 'library',
        detail,
        help: 'Restore it from a backup, or ask for help with this text.',
      },
    ];
  }
}

/** What the school has decided, and what of it cannot be used. */
async function policy(boot: Boot): Promise<Finding[]> {
  const { values, problems } =
    boot.policyFile === undefined ? noPolicy : await readPolicyFile(boot.policyFile);
  if (values.size === 0 && problems.length === 0) return [];
  return [
    { state: 'ok', what: 'policy', detail: `${boot.policyFile} locks ${values.size} settings` },
    ...problems.map((problem): Finding => ({ state: 'missing', what: 'policy', detail: problem })),
  ];
}

function environment(boot: Boot): Finding[] {
  const electron = path.join(packageRoot, 'node_modules', 'electron', 'dist');
  return [
    models(boot),
    process.platform === 'linux' && boot.display === undefined
      ? { state: 'note', what: 'display', detail: 'none: the screen cannot be recorded, everything else can' }
      : { state: 'ok', what: 'display', detail: boot.display ?? 'the desktop' },
    existsSync(electron)
      ? { state: 'ok', what: 'Electron', detail: electron }
      : { state: 'note', what: 'Electron', detail: 'binary not installed: the page is used in a browser' },
  ];
}

function models(boot: Boot): Finding {
  const { isWhole, detail } = describeModels(boot.dataDir);
  if (isWhole) return { state: 'ok', what: 'models', detail };
  return {
    state: 'note',
    what: 'models',
    detail,
    help: 'Build anew with npm run build; recording needs none.',
  };
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || path.dirname(folder) === folder
    ? folder
    : nearestExisting(path.dirname(folder));
}
