import { describe, expect, it } from 'vitest';
import { compareVersions, isNewer } from './version.ts';

describe('versions', () => {
  it('are in the order of semver.org', () => {
    const order = [
      '0.9.9',
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc-1.1',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0',
    ];
    for (const [index, version] of order.entries()) {
      for (const [other, than] of order.entries()) {
        expect([version, than, Math.sign(compareVersions(version, than))]).toEqual([
          version,
          than,
          Math.sign(index - other),
        ]);
      }
    }
  });

  it('are not newer than themselves, whatever was built of them', () => {
    expect(isNewer('1.2.3', '1.2.3')).toBe(false);
    expect(isNewer('1.2.3+build.5', '1.2.3')).toBe(false);
    expect(isNewer('1.2.4-rc.1', '1.2.3')).toBe(true);
  });
});
