import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { thirdParty } from '../../scripts/licences.js';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string) => fs.readFileSync(path.join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json'));

test('the package holds what its users need and nothing else', () => {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
  const files = packed?.files.map((file) => file.path) ?? [];
  const top = new Set(files.map((file) => file.replace(/\/.*/, '')));
  const expected = 'CHANGELOG.md LICENSE README.md THIRD_PARTY.md config dist package.json proto';
  assert.equal([...top].sort(), expected.split(' '));
  for (const file of ['dist/index.js', 'dist/index.d.ts', 'dist/core/wire/messages.js']) {
    assert.ok(files.includes(file), `${file} is missing`);
  }
  assert.equal(
    files.filter((file) => file.includes('.test.')),
    [],
  );
});

test('each command is executable', () => {
  for (const file of Object.values<string>(manifest.bin)) {
    assert.match(read(file), /^#!\/usr\/bin\/env node\n/);
    assert.ok(fs.statSync(path.join(root, file)).mode & 0o100, `${file} is not executable`);
  }
});

test('versions are pinned, so that numbers do not move with a library', () => {
  const { dependencies, devDependencies } = manifest;
  for (const [name, version] of Object.entries<string>({ ...dependencies, ...devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name}: ${version}`);
  }
});

test('nothing is fetched or run when the package is installed', () => {
  for (const hook of ['preinstall', 'install', 'postinstall']) {
    assert.is(manifest.scripts[hook], undefined);
  }
});

test('THIRD_PARTY.md names what is installed: npm run licences', () => {
  assert.ok(read('THIRD_PARTY.md') === thirdParty());
});

test.run();
