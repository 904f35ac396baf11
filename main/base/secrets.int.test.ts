import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from './app-error.ts';
import { openSecrets } from './secrets.ts';
import { readOrCreateToken } from './token.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'airclass-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const modeOf = (name: string) => statSync(path.join(dataDir, name)).mode & 0o777;

describe('openSecrets', () => {
  test('opens what it sealed, also after a restart, and never seals alike twice', () => {
    const secrets = openSecrets(dataDir);
    const address = 'rtmp://user:비밀번호@host/live/key';
    const sealed = secrets.seal(address);
    expect(sealed).not.toContain('user');
    expect(secrets.seal(address)).not.toBe(sealed);
    expect(openSecrets(dataDir).open(sealed)).toBe(address);
    expect(secrets.open(secrets.seal(''))).toBe('');
  });

  test('refuses what was changed, cut or sealed with another key', () => {
    const secrets = openSecrets(dataDir);
    const sealed = secrets.seal('text');
    // In the middle: the last character of base64 may hold bits that mean nothing.
    const changed = sealed.slice(0, 20) + (sealed.charAt(20) === 'A' ? 'B' : 'A') + sealed.slice(21);
    const other = openSecrets(path.join(dataDir, 'other'));
    for (const wrong of [changed, sealed.slice(0, 20), 'v1.', '', other.seal('text')]) {
      expect(() => secrets.open(wrong)).toThrow('cannot be opened');
    }
  });

  test('hashes the same text alike, and differently with another key', () => {
    const secrets = openSecrets(dataDir);
    const hash = secrets.keyedHash('student-1');
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(openSecrets(dataDir).keyedHash('student-1')).toBe(hash);
    expect(openSecrets(path.join(dataDir, 'other')).keyedHash('student-1')).not.toBe(hash);
  });

  test.skipIf(process.platform === 'win32')(
    'keeps its files from other users, and closes one left open',
    () => {
      openSecrets(dataDir);
      readOrCreateToken(dataDir);
      expect([modeOf('secret.key'), modeOf('token')]).toEqual([0o600, 0o600]);
      chmodSync(path.join(dataDir, 'secret.key'), 0o644);
      openSecrets(dataDir);
      expect(modeOf('secret.key')).toBe(0o600);
      expect(readdirSync(dataDir)).toEqual(['secret.key', 'token']);
    },
  );

  test('never overwrites a damaged key', () => {
    const file = path.join(dataDir, 'secret.key');
    writeFileSync(file, 'short');
    expect(() => openSecrets(dataDir)).toThrow(file);
    expect(readFileSync(file, 'utf8')).toBe('short');
  });
});

describe('readOrCreateToken', () => {
  test('makes a token once and reads it ever after', () => {
    const token = readOrCreateToken(dataDir);
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(readOrCreateToken(dataDir)).toBe(token);
  });

  test('takes the operator’s token and leaves the file alone', () => {
    expect(readOrCreateToken(dataDir, 'abcdefghijklmnop')).toBe('abcdefghijklmnop');
    expect(readdirSync(dataDir)).toEqual([]);
  });

  test('refuses a file that holds no token', () => {
    writeFileSync(path.join(dataDir, 'token'), '\n');
    expect(() => readOrCreateToken(dataDir)).toThrow(
      expect.toSatisfy((error: unknown) => isAppError(error, 'internal')),
    );
  });
});
