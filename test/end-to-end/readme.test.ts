/**
 * Every command of the README's tutorial, in order, word by word as a reader would run them, with a tenth of the
 * electrons: where they are run, files with the names of the shipped cards stand in the place of these.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = path.join(import.meta.dirname, '../..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap((block) => block[1].trim().split('\n'))
  .filter((line) => line !== '');

const main = `"${process.execPath}" "${path.join(root, 'dist/show/cli/main.js')}"`;
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-readme-'));
test.after(() => fs.rmSync(directory, { recursive: true }));

/** Electrons per spill of each run, a tenth of their mean. */
const CARDS = { 'run1-2016': 2.7e5, 'run2-2017': 5.5e5, 'run3-2018': 7e5 };

test('its cards, with a tenth of the electrons', () => {
  for (const [card, intensity] of Object.entries(CARDS)) {
    const shown = spawnSync(`${main} card ${card} --set beam.intensity=${intensity}`, {
      ...{ cwd: os.tmpdir(), shell: true, encoding: 'utf8' },
    });
    assert.is(shown.status, 0, shown.stderr);
    for (const name of [card, `${card}.yaml`]) {
      fs.writeFileSync(path.join(directory, name), shown.stdout);
    }
  }
  const campaign = 'na64-2016-2018';
  fs.copyFileSync(path.join(root, 'config', `${campaign}.yaml`), path.join(directory, campaign));
});

test('the tutorial has its commands', () => {
  assert.ok(commands.length >= 12, `${commands.length} commands`);
  for (const command of commands) assert.match(command, /^npx spillway [a-z]+ /);
});

/** Goes on until it is ended. */
const isEndless = (command: string) => command.startsWith('npx spillway serve');

for (const command of commands.filter(isEndless)) {
  test(command, async () => {
    const [name, ...args] = command.replace('npx spillway', 'main').split(' ');
    assert.is(name, 'main');
    const served = spawn(
      process.execPath,
      [path.join(root, 'dist/show/cli/main.js'), ...args, '--port', '0'],
      { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const said = createInterface(served.stderr);
    const [address] = (await once(said, 'line')) as [string];
    const page = await fetch(address);
    assert.is(page.status, 200);
    assert.match(await page.text(), /<title>Spillway/);
    served.kill('SIGINT');
    assert.equal(await once(served, 'close'), [130, null]);
  });
}

for (const command of commands.filter((command) => !isEndless(command))) {
  test(command, () => {
    const ran = spawnSync(command.replace('npx spillway', main), {
      cwd: directory,
      shell: true,
      encoding: 'utf8',
    });
    assert.is(ran.status, 0, ran.stderr);
    assert.ok(ran.stdout.length > 0);
  });
}

test('pictures and pages that the README names are there', () => {
  const named = [...readme.matchAll(/\]\((?!http)([^)]+)\)/g)].map((match) => match[1]);
  assert.ok(named.length > 5);
  for (const file of named) assert.ok(fs.existsSync(path.join(root, file)), file);
});

test.run();
