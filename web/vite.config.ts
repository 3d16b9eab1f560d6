import { defineConfig } from 'vite';

/** The pages that `spillway serve` shows: everything in files of their own, as its content-security policy wants it. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    reportCompressedSize: false,
    // The 3D view is a piece of its own, fetched when it is looked at.
    chunkSizeWarningLimit: 800,
  },
});
