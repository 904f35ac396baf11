import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRequest, parseShellArguments } from './arguments.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const workDir = path.resolve('/home/teacher');

describe('arguments', () => {
  test('reads its flags and passes Chromium’s over', () => {
    expect(
      parseShellArguments(
        ['--no-sandbox', '--port', '0', '--data-dir=lessons', '--hidden', '--enable-features=x'],
        workDir,
      ),
    ).toEqual({ port: 0, dataDir: path.join(workDir, 'lessons'), isHidden: true, open: undefined });
  });

  test('does not take the value of a flag for a file', () => {
    expect(parseShellArguments(['--data-dir', 'a.mp4'], workDir).open).toBeUndefined();
  });

  test('leaves a port that is none to the usual one', () => {
    for (const port of ['x', '-1', '70000', '', '1e3']) {
      expect(parseShellArguments([`--port=${port}`], workDir).port).toBeUndefined();
    }
  });

  test('opens a lesson at a moment', () => {
    expect(openRequest(`airclass-recorder://lesson/${id}?t=12.34`, workDir)).toEqual({
      kind: 'page',
      path: `/lessons/${id}?t=12.3`,
    });
    expect(openRequest(`AIRCLASS-RECORDER://lesson/${id}/`, workDir)).toEqual({
      kind: 'page',
      path: `/lessons/${id}`,
    });
    expect(openRequest('airclass-recorder://record', workDir)).toEqual({ kind: 'page', path: '/record' });
  });

  test.each([
    'airclass-recorder://lesson/../../etc',
    'airclass-recorder://lesson/1?t=5',
    'airclass-recorder://lesson/',
    'airclass-recorder:',
    'airclass-recorder://evil.example/lesson',
    'https://evil.example/',
    'notes.txt',
    '',
  ])('takes nothing from %s', (argument) => {
    expect(openRequest(argument, workDir)).toBeUndefined();
  });

  test('drops a moment that is none', () => {
    for (const t of ['-1', 'x', 'Infinity', '1e99', '%00']) {
      expect(openRequest(`airclass-recorder://lesson/${id}?t=${t}`, workDir)).toEqual({
        kind: 'page',
        path: `/lessons/${id}`,
      });
    }
  });

  test('opens a video file, relative to where the program was started', () => {
    expect(parseShellArguments(['수업 1.MP4'], workDir).open).toEqual({
      kind: 'video',
      file: path.join(workDir, '수업 1.MP4'),
    });
  });
});

test('takes an update file as a file to ask about', () => {
  expect(parseShellArguments(['USB/airclass-recorder-0.2.0-win-x64.airclass-update'], workDir).open).toEqual({
    kind: 'update',
    file: path.join(workDir, 'USB/airclass-recorder-0.2.0-win-x64.airclass-update'),
  });
  expect(openRequest('setup.exe', workDir)).toBeUndefined();
});
