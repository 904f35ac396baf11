/** The documents as their tests look at them: blocks of code, links, headings, words. Pure but for reading the files. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..', '..');

/** `file` is relative to the project, with `/`. */
export type Doc = { file: string; text: string };
export type Block = { language: string; content: string };

/** README.md and everything in docs/. */
export function readDocs(): Doc[] {
  const names = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...names.map((name) => `docs/${name}`)].map((file) => ({ file, text: readDoc(file) }));
}

export function readDoc(file: string): string {
  // Git on Windows may have changed the ends of lines.
  return readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');
}

const fence = /^( *)```(.*)\n([\s\S]*?)^\1```$/gm;

export function blocksOf(text: string): Block[] {
  return [...text.matchAll(fence)].map(([, , language = '', content = '']) => ({
    language: language.trim(),
    content,
  }));
}

export function withoutBlocks(text: string): string {
  return text.replaceAll(fence, '');
}

/** `code` within a line. */
export function inlineCodeOf(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** All code: blocks, and what stands between backticks. */
export function codeOf(text: string): string[] {
  return [...blocksOf(text).map(({ content }) => content), ...inlineCodeOf(text)];
}

/** Targets of links and pictures. */
export function linksOf(text: string): string[] {
  const plain = withoutBlocks(text).replaceAll(/`[^`\n]+`/g, '');
  return [...plain.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** What may follow `#` in a link, as GitHub makes it of headings. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const plain = heading.replaceAll(/\]\([^)]*\)/g, '').replaceAll(/[`*[]/g, '');
    const base = plain
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** **Words** that a guide says stand on the screen; `→` leads from one to the next. */
export function boldOf(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/\*\*([^*\n]+)\*\*/g)].flatMap(([, words = '']) =>
    words.split('→').map((word) => word.trim()),
  );
}
