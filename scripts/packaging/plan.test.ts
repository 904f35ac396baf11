import { describe, expect, it } from 'vitest';
import { obstacleOfJob, obstacleOfTarget, parseDist, unpackedFolder, whyFailed } from './plan.mjs';

const job = (os: 'win' | 'mac' | 'linux', arch = 'x64') => ({ os, arch, targets: [] });
const machine = { platform: 'linux', arch: 'x64' };
const wanted = (...argv: string[]) => {
  const asked = parseDist(argv, machine);
  if (asked.kind !== 'run') throw new Error(JSON.stringify(asked));
  return asked.wanted;
};

describe('what is asked for', () => {
  it('is all packages of this machine when nothing is named', () => {
    expect(wanted().jobs).toEqual([{ os: 'linux', arch: 'x64', targets: ['AppImage', 'deb', 'rpm'] }]);
  });

  it('is each system with each processor that is named', () => {
    expect(wanted('--win', '--linux', '--x64', '--arm64', '--dir').jobs).toEqual([
      { os: 'win', arch: 'x64', targets: [] },
      { os: 'win', arch: 'arm64', targets: [] },
      { os: 'linux', arch: 'x64', targets: [] },
      { os: 'linux', arch: 'arm64', targets: [] },
    ]);
  });

  it('may be single kinds of packages', () => {
    expect(wanted('--win', '--linux', '--target', 'msi,deb').jobs.map(({ targets }) => targets)).toEqual([
      ['msi'],
      ['deb'],
    ]);
    expect(parseDist(['--target', 'exe'], machine)).toEqual({
      kind: 'invalid',
      message: '--target exe is none of AppImage, deb, rpm',
    });
  });

  it('is refused when it contradicts itself or is not understood', () => {
    expect(parseDist(['--ffmpeg', 'a', '--without-ffmpeg'], machine).kind).toBe('invalid');
    expect(parseDist(['--windows'], machine).kind).toBe('invalid');
    expect(parseDist(['--help'], machine).kind).toBe('help');
  });
});

describe('what cannot be done here', () => {
  const all = { platform: 'linux', hasFile: () => true };

  it('is anything for a Mac on another system', () => {
    expect(obstacleOfJob(job('mac'), all)).toBe('packages for macOS are made on a Mac');
    expect(obstacleOfJob(job('mac'), { ...all, platform: 'darwin' })).toBeUndefined();
  });

  it('is a system whose libraries npm has not installed, with the command that does', () => {
    const facts = { platform: 'linux', hasFile: (path: string) => !path.includes('sharp-win32-arm64') };
    expect(obstacleOfJob(job('win', 'arm64'), facts)).toBe(
      'sharp has no library for it here: npm install --no-save --os=win32 --cpu=arm64 sharp',
    );
    expect(obstacleOfJob(job('win', 'x64'), facts)).toBeUndefined();
  });

  it('does not miss ONNX Runtime where it does not exist', () => {
    const facts = { platform: 'darwin', hasFile: (path: string) => !path.includes('onnxruntime') };
    expect(obstacleOfJob(job('mac', 'x64'), facts)).toBeUndefined();
    expect(obstacleOfJob(job('mac', 'arm64'), facts)).toBe('ONNX Runtime has no library for it here');
  });

  it('is an MSI away from Windows, an RPM without rpmbuild', () => {
    const facts = { platform: 'linux', hasCommand: () => false };
    expect(obstacleOfTarget('msi', facts)).toBe('an MSI is made on Windows');
    expect(obstacleOfTarget('rpm', facts)).toMatch(/^rpmbuild is not installed/);
    expect(obstacleOfTarget('deb', facts)).toBeUndefined();
    expect(obstacleOfTarget('deb', { ...facts, platform: 'win32' })).toMatch(/made on Linux/);
  });
});

describe('why electron-builder failed, in one line', () => {
  it('names a download that failed', () => {
    const output =
      '  ⨯ getaddrinfo ENOTFOUND github.com  failedTask=build stackTrace=RequestError: getaddrinfo\n  at x';
    expect(whyFailed(output)).toBe('it needs a download that failed (getaddrinfo ENOTFOUND github.com)');
  });

  it('repeats what the check of the contents found', () => {
    const output =
      '  ⨯ The package is not right:\n  a.map does not belong here: source map\n  b is missing  failedTask=build stackTrace=Error\n    at afterPack';
    expect(whyFailed(output)).toBe(
      'the package is not right: a.map does not belong here: source map; b is missing',
    );
  });

  it('otherwise repeats its own last complaint', () => {
    expect(whyFailed('  • packaging\n  ⨯ Please specify project homepage  failedTask=build\n  at y')).toBe(
      'Please specify project homepage',
    );
    expect(whyFailed('')).toBe('electron-builder ended without a word');
  });
});

it('knows where electron-builder lays programs out', () => {
  expect(unpackedFolder({ os: 'win', arch: 'arm64' })).toBe('win-arm64-unpacked');
  expect(unpackedFolder({ os: 'linux', arch: 'x64' })).toBe('linux-unpacked');
  expect(unpackedFolder({ os: 'mac', arch: 'arm64' })).toBe('mac-arm64');
});
