import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stageTrust } from '../../../scripts/packaging/staging.mjs';
import { silentLogger } from '../../base/logger.ts';
import { noPolicy, parsePolicy } from '../../db/settings-policy.ts';
import { readTrust } from './trust.ts';

const own = Buffer.alloc(32, 1).toString('base64');
const school = Buffer.alloc(32, 2).toString('base64');
let resources: string;
beforeEach(() => {
  resources = mkdtempSync(path.join(tmpdir(), 'airclass-trust-'));
});
afterEach(() => rmSync(resources, { recursive: true, force: true }));

const policyOf = (updates: object) => parsePolicy(JSON.stringify({ settings: { updates } }), 'policy.json');

it('trusts nobody and asks nobody unless somebody said so', () => {
  const nobody = { keys: [], allowsFiles: true, shareFolder: undefined, feedUrl: undefined, publishers: [] };
  expect(readTrust(undefined, noPolicy, silentLogger)).toEqual(nobody);
  stageTrust(resources, {});
  expect(readTrust(resources, noPolicy, silentLogger)).toEqual(nobody);
  writeFileSync(path.join(resources, 'update-trust.json'), 'nonsense');
  expect(readTrust(resources, noPolicy, silentLogger)).toEqual(nobody);
});

it('trusts whom it was built with and whom the school names', () => {
  stageTrust(resources, {
    ...{ AIRCLASS_UPDATE_PUBLIC_KEYS: own, AIRCLASS_UPDATE_FEED: 'https://updates.example/recorder' },
    AIRCLASS_PUBLISHER: 'School',
  });
  expect(readTrust(resources, noPolicy, silentLogger)).toMatchObject({
    ...{ keys: [own], feedUrl: 'https://updates.example/recorder', publishers: ['School'] },
  });
  const policy = policyOf({
    trusted_keys: `${school}, nonsense`,
    feed_url: '',
    share_folder: '\\\\school\\updates',
  });
  expect(readTrust(resources, policy, silentLogger)).toMatchObject({
    ...{ keys: [own, school], feedUrl: undefined, shareFolder: '\\\\school\\updates' },
  });
  expect(readTrust(resources, policyOf({ from_files: false }), silentLogger).allowsFiles).toBe(false);
});

it('is not built with a key that is none, or a feed that anybody could change on its way', () => {
  expect(() => stageTrust(resources, { AIRCLASS_UPDATE_PUBLIC_KEYS: 'abc' })).toThrow('is no public key');
  expect(() => stageTrust(resources, { AIRCLASS_UPDATE_FEED: 'http://updates.example' })).toThrow('https://');
});
