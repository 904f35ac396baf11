/**
 * The only reader of process.env and the command line, once, at the start. They say where and how the core starts;
 * everything a person sets while it runs is in the settings.
 */
import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { S3Access } from './backup/s3-store.ts';
import { isUsableToken } from './base/token.ts';
import type { LogLevel } from './base/logger.ts';
import { readS3Access, s3HelpText } from './env-s3.ts';

export type Boot = {
  /** Absolute. */
  dataDir: string;
  /** 0: any free port. */
  port: number;
  /** Address to listen on. */
  host: string;
  token?: string;
  ffmpegOverride?: string;
  logLevel: LogLevel;
  /** X display of the desktop (`:0`), on Linux. */
  display?: string;
  /** Folder of a packaged app's bundled files. */
  resourcesPath?: string;
  /** Folder or base address that model packs come from instead of their own addresses. */
  modelsMirror?: string;
  /** Redis or Valkey server that several cores share their replies on. */
  redisUrl?: string;
  /** Address that traces are sent to (OTLP over HTTP); without it there are none. */
  tracesUrl?: string;
  /** What the school has decided for everyone on this computer; need not be there. */
  policyFile?: string;
  /** Started by the desktop app, which shows the page in its own window. */
  isDesktop?: true;
  /** Store of backups. */
  s3?: S3Access;
  /** Passphrase of backups, for the command line. */
  backupPassphrase?: string;
  /** Names, with or without a port, under which the core may be reached besides loopback and `host`. Lower case. */
  allowedHosts: string[];
};

export type BootRequest =
  | { kind: 'run'; boot: Boot }
  | { kind: 'help'; text: string }
  | { kind: 'version' }
  /** A flag or variable that cannot be used; the message says which and what would do. */
  | { kind: 'invalid'; message: string };

type Environment = Readonly<Record<string, string | undefined>>;
type Machine = {
  platform: NodeJS.Platform;
  homeDir: string;
  workDir: string;
  resourcesPath?: string | undefined;
};

const logLevels: readonly LogLevel[] = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];

export const helpText = `AIRClass Recorder: records classroom streams, keeps and serves the lessons.

Usage: airclass-recorder [options]

  --port NUMBER      port to listen on, 0 = any free one (default 8765)
  --host ADDRESS     address to listen on (default 127.0.0.1)
  --data-dir FOLDER  where lessons and the library are kept
  --mirror SOURCE    folder or address (http, https) that model packs come from, for closed networks
  --help             this text
  --version          the version

Environment (a flag wins over its variable):
  AIRCLASS_PORT, AIRCLASS_HOST, AIRCLASS_DATA_DIR, AIRCLASS_MODELS_MIRROR
  AIRCLASS_TOKEN          access token, at least 16 characters (otherwise made on first start)
  AIRCLASS_FFMPEG         path of the ffmpeg to use
  AIRCLASS_LOG_LEVEL      ${logLevels.join(', ')} (default info)
  AIRCLASS_REDIS_URL      redis:// address of a Redis or Valkey server to keep replies on (default: in memory)
  OTEL_EXPORTER_OTLP_ENDPOINT  base address (http, https) of a collector of traces; none are made without it
  AIRCLASS_POLICY         file of the settings that the school has decided
  AIRCLASS_SHELL          desktop: started by the desktop app
  AIRCLASS_UPDATE_TRIAL_SECONDS  desktop: how long a new version may take to show that it works (1 to 600, default 60)
  AIRCLASS_ALLOWED_HOSTS  further host names the core is reached by, separated by commas
${s3HelpText}`;

/** @param argv other words than this process's own, as a command that has read its options */
export function bootFromProcess(argv: readonly string[] = process.argv.slice(2)): BootRequest {
  return parseBoot(argv, process.env);
}

export type ShellEnvironment = {
  /** What the core is started with. */
  core: Record<string, string>;
  /** A Wayland session shows its screens to nobody who reads them the X11 way. */
  isWayland: boolean;
  /** Where Linux desktops look for settings, absolute. */
  configHome: string;
  /** 0: any free port; undefined: the usual one. */
  port: number | undefined;
  /** Where the core keeps lessons when nobody says otherwise, absolute. */
  dataDir: string;
  /** What the school has decided for everyone on this computer; need not be there. */
  policyFile: string;
  /** Started as an AppImage. */
  isAppImage: boolean;
  /** How long a new core may take to show that it works (s). */
  updateTrialSec: number;
};

const defaultTrialSec = 60;

