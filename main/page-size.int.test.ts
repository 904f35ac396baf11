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

  it('asks the recorder while its own code is still being read, and is not pieced together from many files', () => {
    const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
    const [start = '', ...others] = filesIn(html, /<script[^>]+src="\/(assets\/[^"]+)"/g);
    expect(others).toEqual([]);
    const later = filesIn(html, /<link rel="modulepreload"[^>]+href="\/(assets\/[^"]+)"/g);
    expect(later.length).toBeGreaterThan(0);
    expect(later.length).toBeLessThanOrEqual(3);
    const text = readFileSync(path.join(folder, start), 'utf8');
    // What it imports at once would have to be read first.
    expect(text).not.toMatch(/\bimport\s*(?:[{"']|\*\s*as)/);
    expect(text).toContain('/api/events');
    // The contract's schemas are for screens that check what is typed.
    const all = [start, ...later].map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
    expect(all).not.toContain('ZodError');
  });

  it('brings the styles of every component that is in it, and not of all there are', () => {
    const mantine = path.join(import.meta.dirname, '../node_modules/@mantine/core/styles.css');
    const styled = named(readFileSync(mantine, 'utf8'), /\.(m_[0-9a-f]+)/g);
    const used = [...named(textOf(folder, '.js'), /\b(m_[0-9a-f]{6,})\b/g)].filter((name) =>
      styled.has(name),
    );
    const brought = named(textOf(folder, '.css'), /\.(m_[0-9a-f]+)/g);
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((name) => !brought.has(name))).toEqual([]);
    expect(brought.size).toBeLessThan(styled.size * 0.7);
  });
});

function filesIn(html: string, pattern: RegExp): string[] {
  return [...html.matchAll(pattern)].map(([, file = '']) => file);
}

/** Of all files of one kind. */
function textOf(folder: string, ending: string): string {
  const assets = path.join(folder, 'assets');
  const files = readdirSync(assets).filter((file) => file.endsWith(ending));
  return files.map((file) => readFileSync(path.join(assets, file), 'utf8')).join('\n');
}

/** Mantine names its classes m_ and a hash, in scripts and styles alike. */
function named(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([, name = '']) => name));
}
