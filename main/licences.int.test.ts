/** The list of licences for the About screen, made of what is really installed, and what makes it fail. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readManifest } from './analysis/models/manifest.ts';
import { collectLicences, isAllowed, writeLicences } from '../scripts/licences.mjs';

const root = path.join(import.meta.dirname, '..');
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A project with one dependency, and whatever its package is made of. */
function project(entry: object, files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'airclass-licences-'));
  folders.push(folder);
  for (const name of ['renderer', 'contract', 'node_modules/one'])
    mkdirSync(path.join(folder, name), { recursive: true });
  const packages = {
    '': { dependencies: { one: '1.0.0' } },
    'node_modules/one': { version: '1.0.0', ...entry },
  };
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  for (const [name, text] of Object.entries(files))
    writeFileSync(path.join(folder, 'node_modules/one', name), text);
  return folder;
}

describe('the licences of this program', () => {
  const licences = collectLicences(root);

  it('name what runs in the core, with what that needs, and nothing that is for development only', () => {
    const names = licences.production.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['fastify', 'better-sqlite3', 'sharp', 'abstract-logging']));
    expect(names).not.toContain('vitest');
    expect(names).not.toContain('react');
  });

  it('name what is built into the page, fonts and peers included', () => {
    const names = licences.bundled.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'react',
        'react-dom',
        'scheduler',
        '@mantine/core',
        'hls.js',
        'pretendard',
        'wouter',
      ]),
    );
    expect(licences.bundled.find(({ name }) => name === 'pretendard')).toMatchObject({
      licence: 'OFL-1.1',
      text: expect.stringContaining('SIL OPEN FONT LICENSE'),
    });
  });

  it('name every model, with its card', () => {
    expect(licences.models.map(({ name }) => name)).toEqual(readManifest().map(({ name }) => name));
    expect(licences.models.find(({ name }) => name === 'silero-vad')).toMatchObject({
      licence: 'MIT',
      text: expect.stringMatching(/# Silero VAD[^]*Not for[^]*MIT License/),
    });
  });

  it('have a text each', () => {
    const all = [...licences.production, ...licences.bundled, ...licences.models, ...licences.programs];
    expect(
      all.filter(({ text, version, licence }) => text.length < 200 || version === '' || licence === ''),
    ).toEqual([]);
  });

  it('keep ffmpeg and its licence apart, as a program of its own', () => {
    expect(licences.production.map(({ name }) => name)).not.toContain('ffmpeg-static');
    expect(licences.programs.find(({ name }) => name === 'ffmpeg-static')).toMatchObject({
      licence: 'GPL-3.0-or-later',
      text: expect.stringContaining('GNU GENERAL PUBLIC LICENSE'),
    });
  });

  it('are written as JSON', () => {
    const folder = project({ license: 'MIT' }, { 'package.json': '{}', LICENSE: 'The text.' });
    const file = path.join(folder, 'licences.json');
    writeLicences(folder, file);
    expect(collectLicences(folder)).toEqual({
      production: [{ name: 'one', version: '1.0.0', licence: 'MIT', text: 'The text.' }],
      bundled: [],
      models: [],
      programs: [],
    });
  });
});

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['Apache-2.0 AND LGPL-3.0-or-later AND MIT', true],
    ['Apache-2.0 AND GPL-3.0-or-later', false],
    ['GPL-3.0-or-later', false],
    ['SEE LICENSE IN FILE', false],
  ])('%s: agreed to is %s', (expression, agreed) => {
    expect(isAllowed(expression)).toBe(agreed);
  });

  it('that is missing, unknown or without its text fails the build, by name', () => {
    const attempts: [object, Record<string, string>, RegExp][] = [
      [{}, { 'package.json': '{}', LICENSE: 'text' }, /one 1\.0\.0: has no licence/],
      [{ license: 'AGPL-3.0' }, { 'package.json': '{}', LICENSE: 'text' }, /one 1\.0\.0: AGPL-3\.0 is not/],
      [{ license: 'Zlib' }, { 'package.json': '{}' }, /one 1\.0\.0: the text of Zlib is missing/],
    ];
    for (const [entry, files, message] of attempts) {
      expect(() => collectLicences(project(entry, files))).toThrow(message);
    }
  });
});
