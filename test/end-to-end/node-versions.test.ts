/**
 * The same bytes under other versions of Node. These are npm packages with a project of their own,
 * node-versions/, and not devDependencies of ours: they exist for linux-x64 alone, so that `npm ci`
 * would fail elsewhere, and they would put their `node` before the user's in every npm script. The test
 * installs them, once; without a network it is skipped, except in CI.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Summary } from '../../dist/run/summary.js';
import { deterministic, expectJson, filesOf, fresh, plainEnv } from './cli.js';
import { expectGolden } from './golden.js';

const PROJECT = path.join(import.meta.dirname, 'node-versions');
const VERSIONS = [22, 24];
const binary = (version: number) => path.join(PROJECT, `node_modules/node-${version}/bin/node`);

const versionOf = (node: string) =>
  fs.existsSync(node) ? spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout : '';

const installed = () => VERSIONS.every((v) => versionOf(binary(v)).startsWith(`v${v}.`));

/** @returns why it cannot be done here, or null */
function install(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `the packages are for linux-x64, this is ${process.platform}-${process.arch}`;
  }
  if (installed()) return null;
  const npm = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const { status, stderr } = spawnSync('npm', npm, {
    cwd: PROJECT,
    env: plainEnv(),
    encoding: 'utf8',
    timeout: 200_000,
  });
  return status === 0 && installed() ? null : `npm ci in ${PROJECT}: ${stderr}`;
}

const CARD = ['run3-2018', '--seed', 'demo', '--spills', '1', '--set', 'beam.intensity=1e5'];
const ENTRY = 'run3-2018, seed demo, 1 spill, beam.intensity=1e5';

const folder = fresh();
const run = (out: string, node: string) =>
  expectJson<Summary>(['run', ...CARD, '--workers', '1', '--out', out], { cwd: folder, node });

let here: Summary;

test(`Node ${process.versions.node} makes the golden hash`, () => {
  here = run('here', process.execPath);
  expectGolden(ENTRY, here);
});

const missing = install();
if (missing !== null) process.stdout.write(`SKIPPED other versions of Node: ${missing}\n`);
const other = missing === null || process.env.CI ? test : test.skip;

for (const version of VERSIONS) {
  other(`Node ${version} makes the golden hash and the same bytes`, () => {
    assert.is(missing, null);
    const summary = run(`node-${version}`, binary(version));
    expectGolden(ENTRY, summary);
    assert.equal(deterministic(summary), deterministic(here));
    const mine = filesOf(path.join(folder, 'here'));
    for (const [name, bytes] of filesOf(path.join(folder, `node-${version}`))) {
      if (/^(summary\.json|log\.ndjson|manifest\.json)$/.test(name)) continue;
      assert.ok(mine.get(name)?.equals(bytes), `${name} differs`);
    }
  });
}

test.run();
