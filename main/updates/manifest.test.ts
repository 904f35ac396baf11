import { describe, expect, it } from 'vitest';
import { type UpdateManifest, parseManifest, problemOfPath } from './manifest.ts';

const file = (path: string, sizeBytes = 1) => ({
  ...{ path, size_bytes: sizeBytes, sha256: 'a'.repeat(64), is_executable: false },
});
const needed = [file('dist/main/headless.js'), file('package.json')];

function manifest(change: Partial<UpdateManifest> = {}): UpdateManifest {
  return {
    product: 'airclass-recorder',
    ...{ version: '1.2.3', platform: 'linux', arch: 'x64', shell_contract: 1, payload_bytes: 10 },
    ...{ created_at: '2026-03-02T00:00:00.000Z', notes: { ko: '새 버전', en: 'New' }, files: needed },
    ...change,
  };
}
const parse = (value: unknown) => parseManifest(Buffer.from(JSON.stringify(value)));

describe('the list of an update', () => {
  it('is taken as it was written', () => {
    expect(parse(manifest())).toEqual(manifest());
  });

  it.each([
    ['another product', { product: 'other' }],
    ['a version that is none', { version: '1.2' }],
    ['a version with a path in it', { version: '1.2.3-/../../x' }],
    ['an unknown system', { platform: 'freebsd' }],
    ['something it does not know', { run_first: 'setup.exe' }],
    ['no files', { files: [] }],
    ['no core', { files: [file('package.json')] }],
    ['a file twice', { files: [...needed, file('a'), file('a')] }],
    ['a file twice for Windows and Macs', { files: [...needed, file('node/Ä.js'), file('node/a\u0308.js')] }],
    ['a file that is a folder too', { files: [...needed, file('dist')] }],
    ['a file without end', { files: [...needed, file('x', 5e9)] }],
    ['a negative size', { files: [...needed, file('x', -1)] }],
    ['more than a disk bears', { files: [...needed, ...[1, 2, 3].map((n) => file(`x${n}`, 9e8))] }],
    ['a hash that is none', { files: [...needed, { ...file('x'), sha256: 'A'.repeat(64) }] }],
    ['a link', { files: [...needed, { ...file('x'), link: '/etc/passwd' }] }],
  ])('is refused with %s', (_, change) => {
    expect(() => parse({ ...manifest(), ...change })).toThrow(
      expect.objectContaining({ code: 'update_unreadable' }),
    );
  });

  it('is refused when it is no JSON', () => {
    expect(() => parseManifest(Buffer.from('{'))).toThrow(
      expect.objectContaining({ code: 'update_unreadable' }),
    );
  });
});

describe('a path', () => {
  it.each([
    ...[
      '',
      '.',
      '..',
      '/etc/passwd',
      'a/../b',
      '../a',
      'a//b',
      'a/',
      './a',
      'C:/a',
      'a\\b',
      '\\\\server\\share',
    ],
    ...['a\0b', 'a\nb', 'a.', 'a ', 'con', 'dist/NUL.txt', 'com1', 'a:stream', 'a?', 'x'.repeat(201)],
  ])('%j is refused', (path) => {
    expect(problemOfPath(path)).toBeDefined();
  });

  it.each([
    'package.json',
    'node_modules/@img/sharp-linux-x64/lib/sharp.node',
    '.hidden',
    'a..b',
    '한글/파일.js',
  ])('%j stays in its folder', (path) => {
    expect(problemOfPath(path)).toBeUndefined();
  });
});
