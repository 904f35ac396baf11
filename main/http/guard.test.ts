import { describe, expect, test } from 'vitest';
import { isAppError } from '../base/app-error.ts';
import { createGuard } from './guard.ts';

const guard = createGuard({ boundHost: '127.0.0.1', allowedHosts: ['recorder.school.kr', 'box:8080'] });
const refusal = (run: () => void) => {
  try {
    run();
    return 'passes';
  } catch (error) {
    return isAppError(error) ? error.code : error;
  }
};
const withHost = (host: string | undefined, check = guard) =>
  refusal(() => check('GET', host === undefined ? {} : { host }));
const withOrigin = (origin: string, host = '127.0.0.1:8765') =>
  refusal(() => guard('POST', { host, origin }));

describe('createGuard', () => {
  test.each([
    'localhost',
    'LOCALHOST:8765',
    'localhost.:8765',
    '127.0.0.1:8765',
    '127.8.9.10',
    '[::1]:8765',
    'recorder.school.kr',
    'recorder.school.kr:443',
    'box:8080',
  ])('serves the Host %s', (host) => {
    expect(withHost(host)).toBe('passes');
  });

  test.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example:8765',
    '127.0.0.1.evil.example',
    '127.0.0.1@evil.example',
    'evil.example#127.0.0.1',
    '192.168.0.5:8765',
    '0.0.0.0:8765',
    'box:9090',
    'box',
    '127.1',
    '2130706433',
    '[::1',
    'local host',
    '127.0.0.1:99999999',
  ])('refuses the Host %s', (host) => {
    expect(withHost(host)).toBe('host_not_allowed');
  });

  test('serves any address but no foreign name when it listens on all addresses', () => {
    const open = createGuard({ boundHost: '0.0.0.0', allowedHosts: [] });
    expect(withHost('192.168.0.5:8765', open)).toBe('passes');
    expect(withHost('[fe80::1]:8765', open)).toBe('passes');
    expect(withHost('evil.example', open)).toBe('host_not_allowed');
  });

  test.each([
    ['http://127.0.0.1:8765', '127.0.0.1:8765'],
    ['http://[::1]:8765', '[::1]:8765'],
    ['https://recorder.school.kr', 'recorder.school.kr'],
    ['https://recorder.school.kr', 'recorder.school.kr:443'],
    ['http://localhost', 'LOCALHOST:80'],
  ])('takes the Origin %s for the Host %s', (origin, host) => {
    expect(withOrigin(origin, host)).toBe('passes');
  });

  test.each([
    ['null', '127.0.0.1:8765'],
    ['https://evil.example', '127.0.0.1:8765'],
    ['http://127.0.0.1:9999', '127.0.0.1:8765'],
    ['http://localhost:8765', '127.0.0.1:8765'],
    ['http://127.0.0.1:8765.evil.example', '127.0.0.1:8765'],
    ['http://recorder.school.kr:8080', 'recorder.school.kr'],
    ['file://', '127.0.0.1:8765'],
    ['chrome-extension://127.0.0.1:8765', '127.0.0.1:8765'],
    ['', '127.0.0.1:8765'],
  ])('refuses the Origin %s for the Host %s', (origin, host) => {
    expect(withOrigin(origin, host)).toBe('origin_not_allowed');
  });

  test('lets another site link here, and change nothing', () => {
    const headers = { host: 'localhost', 'sec-fetch-site': 'cross-site' };
    expect(refusal(() => guard('GET', headers))).toBe('passes');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(refusal(() => guard(method, headers))).toBe('origin_not_allowed');
    }
  });
});
