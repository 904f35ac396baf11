import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { parseRegistryExport } from './registry-policy.ts';
import {
  applyPolicy,
  joinPolicies,
  lockedIn,
  noPolicy,
  parsePolicy,
  withoutLocked,
} from './settings-policy.ts';

const policy = (settings: object) => parsePolicy(JSON.stringify({ settings }), 'policy.json');

describe('what the school has decided', () => {
  it('takes the place of what a person has set, null and lists included', () => {
    const { values, problems } = policy({
      analysis: { camera_signals: false },
      library: { keep_days: null },
      processing: { ladder: [480] },
    });
    expect(problems).toEqual([]);
    expect([...values.keys()]).toEqual(['analysis.camera_signals', 'library.keep_days', 'processing.ladder']);
    const own = {
      ...defaultSettings,
      analysis: { ...defaultSettings.analysis, camera_signals: true, blur_faces: false },
      library: { trash_days: 5, keep_days: 90 },
    };
    const settings = applyPolicy(own, { values, problems });
    expect(settings.analysis).toEqual({ ...own.analysis, camera_signals: false });
    expect(settings.library).toEqual({ trash_days: 5, keep_days: null });
    expect(settings.processing.ladder).toEqual([480]);
    expect(own.library.keep_days).toBe(90);
  });

  it('leaves the rest in force when one value cannot be used, and says which', () => {
    const { values, problems } = policy({ language: 'fr', recording: { stall_seconds: 20, spied: true } });
    expect([...values]).toEqual([['recording.stall_seconds', 20]]);
    expect(problems).toEqual([
      expect.stringContaining('policy.json: language: '),
      'policy.json: recording.spied: there is no such setting',
    ]);
  });

  it('is nothing, with a word about it, when the file is no such thing', () => {
    for (const text of ['{', '[]', '{"settings": 3}', '{"settings": {}, "lock": true}']) {
      const { values, problems } = parsePolicy(text, 'policy.json');
      expect([text, values.size, problems.length]).toEqual([text, 0, 1]);
    }
    expect(parsePolicy('\uFEFF{"settings":{"language":"en"}}', 'p').values.get('language')).toBe('en');
  });

  it('finds in a change what may not be changed, and lets it repeat what holds', () => {
    const locked = policy({ language: 'ko', recording: { alarms: { sample_seconds: 30 } } });
    const change = { language: 'en', recording: { alarms: { sample_seconds: 30, silent_after_seconds: 5 } } };
    expect(lockedIn(change, locked)).toEqual(['language']);
    expect(lockedIn({ language: null }, locked)).toEqual(['language']);
    expect(lockedIn({ recording: null }, locked)).toEqual([]);
    expect(withoutLocked(change, locked)).toEqual({ recording: { alarms: { silent_after_seconds: 5 } } });
  });
});

describe('Group Policy', () => {
  it('says with numbers and words what a setting may be', () => {
    const { values, problems } = parseRegistryExport(
      [
        'Windows Registry Editor Version 5.00',
        '',
        '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\AIRClass Recorder]',
        '"analysis.camera_signals"=dword:00000000',
        '"recording.resume_after_restart_minutes"=dword:00000000',
        '"library.keep_days"=dword:00000000',
        '"library.trash_days"=dword:0000005a',
        '"language"="en"',
        '"processing.ladder"="720, 480"',
        '"profile.class_name"="1학년 \\"가\\"반 C:\\\\"',
        '"no.such"="x"',
        '"setup_done"=hex:01',
      ].join('\r\n'),
    );
    expect(Object.fromEntries(values)).toEqual({
      'analysis.camera_signals': false,
      'recording.resume_after_restart_minutes': 0,
      'library.keep_days': null,
      'library.trash_days': 90,
      language: 'en',
      'processing.ladder': [720, 480],
      'profile.class_name': '1학년 "가"반 C:\\',
    });
    expect(problems).toHaveLength(2);
  });

  it('goes before the file', () => {
    const joined = joinPolicies(policy({ language: 'ko', setup_done: true }), policy({ language: 'en' }));
    expect([...joined.values]).toEqual([
      ['language', 'en'],
      ['setup_done', true],
    ]);
  });
});

it('lets nobody but the school say which programs are trusted', () => {
  const change = { updates: { trusted_keys: 'abc', feed_url: 'https://evil.example', automatic: false } };
  expect(lockedIn(change, noPolicy)).toEqual(['updates.trusted_keys', 'updates.feed_url']);
  expect(withoutLocked(change, noPolicy)).toEqual({ updates: { automatic: false } });
  const school = policy({ updates: { trusted_keys: 'abc' } });
  expect(lockedIn({ updates: { trusted_keys: 'abc' } }, school)).toEqual([]);
  expect(lockedIn({ updates: { trusted_keys: '' } }, school)).toEqual(['updates.trusted_keys']);
  // The page may send back all it was told.
  expect(lockedIn({ updates: { feed_url: '', from_files: true } }, noPolicy)).toEqual([]);
});
