/**
 * Whether what is written to a folder is gone after a restart: PCs of computer rooms are often set back to one state at
 * each start, live systems and containers keep nothing by themselves. Parsers are pure; the look reads the system once.
 */
import { readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VolumeReason } from '../../contract/health.ts';
import type { ProcessRunner } from '../base/process.ts';

export type Mount = {
  mountPoint: string;
  fsType: string;
  /** Of the file system itself: `upperdir=/media/root-rw/overlay`. */
  options: Readonly<Record<string, string>>;
};

/** @param text `/proc/self/mountinfo`, as proc_pid_mountinfo(5) describes it */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after] = line.split(' - ');
    const mountPoint = before.split(' ')[4];
    const [fsType, , superOptions = ''] = after?.split(' ') ?? [];
    if (mountPoint === undefined || fsType === undefined) return [];
    const options = superOptions.split(',').map((option) => {
      const at = option.indexOf('=');
      return at < 0 ? [option, ''] : [option.slice(0, at), unescaped(option.slice(at + 1))];
    });
    return [
      { mountPoint: unescaped(mountPoint), fsType, options: Object.fromEntries(options) as Mount['options'] },
    ];
  });
}

/** Blanks and backslashes are written as octal numbers. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** The mount a file lies on: the innermost, and of several on one point the last. */
function mountOf(mounts: readonly Mount[], file: string): Mount | undefined {
  return mounts
    .filter(
      ({ mountPoint }) => mountPoint === '/' || file === mountPoint || file.startsWith(`${mountPoint}/`),
    )
    .reduce<Mount | undefined>(
      (best, mount) =>
        best === undefined || mount.mountPoint.length >= best.mountPoint.length ? mount : best,
      undefined,
    );
}

const inMemory: ReadonlySet<string> = new Set(['tmpfs', 'ramfs', 'rootfs']);
const layered: ReadonlySet<string> = new Set([
  'overlay',
  'aufs',
  'unionfs',
  'fuse-overlayfs',
  'fuse.fuse-overlayfs',
]);

/**
 * @param file real path, links followed
 * @param isContainer its layers are thrown away with it
 */
export function resetReason(mounts: readonly Mount[], file: string, isContainer: boolean): VolumeReason {
  const mount = mountOf(mounts, file);
  if (mount === undefined) return 'none';
  if (inMemory.has(mount.fsType)) return 'memory';
  if (!layered.has(mount.fsType)) return 'none';
  // What is written to an overlay lies in its upper folder. Where that cannot be seen from here (a container's is the
  // host's, a live system's was left behind at the start), it is on nothing that lasts.
  const { upperdir } = mount.options;
  const upper = upperdir === undefined ? undefined : mountOf(mounts, upperdir);
  const lasts =
    upper !== undefined && upper !== mount && !inMemory.has(upper.fsType) && !layered.has(upper.fsType);
  if (lasts && !isContainer) return 'none';
  return isContainer ? 'container' : 'overlay';
}

/** Drivers and services that set a PC back, by the names Windows lists them under. */
const resetServices: readonly [RegExp, VolumeReason][] = [
  [/^SERVICE_NAME: (?:DFServ|DeepFrz)\s*$/im, 'deep_freeze'],
  [/^SERVICE_NAME: (?:diskpt|ShadowDefender)\s*$/im, 'shadow_defender'],
  [/^SERVICE_NAME: (?:ShdServ|Shield)\s*$/im, 'reboot_restore'],
];

/** @param text of `sc query type= all`: what is running */
export function resetByServices(text: string): VolumeReason {
  return resetServices.find(([pattern]) => pattern.test(text))?.[1] ?? 'none';
}

/**
 * @param text of `uwfmgr get-config`, in English as on every Windows
 * @param drive `C:`
 * @returns whether the Unified Write Filter throws away what is written to the drive in this session
 */
export function isWriteFiltered(text: string, drive: string): boolean {
  const [current = ''] = text.split(/^\s*Next session settings/im);
  if (!/Filter state:\s+ON/i.test(current)) return false;
  const volume = new RegExp(
    `Volume [^\\n]*\\[?${drive.replace(/[^A-Z:]/gi, '')}[^\\n]*\\n[^]*?Volume state:\\s+(Protected|Un-?protected)`,
    'i',
  );
  return /^Protected$/i.test(volume.exec(current)?.[1] ?? '');
}

/** Looks once; Windows' tools take a second. Never rejects: what cannot be found out is no reason to worry somebody. */
export async function lookAtVolume(
  dataDir: string,
  system: { platform: NodeJS.Platform; runner: Pick<ProcessRunner, 'run'> },
): Promise<VolumeReason> {
  try {
    if (system.platform === 'linux') {
      const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
      return resetReason(mounts, await realpath(dataDir), await isInContainer());
    }
    if (system.platform !== 'win32') return 'none';
    const drive = path.win32.parse(dataDir).root.slice(0, 2).toUpperCase();
    const filter = await output(system.runner, 'uwfmgr.exe', 'get-config');
    if (isWriteFiltered(filter, drive)) return 'write_filter';
    // The others protect the system's drive; schools keep data on one that is left alone.
    if (drive !== systemDrive()) return 'none';
    return resetByServices(await output(system.runner, 'sc.exe', 'query', 'type=', 'all'));
  } catch {
    return 'none';
  }
}

/** Windows keeps its own files on the drive that the program is told as `C:` nearly everywhere; it says so itself. */
function systemDrive(): string {
  return path.win32.parse(tmpdir()).root.slice(0, 2).toUpperCase();
}

async function output(
  runner: Pick<ProcessRunner, 'run'>,
  command: string,
  ...args: string[]
): Promise<string> {
  const { stdout } = await runner.run({ command, args, purpose: 'volume', ledger: false, timeoutMs: 10_000 });
  // uwfmgr writes UTF-16.
  return stdout.includes(0) ? stdout.toString('utf16le') : stdout.toString('latin1');
}

async function isInContainer(): Promise<boolean> {
  const marks = ['/.dockerenv', '/run/.containerenv', '/var/run/secrets/kubernetes.io'];
  const found = await Promise.all(marks.map((mark) => realpath(mark).catch(() => undefined)));
  return found.some((mark) => mark !== undefined);
}
