import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Boot, parseBoot, shellEnvironment } from './env.ts';

const linux = { platform: 'linux' as const, homeDir: '/home/t', workDir: '/work dir' };

function boot(
  argv: string[],
  env: Record<string, string | undefined> = {},
  machine: Parameters<typeof parseBoot>[2] = linux,
): Boot {
  const request = parseBoot(argv, env, machine);
  if (request.kind !== 'run') throw new Error(JSON.stringify(request));
  return request.boot;
}

function complaint(argv: string[], env: Record<string, string> = {}): string {
  const request = parseBoot(argv, env, linux);
  if (request.kind !== 'invalid') throw new Error(JSON.stringify(request));
  return request.message;
}

describe('parseBoot', () => {
  test('listens on loopback port 8765 and keeps data in the user’s folder when nothing is said', () => {
    expect(boot([])).toEqual({
      dataDir: '/home/t/.local/share/airclass-recorder',
      port: 8765,
      host: '127.0.0.1',
      logLevel: 'info',
      allowedHosts: [],
      policyFile: '/etc/airclass-recorder/policy.json',
    });
  });

  test('knows that the desktop app has started it', () => {
    expect(boot([], { AIRCLASS_SHELL: 'desktop' }).isDesktop).toBe(true);
    expect(boot([], { AIRCLASS_SHELL: 'bash' }).isDesktop).toBeUndefined();
  });

  test('follows each platform’s habit for the data folder', () => {
    const windows = { platform: 'win32' as const, homeDir: 'C:\\Users\\t', workDir: 'C:\\' };
    const mac = { platform: 'darwin' as const, homeDir: '/Users/t', workDir: '/' };
    expect(boot([], { XDG_DATA_HOME: '/data' }).dataDir).toBe('/data/airclass-recorder');
    expect(boot([], { XDG_DATA_HOME: 'relative' }).dataDir).toBe('/home/t/.local/share/airclass-recorder');
    expect(boot([], {}, mac).dataDir).toBe('/Users/t/Library/Application Support/AIRClass Recorder');
    expect(boot([], { LOCALAPPDATA: 'D:\\Local' }, windows).dataDir).toBe('D:\\Local\\AIRClass Recorder');
    expect(boot([], {}, windows).dataDir).toBe('C:\\Users\\t\\AppData\\Local\\AIRClass Recorder');
    expect(boot(['--data-dir', 'lessons'], {}, windows).dataDir).toBe('C:\\lessons');
  });

  test('reads every variable, and takes empty ones as not set', () => {
    const env = {
      AIRCLASS_DATA_DIR: 'lessons',
      AIRCLASS_PORT: '0',
      AIRCLASS_HOST: '0.0.0.0',
      AIRCLASS_TOKEN: 'abcdefghijklmnop',
      AIRCLASS_FFMPEG: '/opt/ffmpeg',
      AIRCLASS_LOG_LEVEL: 'DEBUG',
      AIRCLASS_MODELS_MIRROR: 'mirror',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/',
      AIRCLASS_ALLOWED_HOSTS: 'Recorder.school.kr, box:8080 ,,[fe80::1]:80,box:8080',
    };
    expect(boot([], env, { ...linux, resourcesPath: '/app/resources' })).toEqual({
      dataDir: '/work dir/lessons',
      port: 0,
      host: '0.0.0.0',
      token: 'abcdefghijklmnop',
      ffmpegOverride: '/opt/ffmpeg',
      modelsMirror: '/work dir/mirror',
      tracesUrl: 'http://127.0.0.1:4318/v1/traces',
      logLevel: 'debug',
      allowedHosts: ['recorder.school.kr', 'box:8080', '[fe80::1]:80'],
      resourcesPath: '/app/resources',
      policyFile: '/etc/airclass-recorder/policy.json',
    });
    expect(boot([], Object.fromEntries(Object.keys(env).map((name) => [name, ' '])))).toEqual(boot([]));
  });

  test('finds what the school has decided where only administrators write', () => {
    const windows = { platform: 'win32' as const, homeDir: 'C:\\Users\\t', workDir: 'C:\\' };
    const mac = { platform: 'darwin' as const, homeDir: '/Users/t', workDir: '/' };
    expect(boot([], { ProgramData: 'D:\\Shared' }, windows).policyFile).toBe(
      'D:\\Shared\\AIRClass Recorder\\policy.json',
    );
    expect(boot([], {}, mac).policyFile).toBe('/Library/Application Support/AIRClass Recorder/policy.json');
    expect(boot([], { AIRCLASS_POLICY: 'p.json' }).policyFile).toBe('/work dir/p.json');
  });

  test('takes a folder or an address for the mirror of models', () => {
    const address = 'https://files.school.kr/models';
    expect(boot(['--mirror', address]).modelsMirror).toBe(address);
    expect(boot(['--mirror', '/mnt/models']).modelsMirror).toBe('/mnt/models');
    const windows = { platform: 'win32' as const, homeDir: 'C:\\Users\\t', workDir: 'C:\\' };
    expect(boot(['--mirror', 'D:\\models'], {}, windows).modelsMirror).toBe('D:\\models');
    expect(complaint(['--mirror', 'ftp://files.school.kr'])).toContain('--mirror');
  });

  test('lets a flag win over its variable', () => {
    const env = { AIRCLASS_PORT: '1', AIRCLASS_HOST: '10.0.0.1', AIRCLASS_DATA_DIR: '/a' };
    const flags = ['--port', '2', '--host=[::1]', '--data-dir=/b'];
    expect(boot(flags, env)).toMatchObject({ port: 2, host: '::1', dataDir: '/b' });
  });

  test.each([
    [['--port', '65536'], '--port'],
    [['--port', '1e3'], '--port'],
    [['--port=-1'], '--port'],
    [['--port='], '--port'],
    [['--host', 'a b'], '--host'],
    [['--data-dir', ''], '--data-dir'],
    [['--colour'], '--colour'],
    [['serve'], 'serve'],
    [['--port'], '--port'],
  ])('says what is wrong with %j', (argv, named) => {
    expect(complaint(argv)).toContain(named);
  });

  test('says which variable is wrong, and never repeats a token', () => {
    expect(complaint([], { AIRCLASS_PORT: 'http' })).toContain('AIRCLASS_PORT');
    expect(complaint([], { OTEL_EXPORTER_OTLP_ENDPOINT: '127.0.0.1:4318' })).toContain('OTEL_EXPORTER');
    expect(complaint([], { AIRCLASS_LOG_LEVEL: 'loud' })).toContain('AIRCLASS_LOG_LEVEL');
    expect(complaint([], { AIRCLASS_ALLOWED_HOSTS: 'https://school.kr' })).toContain(
      'AIRCLASS_ALLOWED_HOSTS',
    );
    expect(complaint([], { AIRCLASS_TOKEN: 'short' })).toContain('AIRCLASS_TOKEN');
    expect(complaint([], { AIRCLASS_TOKEN: 'short' })).not.toContain('short');
  });

  test('answers --help and --version before anything else', () => {
    const help = parseBoot(['--help', '--port', 'x'], {}, linux);
    expect(help.kind === 'help' && help.text).toContain('--data-dir');
    expect(parseBoot(['--version'], { AIRCLASS_PORT: 'x' }, linux)).toEqual({ kind: 'version' });
  });
});

describe('environment of the desktop shell', () => {
  test('passes everything on to the core and says that there is a shell', () => {
    const { core, port, isWayland, configHome } = shellEnvironment(
      { PATH: '/bin', AIRCLASS_PORT: '9000', XDG_CONFIG_HOME: 'relative', EMPTY: undefined },
      '/home/teacher',
    );
    expect(core).toEqual({
      PATH: '/bin',
      AIRCLASS_PORT: '9000',
      XDG_CONFIG_HOME: 'relative',
      AIRCLASS_SHELL: 'desktop',
    });
    expect({ port, isWayland }).toEqual({ port: 9000, isWayland: false });
    // The XDG specification: a relative path is to be ignored.
    expect(configHome).toBe(path.join('/home/teacher', '.config'));
  });

  test('knows a Wayland session and leaves a port that is none to the usual one', () => {
    const { port, isWayland } = shellEnvironment(
      { WAYLAND_DISPLAY: 'wayland-0', AIRCLASS_PORT: 'x' },
      '/home/a',
    );
    expect({ port, isWayland }).toEqual({ port: undefined, isWayland: true });
  });
});
