import { expect, it } from 'vitest';
import { packageRoot, realFile } from './package-info.ts';

it('finds beside the archive of a package what has to be a real file', () => {
  expect(realFile('/opt/AIRClass Recorder/resources/app.asar/dist/models')).toBe(
    '/opt/AIRClass Recorder/resources/app.asar.unpacked/dist/models',
  );
  expect(realFile('C:\\Program Files\\A\\resources\\app.asar\\node_modules\\x.js')).toBe(
    'C:\\Program Files\\A\\resources\\app.asar.unpacked\\node_modules\\x.js',
  );
});

it('changes nothing elsewhere, nor twice', () => {
  const paths = [`${packageRoot}/dist/models`, '/a/app.asar.unpacked/x', '/a/my-app.asar/x', '/a/app.asar'];
  expect(paths.map(realFile)).toEqual(paths);
});
