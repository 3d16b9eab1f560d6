/** Every command of the README's tutorial, in order, as a reader would run them. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = path.join(import.meta.dirname, '../..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const commands = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap((block) => block[1].trim().split('\n'))
  .filter((line) => line !== '');

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-readme-'));
test.after(() => fs.rmSync(directory, { recursive: true }));

test('the tutorial has its commands', () => {
  assert.ok(commands.length >= 12, `${commands.length} commands`);
  for (const command of commands) assert.match(command, /^npx spillway [a-z]+ /);
});

for (const command of commands) {
  test(command, () => {
    const main = `"${process.execPath}" "${path.join(root, 'dist/show/cli/main.js')}"`;
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
