/** What differs between the systems that the tests run on, each with its reason. On Linux nothing is left out. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { ffmpegPath } from './clip.ts';

const isLinux = process.platform === 'linux';
const isWindows = process.platform === 'win32';

/** How a process looks that was ended by SIGKILL, and not by its parent: Windows has no signals and tells a code. */
export const killed: { signal: 'SIGKILL' } | { exitCode: 1 } = isWindows
  ? { exitCode: 1 }
  : { signal: 'SIGKILL' };

/** Windows keeps in lists who may read a file: the mode of every file that may be written is 0o666. */
export const hasFileModes: boolean = !isWindows;

/** Windows lets only administrators and developers make links to files; links to folders go everywhere. */
export const canLinkFiles: boolean = !isWindows || tryLink();

/** Installed by `npm test` on Linux; elsewhere it is used where somebody has installed it. */
export const hasRedis: boolean = isLinux || spawnSync('redis-server', ['--version']).status === 0;

/**
 * Noto Sans CJK KR, in which slides are drawn whose Korean is then read, sign by sign: of another font it may be read
 * otherwise. `npm test` installs it on Linux, Homebrew's font-noto-sans-cjk-kr on macOS.
 */
export const hasSlideFont: boolean =
  isLinux ||
  [path.join(homedir(), 'Library', 'Fonts'), '/Library/Fonts', 'C:\\Windows\\Fonts'].some((folder) =>
    existsSync(path.join(folder, 'NotoSansCJKkr-Regular.otf')),
  );

/** Protocols that static builds of ffmpeg may lack. On Linux a lack is a failure. */
export const canSrt: boolean =
  isLinux ||
  execFileSync(ffmpegPath, ['-hide_banner', '-protocols'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .split(/\s+/)
    .includes('srt');

function tryLink(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'airclass-link-'));
  try {
    writeFileSync(path.join(folder, 'file'), '');
    symlinkSync(path.join(folder, 'file'), path.join(folder, 'link'));
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
