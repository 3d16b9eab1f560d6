/** Bundles of what is started as a program. */
import { buildSync } from 'esbuild';

/** What is started: the command line (also from within a process) and its worker threads. They share their code. */
export const PROGRAMS = ['show/cli/main.js', 'show/cli/program.js', 'run/executor/worker.js'];

/** Bundles programs below the folder `from` into `to`, which may be the same. */
export const bundlePrograms = (programs: readonly string[], from: string, to: string) =>
  buildSync({
    entryPoints: [...programs],
    outbase: from,
    outdir: to,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    chunkNames: 'bundle/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    metafile: true,
    // Read from its package, as its licence and its WebAssembly want it.
    external: ['@resvg/resvg-wasm'],
    logLevel: 'warning',
    // Packages in CommonJS ask for node's own modules by require.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  });
