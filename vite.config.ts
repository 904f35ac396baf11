import path from 'node:path';
import react from '@vitejs/plugin-react';
import { type HtmlTagDescriptor, type Plugin, defineConfig } from 'vite';

const page = path.join(import.meta.dirname, 'renderer');
const htmlFile = path.join(page, 'index.html');
const startModule = path.join(page, 'start.ts');
const mainModule = path.join(page, 'main.tsx');

type Graph = { getModuleInfo(id: string): { importedIds: readonly string[] } | null };

/** The document and what start.ts needs before it can run; Vite's own helper loads what is imported later. */
function startClosure(graph: Graph): Set<string> {
  const met = new Set([htmlFile, startModule, '\0vite/preload-helper.js']);
  for (const id of met) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) met.add(imported);
  return met;
}

let inStart: Set<string> | undefined;
function startChunk(id: string, graph: Graph): string | null {
  inStart ??= startClosure(graph);
  return inStart.has(id) ? 'start' : null;
}

function headLink(rel: string, fileName: string): HtmlTagDescriptor {
  return { tag: 'link', injectTo: 'head', attrs: { rel, crossorigin: true, href: `/${fileName}` } };
}

/** `start` imports main.tsx when it has run; the browser fetches that and what it needs meanwhile. */
function fetchMainEarly(): Plugin {
  return {
    name: 'airclass:fetch-main-early',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }): HtmlTagDescriptor[] => {
        const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
        const needed = new Set(chunks.filter(({ facadeModuleId }) => facadeModuleId === mainModule));
        for (const { imports } of needed)
          for (const each of chunks) if (imports.includes(each.fileName)) needed.add(each);
        const scripts = [...needed].filter(({ name }) => name !== 'start').map(({ fileName }) => fileName);
        const styles = new Set<string>();
        for (const { viteMetadata } of needed)
          for (const file of viteMetadata?.importedCss ?? []) styles.add(file);
        return [
          ...scripts.map((file) => headLink('modulepreload', file)),
          ...[...styles].map((file) => headLink('stylesheet', file)),
        ];
      },
    },
  };
}

// The page is served by the core from dist/renderer, under a CSP without inline scripts.
export default defineConfig({
  root: 'renderer',
  plugins: [react(), fetchMainEarly()],
  // Words are read faster as JSON than as a script.
  json: { stringify: true, namedExports: false },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // Inlined files would be data: addresses, which the policy of scripts and media refuses.
    assetsInlineLimit: 0,
    // In kB, not compressed; what is fetched first has its bar in a test.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // main.tsx is an entry by itself, so that it is known what the first screen needs.
      input: { index: htmlFile, main: mainModule },
      output: {
        codeSplitting: {
          groups: [
            { name: startChunk, debugName: 'start', priority: 1 },
            // One file: sixty small ones wait for each other on six connections.
            { name: 'first-screen', tags: ['$initial'] },
          ],
        },
      },
    },
  },
});
