/**
 * `npm run build`: compiles src into dist, copies what the compiler leaves behind (the generated wire codec), bundles what
 * is started as a program, which loads a few files instead of seven hundred, and has vite make the pages of `spillway serve`
 * (web/). The result is made aside and put in place at the end, so a failed build leaves the last good dist alone and
 * nothing of an older build survives in a new one.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { bundlePrograms, PROGRAMS } from './bundle.js';

const root = path.dirname(import.meta.dirname);
const dist = path.join(root, 'dist');
const made = path.join(root, `.build-${process.pid}`);

/** Beside the compiled `.ts`, everything in src belongs into dist: `.js` with its `.d.ts`, pages. */
function isCompiled(name: string): boolean {
  return name.endsWith('.ts') && !name.endsWith('.d.ts');
}

/** Puts bundles in the place of the compiled programs, and the licences of what is in them beside. */
function bundle(): void {
  const programs = PROGRAMS.map((program) => path.join(made, program));
  const { metafile } = bundlePrograms(programs, made, made);
  const folders = Object.keys(metafile.inputs).flatMap(
    (file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? [],
  );
  const namesOf = new Map<string, string[]>();
  for (const folder of new Set(folders.sort())) {
    const files = fs.readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const text = files.map((file) => fs.readFileSync(path.join(folder, file), 'utf8').trim());
    const name = folder.replace(/^.*node_modules\//, '');
    namesOf.set(text.join('\n\n'), [...(namesOf.get(text.join('\n\n')) ?? []), name]);
  }
  const licences = [...namesOf].map(([text, names]) => `${names.join(', ')}\n\n${text}\n`);
  fs.writeFileSync(path.join(made, 'bundle/LICENCES.txt'), licences.join('\n---\n\n'));
}

function build(): number {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', 'tsconfig.build.json', '--outDir', made];
  const compiled = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (compiled.status !== 0) return compiled.status ?? 1;

  const src = path.join(root, 'src');
  for (const entry of fs.readdirSync(src, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || isCompiled(entry.name)) continue;
    const from = path.join(entry.parentPath, entry.name);
    const to = path.join(made, path.relative(src, from));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(from, to);
  }

  bundle();
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const pages = [
    'build',
    path.join(root, 'web'),
    '--outDir',
    path.join(made, 'web'),
    '--logLevel',
    'warn',
  ];
  const built = spawnSync(process.execPath, [vite, ...pages], { cwd: root, stdio: 'inherit' });
  if (built.status !== 0) return built.status ?? 1;
  const { bin } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  for (const [name, file] of Object.entries(bin)) {
    const entry = path.join(made, path.relative('dist', file));
    if (!fs.existsSync(entry)) {
      process.stderr.write(`build: package.json names ${file} as "${name}", but it was not made\n`);
      return 1;
    }
    if (!fs.readFileSync(entry, 'utf8').startsWith('#!/usr/bin/env node\n')) {
      process.stderr.write(`build: ${file} must begin with the line #!/usr/bin/env node\n`);
      return 1;
    }
    fs.chmodSync(entry, 0o755);
  }

  fs.rmSync(dist, { recursive: true, force: true });
  fs.renameSync(made, dist);
  return 0;
}

try {
  process.exitCode = build();
} finally {
  fs.rmSync(made, { recursive: true, force: true });
}