/** What the desktop shell needs of this process's environment; the rest is the core's to read. */
export function shellEnvironment(env: Environment = process.env, homeDir = homedir()): ShellEnvironment {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const configHome = variable(env, 'XDG_CONFIG_HOME');
  const port = Number(variable(env, 'AIRCLASS_PORT'));
  const trialSec = Number(variable(env, 'AIRCLASS_UPDATE_TRIAL_SECONDS'));
  const machine = { ...thisMachine(), homeDir };
  return {
    core: { ...Object.fromEntries(set), AIRCLASS_SHELL: 'desktop' },
    isWayland:
      variable(env, 'XDG_SESSION_TYPE') === 'wayland' || variable(env, 'WAYLAND_DISPLAY') !== undefined,
    configHome:
      configHome !== undefined && path.isAbsolute(configHome) ? configHome : path.join(homeDir, '.config'),
    port: Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : undefined,
    dataDir: readDataDir(undefined, env, machine),
    policyFile: readPolicyFile(env, machine),
    isAppImage: variable(env, 'APPIMAGE') !== undefined,
    updateTrialSec: trialSec >= 1 && trialSec <= 600 ? trialSec : defaultTrialSec,
  };
}

/** @param argv arguments after the program's name */
export function parseBoot(
  argv: readonly string[],
  env: Environment,
  machine: Machine = thisMachine(),
): BootRequest {
  try {
    const flags = parseFlags(argv);
    if (flags.help === true) return { kind: 'help', text: helpText };
    if (flags.version === true) return { kind: 'version' };
    return { kind: 'run', boot: readBoot(flags, env, machine) };
  } catch (error) {
    if (error instanceof BootProblem) return { kind: 'invalid', message: error.message };
    throw error;
  }
}

class BootProblem extends Error {}

function parseFlags(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'data-dir': { type: 'string' },
        mirror: { type: 'string' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new BootProblem(`${message} (--help lists the options)`, { cause: error });
  }
}

function readBoot(flags: ReturnType<typeof parseFlags>, env: Environment, machine: Machine): Boot {
  const token = readToken(env);
  const ffmpegOverride = variable(env, 'AIRCLASS_FFMPEG');
  const display = variable(env, 'DISPLAY');
  const modelsMirror = readModelsMirror(flags.mirror, env, machine);
  const redisUrl = readRedisUrl(env);
  const tracesUrl = readTracesUrl(env);
  const s3 = readS3(env);
  const backupPassphrase = variable(env, 'AIRCLASS_BACKUP_PASSPHRASE');
  return {
    dataDir: readDataDir(flags['data-dir'], env, machine),
    port: readPort(pick(flags.port, '--port', env, 'AIRCLASS_PORT')),
    host: readHost(pick(flags.host, '--host', env, 'AIRCLASS_HOST')),
    logLevel: readLogLevel(env),
    policyFile: readPolicyFile(env, machine),
    allowedHosts: readAllowedHosts(env),
    ...(variable(env, 'AIRCLASS_SHELL') === 'desktop' ? { isDesktop: true } : {}),
    ...(token === undefined ? {} : { token }),
    ...(ffmpegOverride === undefined ? {} : { ffmpegOverride }),
    ...(display === undefined ? {} : { display }),
    ...(modelsMirror === undefined ? {} : { modelsMirror }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(tracesUrl === undefined ? {} : { tracesUrl }),
    ...(s3 === undefined ? {} : { s3 }),
    ...(backupPassphrase === undefined ? {} : { backupPassphrase }),
    ...(machine.resourcesPath === undefined ? {} : { resourcesPath: machine.resourcesPath }),
  };
}

type Setting = { name: string; value: string };

/** The flag when it is given, else the variable; an empty variable counts as not set, an empty flag is a mistake. */
function pick(
  flag: string | undefined,
  flagName: string,
  env: Environment,
  name: string,
): Setting | undefined {
  if (flag !== undefined) {
    if (flag.trim() === '') throw new BootProblem(`${flagName} needs a value`);
    return { name: flagName, value: flag.trim() };
  }
  const value = variable(env, name);
  return value === undefined ? undefined : { name, value };
}

function variable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

function readPort(setting: Setting | undefined): number {
  if (setting === undefined) return 8765;
  const port = Number(setting.value);
  if (!/^\d{1,5}$/.test(setting.value) || port > 65_535) {
    throw new BootProblem(`${setting.name} must be a number from 0 to 65535, not '${setting.value}'`);
  }
  return port;
}

function readHost(setting: Setting | undefined): string {
  if (setting === undefined) return '127.0.0.1';
  const host = setting.value.replace(/^\[(.*)\]$/, '$1');
  if (!/^[A-Za-z0-9.:_%-]{1,253}$/.test(host)) {
    throw new BootProblem(`${setting.name} must be an address or a host name, not '${setting.value}'`);
  }
  return host;
}

function readDataDir(flag: string | undefined, env: Environment, machine: Machine): string {
  const setting = pick(flag, '--data-dir', env, 'AIRCLASS_DATA_DIR');
  const paths = machine.platform === 'win32' ? path.win32 : path.posix;
  if (setting === undefined) return defaultDataDir(env, machine);
  if (setting.value.includes('\0')) throw new BootProblem(`${setting.name} is not a folder name`);
  return paths.resolve(machine.workDir, setting.value);
}

function defaultDataDir(env: Environment, { platform, homeDir }: Machine): string {
  if (platform === 'win32') {
    const local = variable(env, 'LOCALAPPDATA') ?? path.win32.join(homeDir, 'AppData', 'Local');
    return path.win32.join(local, 'AIRClass Recorder');
  }
  if (platform === 'darwin') {
    return path.posix.join(homeDir, 'Library', 'Application Support', 'AIRClass Recorder');
  }
  const data = variable(env, 'XDG_DATA_HOME');
  // The XDG specification: a relative path is to be ignored.
  const base =
    data !== undefined && path.posix.isAbsolute(data) ? data : path.posix.join(homeDir, '.local', 'share');
  return path.posix.join(base, 'airclass-recorder');
}

/** Only administrators can write there. */
function readPolicyFile(env: Environment, { platform, workDir }: Machine): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const named = variable(env, 'AIRCLASS_POLICY');
  if (named !== undefined) return paths.resolve(workDir, named);
  if (platform === 'win32') {
    const shared = variable(env, 'ProgramData') ?? 'C:\\ProgramData';
    return paths.join(shared, 'AIRClass Recorder', 'policy.json');
  }
  if (platform === 'darwin') return '/Library/Application Support/AIRClass Recorder/policy.json';
  return '/etc/airclass-recorder/policy.json';
}

