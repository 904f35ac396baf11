import path from 'node:path';
import { expect, it } from 'vitest';
import { installedFolder } from './installed-folder.ts';

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const env = { USERNAME: '김선생', Empty: '' };

it('is what the installer wrote, with the names of who is logged in', () => {
  expect(installedFolder(utf16('D:\\수업\\%username%\r\n'), env, path.win32)).toBe('D:\\수업\\김선생');
  expect(installedFolder(Buffer.from('/srv/lessons/'), env, path.posix)).toBe('/srv/lessons/');
});

it('is nothing when it would be some other folder than was meant', () => {
  const texts = ['lessons', '', 'D:\\%NOBODY%', 'D:\\%Empty%\\x'];
  expect(texts.filter((text) => installedFolder(utf16(text), env, path.win32) !== undefined)).toEqual([]);
});
