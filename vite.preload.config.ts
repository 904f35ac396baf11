import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// A sandboxed preload script is one CommonJS file that may require electron and nothing else.
export default defineConfig({
  root: fileURLToPath(new URL('preload', import.meta.url)),
  publicDir: false,
  build: {
    outDir: '../dist/preload',
    emptyOutDir: true,
    target: 'es2023',
    minify: false,
    lib: { entry: 'preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    rolldownOptions: { external: ['electron'] },
  },
});