function readToken(env: Environment): string | undefined {
  const token = variable(env, 'AIRCLASS_TOKEN');
  if (token !== undefined && !isUsableToken(token)) {
    // The value is a secret: it is not repeated.
    throw new BootProblem('AIRCLASS_TOKEN must be 16 to 512 characters of A–Z a–z 0–9 . _ ~ + / = -');
  }
  return token;
}

function readLogLevel(env: Environment): LogLevel {
  const text = variable(env, 'AIRCLASS_LOG_LEVEL')?.toLowerCase();
  if (text === undefined) return 'info';
  const level = logLevels.find((known) => known === text);
  if (level === undefined) {
    throw new BootProblem(`AIRCLASS_LOG_LEVEL must be one of ${logLevels.join(', ')}, not '${text}'`);
  }
  return level;
}

function readModelsMirror(
  flag: string | undefined,
  env: Environment,
  { platform, workDir }: Machine,
): string | undefined {
  const setting = pick(flag, '--mirror', env, 'AIRCLASS_MODELS_MIRROR');
  if (setting === undefined || URL.parse(setting.value)?.protocol.match(/^https?:$/)) return setting?.value;
  if (/^[a-z][a-z+.-]+:/i.test(setting.value)) {
    throw new BootProblem(`${setting.name} must be a folder or an http(s) address, not '${setting.value}'`);
  }
  return (platform === 'win32' ? path.win32 : path.posix).resolve(workDir, setting.value);
}

function readRedisUrl(env: Environment): string | undefined {
  const address = variable(env, 'AIRCLASS_REDIS_URL');
  if (address === undefined) return undefined;
  const url = URL.parse(address);
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    // It may hold a password: it is not repeated.
    throw new BootProblem('AIRCLASS_REDIS_URL must be an address like redis://:password@127.0.0.1:6379/0');
  }
  return address;
}

/** The variable is OpenTelemetry's own: a base address, below which traces have a path of theirs. */
function readTracesUrl(env: Environment): string | undefined {
  const base = variable(env, 'OTEL_EXPORTER_OTLP_ENDPOINT');
  if (base === undefined) return undefined;
  if (!URL.parse(base)?.protocol.match(/^https?:$/)) {
    throw new BootProblem('OTEL_EXPORTER_OTLP_ENDPOINT must be an http(s) address');
  }
  return `${base.replace(/\/+$/, '')}/v1/traces`;
}

function readS3(env: Environment): S3Access | undefined {
  try {
    return readS3Access(env);
  } catch (error) {
    throw new BootProblem(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function readAllowedHosts(env: Environment): string[] {
  const names = (variable(env, 'AIRCLASS_ALLOWED_HOSTS') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  for (const name of names) {
    if (!/^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/.test(name)) {
      throw new BootProblem(
        `AIRCLASS_ALLOWED_HOSTS takes names like recorder.school.kr or recorder.school.kr:443, not '${name}'`,
      );
    }
  }
  return [...new Set(names)];
}

function thisMachine(): Machine {
  return {
    platform: process.platform,
    homeDir: homedir(),
    workDir: process.cwd(),
    // Set by Electron in a packaged app, in its utility processes too.
    resourcesPath:
      'resourcesPath' in process && typeof process.resourcesPath === 'string'
        ? process.resourcesPath
        : undefined,
  };
}
