import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { expect, it } from 'vitest';

/** Libraries a process of its own has loaded after some code. */
function librariesAfter(code: string): string[] {
  const script = `${code}; console.log(JSON.stringify(process.report.getReport().sharedObjects))`;
  const cwd = path.join(import.meta.dirname, '..', '..');
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd });
  return JSON.parse(out.toString()) as string[];
}

const ofPictures = (files: readonly string[]) => files.filter((file) => /vips|sharp/i.test(file));

it('is loaded with the first picture, not with the core', () => {
  expect(ofPictures(librariesAfter("await import('./main/run-headless.ts')"))).toEqual([]);
  const code = "const { loadSharp } = await import('./main/media/load-sharp.ts'); await loadSharp()";
  expect(ofPictures(librariesAfter(code))).not.toEqual([]);
});
