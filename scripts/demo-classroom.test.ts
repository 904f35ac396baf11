import { expect, it } from 'vitest';
import { fontOption } from './demo-classroom.ts';

it('names a font of a Windows drive so that ffmpeg reads it as one path', () => {
  expect(fontOption('C:/Windows/Fonts/malgun.ttf')).toBe(String.raw`fontfile='C\:/Windows/Fonts/malgun.ttf'`);
  expect(fontOption('/usr/share/fonts/nanum.ttf')).toBe("fontfile='/usr/share/fonts/nanum.ttf'");
});
