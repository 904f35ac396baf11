import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page is served by the core from dist/renderer, under a CSP without inline scripts.
export default defineConfig({
  root: 'renderer',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // Inlined files would be data: addresses, which the policy of scripts and media refuses.
    assetsInlineLimit: 0,
  },
});
