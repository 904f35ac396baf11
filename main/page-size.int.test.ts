/** What a browser must fetch before the first screen shows, of the page as it is built to ship. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The bar for scripts and styles together. */
const mostKilobytes = 350;

describe('the first screen', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'airclass-page-'));
  beforeAll(() => {
    const vite = path.join(import.meta.dirname, '../node_modules/vite/bin/vite.js');
    const args = [vite, 'build', '--logLevel', 'error', '--emptyOutDir', '--outDir', folder];
    // As it ships: under the test runner's own environment React would be built for developers.
    const env = { NODE_ENV: 'production' };
    execFileSync(process.execPath, args, { cwd: path.join(import.meta.dirname, '..'), env, stdio: 'pipe' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it(`is at most ${mostKilobytes} kB of scripts and styles, compressed`, () => {
    const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
    const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(
      ([, file = '']) => file,
    );
    expect(files.some((file) => file.endsWith('.js'))).toBe(true);
    expect(files.some((file) => file.endsWith('.css'))).toBe(true);
    const compressed = (file: string): number => gzipSync(readFileSync(path.join(folder, file))).byteLength;
    // The words of one language are fetched before anything is drawn.
    const words = readdirSync(path.join(folder, 'assets')).filter((file) => /^(ko|en)-[^.]+\.js$/.test(file));
    expect(words).toHaveLength(2);
    const bytes =
      files.reduce((sum, file) => sum + compressed(file), 0) +
      Math.max(...words.map((file) => compressed(`assets/${file}`)));
    expect(bytes / 1000).toBeLessThanOrEqual(mostKilobytes);
    // What only one screen needs is not among it.
    const first = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
    expect(first).not.toContain('EXT-X-PART-INF');
  });
});
