import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findImpurities } from '../../scripts/purity.js';

const root = path.resolve(import.meta.dirname, '../..');

/** Writes a small project: its files by path, and packages that it may import. */
function project(files: Record<string, string>): string {
  const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'spillway-folders-'));
  const all: Record<string, string> = {
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: { rxjs: '1.0.0', seedrandom: '1.0.0' },
      devDependencies: { uvu: '1.0.0', '@types/seedrandom': '1.0.0' },
    }),
    'tsconfig.json': fs.readFileSync(path.join(root, 'tsconfig.json'), 'utf8'),
    'node_modules/@types/seedrandom/index.d.ts': 'export default 1;',
    'node_modules/@types/seedrandom/package.json': JSON.stringify({ types: 'index.d.ts' }),
    ...files,
  };
  for (const name of ['rxjs', 'seedrandom', 'uvu', 'brought-along']) {
    all[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0' });
    all[`node_modules/${name}/index.js`] = 'module.exports = 1;';
  }
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  return folder;
}

/** What dependency-cruiser reports of `folder`/src under our rules: "rule: from -> to", sorted. */
function cruise(folder: string): { reported: string[]; modules: number } {
  const cruiser = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = path.join(root, '.dependency-cruiser.cjs');
  const args = [cruiser, '--config', config, '--output-type', 'json', 'src'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.is(stderr, '');
  const { summary } = JSON.parse(stdout) as {
    summary: {
      violations: { rule: { name: string }; from: string; to: string }[];
      totalCruised: number;
    };
  };
  const reported = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { reported: reported.sort(), modules: summary.totalCruised };
}

const CLEAN = {
  'src/core/a.ts': "import { b } from './b.js';\nexport const a = b;\n",
  'src/core/b.ts': "import seedrandom from 'seedrandom';\nexport const b = seedrandom;\n",
  'src/emulate/nature/a.ts': 'export interface Drawn {}\n',
  'src/run/nature.ts': "export type { Drawn } from '../emulate/nature/a.js';\n",
  'src/emulate/a.ts': "export { a } from '../core/a.js';\nexport interface Beam {}\n",
  'src/analyse/a.ts': "export { a } from '../core/a.js';\n",
  'src/analyse/pulses/a.ts': "export { a } from '../../core/a.js';\n",
  'src/analyse/calibration/a.ts': "export { a } from '../pulses/a.js';\n",
  'src/analyse/reconstruction/a.ts':
    "export { a } from '../calibration/a.js';\nimport '../pulses/a.js';\n",
  'src/run/pipeline/a.ts': "export { map } from 'rxjs';\n",
  'src/run/control/a.ts': "export { map } from 'rxjs';\n",
  'src/run/validate/a.ts': "export { a } from '../../core/a.js';\n",
  'src/run/validate/b.ts': "export { a } from './a.js';\n",
  'src/run/executor/kinds/fuzz.ts': "export { a } from '../../validate/a.js';\n",
  'src/run/a.ts':
    "import 'node:fs';\nexport { a } from '../emulate/a.js';\nexport * from '../analyse/a.js';\n",
  'src/show/a.ts': "import 'node:fs';\nexport { a } from '../run/a.js';\nimport '../core/a.js';\n",
  'src/index.ts': "export { a } from './run/a.js';\nexport type { Beam } from './emulate/a.js';\n",
};

test('a tidy project passes', () => {
  const folder = project(CLEAN);
  try {
    assert.equal(cruise(folder).reported, []);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

/** One file each, breaking one rule: [rule, file, its text, what it must not import]. */
const BROKEN: [rule: string, file: string, text: string, to: string][] = [
  ['core-knows-nobody', 'src/core/x1.ts', "import '../run/a.js';", 'src/run/a.ts'],
  ['emulate-knows-only-core', 'src/emulate/x2.ts', "import '../analyse/a.js';", 'src/analyse/a.ts'],
  [
    'analyse-knows-only-core',
    'src/analyse/x3.ts',
    "import type { Beam } from '../emulate/a.js';",
    'src/emulate/a.ts',
  ],
  [
    'pulses-know-only-core',
    'src/analyse/pulses/x13.ts',
    "import '../calibration/a.js';",
    'src/analyse/calibration/a.ts',
  ],
  [
    'calibration-knows-no-reconstruction',
    'src/analyse/calibration/x14.ts',
    "import '../reconstruction/a.js';",
    'src/analyse/reconstruction/a.ts',
  ],
  ['run-knows-no-show', 'src/run/x4.ts', "import '../show/a.js';", 'src/show/a.ts'],
  ['run-knows-no-validate', 'src/run/x16.ts', "import './validate/a.js';", 'src/run/validate/a.ts'],
  [
    'run-knows-no-validate',
    'src/run/executor/kinds/spill.ts',
    "import '../../validate/a.js';",
    'src/run/validate/a.ts',
  ],
  [
    'show-looks-at-run',
    'src/show/x5.ts',
    "import type { Beam } from '../emulate/a.js';",
    'src/emulate/a.ts',
  ],
  [
    'nature-has-one-door',
    'src/run/x15.ts',
    "import type { Drawn } from '../emulate/nature/a.js';",
    'src/emulate/nature/a.ts',
  ],
  ['index-exports-no-show', 'src/index.ts', "export * from './show/a.js';", 'src/show/a.ts'],
  [
    'rxjs-only-in-pipeline-and-control',
    'src/run/x6.ts',
    "import type { Observable } from 'rxjs';",
    'node_modules/rxjs/index.js',
  ],
  ['node-only-in-run-and-show', 'src/core/x7.ts', "import 'node:fs';", 'fs'],
  ['node-only-in-run-and-show', 'src/emulate/x8.ts', "await import('zlib');", 'zlib'],
  ['src-stands-alone', 'src/run/x9.ts', "import '../../test/x.js';", 'test/x.ts'],
  ['no-dev-dependencies', 'src/run/x10.ts', "import 'uvu';", 'node_modules/uvu/index.js'],
  [
    'declared-dependencies',
    'src/run/x11.ts',
    "import 'brought-along';",
    'node_modules/brought-along/index.js',
  ],
  ['resolvable', 'src/run/x12.ts', "import './nowhere.js';", './nowhere.js'],
];

test('each rule bites', () => {
  const folder = project({
    ...CLEAN,
    ...Object.fromEntries(BROKEN.map(([, file, text]) => [file, `${text}\nexport {};\n`])),
    'test/x.ts': 'export {};\n',
    'src/core/cycle1.ts':
      "import type { B } from './cycle2.js';\nexport interface A {\n  b: B;\n}\n",
    'src/core/cycle2.ts':
      "import type { A } from './cycle1.js';\nexport interface B {\n  a: A;\n}\n",
  });
  try {
    const expected = BROKEN.map(([rule, file, , to]) => `${rule}: ${file} -> ${to}`);
    expected.push('no-cycles: src/core/cycle1.ts -> src/core/cycle2.ts');
    assert.equal(cruise(folder).reported, expected.sort());
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('no rule is without a fixture', () => {
  const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
    forbidden: { name: string }[];
  };
  const rules = config.forbidden.map(({ name }) => name).sort();
  const shown = new Set([...BROKEN.map(([rule]) => rule), 'no-cycles']);
  assert.equal(rules, [...shown].sort());
});

test('src keeps the folder rule', () => {
  const { reported, modules } = cruise(root);
  assert.equal(reported, []);
  assert.ok(modules > 10, `only ${modules} modules were looked at`);
});

const IMPURE: [line: string, rule: string][] = [
  ['export const a = Math.log(2);', 'pure-math'],
  ["export const a = Math['exp'](2);", 'pure-math'],
  ['export const a = Math.random();', 'pure-math'],
  ['export const a = Math.pow(2, 3);', 'pure-math'],
  ['export const a = [1].map(Math.sin);', 'pure-math'],
  ['export const a = Math.hypot(3, 4);', 'pure-math'],
  ['export const { cos } = Math;', 'pure-math'],
  ['export const a = Math;', 'pure-math'],
  ['export const a = 2 ** 3;', 'pure-power'],
  ['export let a = 2; a **= 3;', 'pure-power'],
  ['export const a = Date.now();', 'pure-time'],
  ['export class A extends Date {}', 'pure-time'],
  ['export const a = performance.now();', 'pure-time'],
  ['setTimeout(() => {}, 1);', 'pure-time'],
  ['export const a = process.argv;', 'pure-host'],
  ['console.log(1);', 'pure-host'],
  ['export const a = { process };', 'pure-host'],
  ['export const a = globalThis;', 'pure-host'],
  ['export const a = import.meta.url;', 'pure-host'],
  ["export const a = Buffer.from('a');", 'pure-host'],
  ["export const a = new Intl.NumberFormat('en');", 'pure-locale'],
  ['export const a = (3).toLocaleString();', 'pure-locale'],
  ["export const a = 'a'.localeCompare('b');", 'pure-locale'],
];

const PURE = [
  'export const a = Math.sqrt(2) + Math.floor(Math.PI) + Math.max(1, 2);',
  'export const a = [1].map(Math.round);',
  'export function f(process: string): string { return process; }',
  'export const a = { process: 1, Date: 2, log: 3 };',
  'export const f = ({ process: kind }: { process: string }) => kind;',
  "import { performance } from './b.js'; export const a = performance(1);",
  "export { process } from './b.js';",
  'export interface A { process: string; console: Date }',
  'export const f = (beam: { window: number }) => beam.window;',
  '// Math.log(2), Date.now() and 2 ** 3 in a comment\nexport const a = "Math.log(2) ** Date";',
];

test('each ban of the platform bites, in each of the three folders', () => {
  const folders = ['core', 'emulate/deep', 'analyse'];
  const files = IMPURE.map(
    ([line], i) => [`src/${folders[i % 3]}/x${String(i).padStart(2, '0')}.ts`, line] as const,
  );
  const folder = project(Object.fromEntries(files));
  try {
    const { violations } = findImpurities(folder);
    const found = violations.map(({ rule, at }) => `${at.replace(/:.*/, '')} ${rule}`);
    const expected = IMPURE.map(([, rule], i) => `${files[i]?.[0]} ${rule}`);
    assert.equal(found.sort(), expected.sort());
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('what is allowed is not reported', () => {
  const files = Object.fromEntries(PURE.map((line, i) => [`src/core/y${i}.ts`, line]));
  const folder = project({ ...files, 'src/run/a.ts': 'export const now = Date.now();' });
  try {
    assert.equal(findImpurities(folder), { files: PURE.length, violations: [] });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test('src is pure where it has to be', () => {
  const { files, violations } = findImpurities(root);
  assert.equal(violations, []);
  assert.ok(files > 5, `only ${files} files were looked at`);
});

test.run();
