import { describe, expect, test } from 'vitest';
import { isAllowedExternal, isOrigin, isPermitted, navigationVerdict } from './navigation-guard.ts';

const core = 'http://127.0.0.1:8765';

describe('navigation guard', () => {
  test('lets the page go anywhere within the core', () => {
    expect(navigationVerdict(`${core}/record`, `${core}/`, core)).toEqual({ kind: 'allow' });
  });

  test.each([
    'https://evil.example/',
    'http://127.0.0.1:8765.evil.example/',
    'http://127.0.0.1.evil.example:8765/',
    'http://127.0.0.1:8766/',
    'https://127.0.0.1:8765/',
    'http://user@127.0.0.1:8765/',
    'http://localhost:8765/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'blob:https://evil.example/1',
    'airclass-shell:quit',
    'not an address',
    '',
  ])('denies %s', (address) => {
    expect(navigationVerdict(address, `${core}/`, core)).toEqual({ kind: 'deny' });
  });

  test('denies everything while no core runs', () => {
    expect(navigationVerdict(`${core}/`, 'data:text/html,x', undefined)).toEqual({ kind: 'deny' });
  });

  test('takes the shell’s own links from the shell’s own pages alone', () => {
    expect(navigationVerdict('airclass-shell:retry', 'data:text/html,x', core)).toEqual({
      kind: 'action',
      action: 'retry',
    });
    expect(navigationVerdict('airclass-shell:other', 'data:text/html,x', core)).toEqual({ kind: 'deny' });
    expect(navigationVerdict('airclass-shell:retry', `${core}/`, core)).toEqual({ kind: 'deny' });
  });

  test('knows a download of the core’s own page', () => {
    expect(isOrigin(`blob:${core}/3f1c`, core)).toBe(true);
  });

  test('opens sites of licences by https and nothing else', () => {
    expect(isAllowedExternal('https://github.com/x/y')).toBe(true);
    for (const address of [
      'http://github.com/',
      'https://github.com.evil.example/',
      'https://evil.example/github.com',
      'https://github.com:8443/',
      'https://me@github.com/',
      'file:///etc/passwd',
      'x-apple.systempreferences:x',
    ]) {
      expect(isAllowedExternal(address)).toBe(false);
    }
  });

  test('grants full screen and copying to the core’s page alone', () => {
    expect(isPermitted('fullscreen', `${core}/`, core)).toBe(true);
    expect(isPermitted('clipboard-sanitized-write', core, core)).toBe(true);
    expect(isPermitted('fullscreen', 'https://evil.example/', core)).toBe(false);
    for (const permission of [
      'media',
      'display-capture',
      'geolocation',
      'notifications',
      'openExternal',
      'hid',
    ]) {
      expect(isPermitted(permission, `${core}/`, core)).toBe(false);
    }
  });
});
