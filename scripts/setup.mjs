/**
 * Gets what npm cannot: ffmpeg, and for the tests a browser and Korean fonts. On Debian and Ubuntu as root it installs
 * them with apt-get; elsewhere it says which one command to run. Nothing is installed that is already there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** The same browser without windows and menus of its own takes half the processor time. */
const headlessShell = '/usr/bin/chromium-headless-shell';

/** Node 22.12 is the floor: older ones crash inside the SQLite driver instead of failing with a message. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  console.error(
    `Node.js ${process.versions.node} is too old: 22.18 or newer is needed.\n` +
      'On Linux x64 `npm ci` brings one along; elsewhere install the current LTS from your package manager.',
  );
  process.exit(1);
}

function runs(command, args = ['-version']) {
  const result = spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 });
  return result.status === 0;
}

async function staticFfmpeg() {
  try {
    const { default: path } = await import('ffmpeg-static');
    return typeof path === 'string' && existsSync(path) ? path : undefined;
  } catch {
    // An optional dependency whose download failed is simply not there.
    return undefined;
  }
}

/** The ffmpeg that the core will find (same order as main/media/ffmpeg-locate.ts, packaged copy aside). */
export async function findFfmpeg() {
  const candidates = [process.env.AIRCLASS_FFMPEG, await staticFfmpeg(), 'ffmpeg'];
  return candidates.find((candidate) => candidate !== undefined && candidate !== '' && runs(candidate));
}

export async function hasFfmpeg() {
  return (await findFfmpeg()) !== undefined;
}

export function chromiumPath() {
  const configured = process.env.AIRCLASS_CHROMIUM;
  if (configured) return configured;
  return chromiumPaths.find((path) => existsSync(path));
}

/** For pages alone, without what belongs to a whole browser, as asking for a camera does. */
export function headlessPath() {
  return !process.env.AIRCLASS_CHROMIUM && existsSync(headlessShell) ? headlessShell : chromiumPath();
}

function hasKoreanFont() {
  const result = spawnSync('fc-list', [':lang=ko'], { encoding: 'utf8', timeout: 20_000 });
  return result.status === 0 && result.stdout.trim() !== '';
}

function osRelease() {
  return existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
}

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(osRelease()) && existsSync('/usr/bin/apt-get');
}

/** @param {string[]} packages Debian package names */
function aptInstall(packages) {
  console.log(`Installing ${packages.join(', ')} with apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env };
  spawnSync('apt-get', ['update', '-qq'], options);
  const result = spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    options,
  );
  if (result.status !== 0) throw new Error(`apt-get could not install ${packages.join(' ')}`);
}

const howToGetFfmpeg = {
  linux: 'sudo apt-get install ffmpeg      (Fedora: sudo dnf install ffmpeg)',
  darwin: 'brew install ffmpeg',
  win32: 'winget install Gyan.FFmpeg',
};

/** Sets up ffmpeg, or explains how. @returns {Promise<boolean>} whether it is there now */
export async function ensureFfmpeg() {
  if (await hasFfmpeg()) return true;
  if (isDebianRoot()) {
    aptInstall(['ffmpeg']);
    return hasFfmpeg();
  }
  console.error(
    `ffmpeg is missing. Install it with:\n  ${howToGetFfmpeg[process.platform] ?? howToGetFfmpeg.linux}\n` +
      'or point AIRCLASS_FFMPEG at a copy of it.',
  );
  return false;
}

const rtspServerCheck = "import gi; gi.require_version('GstRtspServer', '1.0')";

/** Sets up what the tests need beside ffmpeg. @returns {Promise<boolean>} whether everything is there now */
export async function ensureTestTools() {
  const missing = [];
  if (chromiumPath() === undefined) missing.push('chromium');
  if (process.platform === 'linux' && !hasKoreanFont()) missing.push('fonts-noto-cjk', 'fontconfig');
  // A screen to record: the screen source is tested against a virtual one.
  if (process.platform === 'linux' && !existsSync('/usr/bin/Xvfb')) missing.push('xvfb');
  // Rules and dashboards are tried on the real thing; its package brings promtool along.
  if (process.platform === 'linux' && !(existsSync('/usr/bin/prometheus') && existsSync('/usr/bin/promtool')))
    missing.push('prometheus');
  // A camera to record: the RTSP specs serve a clip with GStreamer.
  if (process.platform === 'linux' && !runs('/usr/bin/python3', ['-c', rtspServerCheck])) {
    missing.push('python3-gi', 'gir1.2-gst-rtsp-server-1.0');
    for (const set of ['base', 'good', 'bad', 'ugly']) missing.push(`gstreamer1.0-plugins-${set}`);
  }
  // A cache that several cores share is tested against a real server.
  if (process.platform === 'linux' && !existsSync('/usr/bin/redis-server')) missing.push('redis-server');
  if (isDebianRoot()) {
    // Debian alone has it under this name, and it only saves time: nobody is asked to install it.
    if (/^ID=debian$/m.test(osRelease()) && !existsSync(headlessShell))
      missing.push('chromium-headless-shell');
    if (missing.length > 0) aptInstall(missing);
    return chromiumPath() !== undefined;
  }
  if (missing.length === 0) return true;
  console.error(
    `The tests need ${missing.join(', ')}. On Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}\n` +
      'Elsewhere point AIRCLASS_CHROMIUM at Chrome or Chromium.',
  );
  return chromiumPath() !== undefined;
}
