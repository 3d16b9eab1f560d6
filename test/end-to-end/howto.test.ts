/**
 * Every command of the how-to pages, in order, word by word: in this process, with a tenth of the calibration run and no
 * threads.
 */
import * as fs from 'node:fs';
import { register } from 'node:module';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

register('../support/exchanged/hooks.js', {
  parentURL: import.meta.url,
  data: ['calibrationPlan.ts', 'threads.ts', 'png.ts'],
});
const { command, standStill } = await import('../support/exchanged/harness.js');

const folder = path.join(import.meta.dirname, '../../docs/howto');
// Into a folder of its own, which is removed at the end.
standStill();
const scratch = process.cwd();

const commandsOf = (page: string) =>
  [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block.trim().split('\n'));

/** @example words('a "b c" d') = ['a', 'b c', 'd'] */
const words = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

let commands = 0;
for (const file of fs.readdirSync(folder)) {
  const page = fs.readFileSync(path.join(folder, file), 'utf8');
  const own = path.join(scratch, file);
  fs.mkdirSync(own);
  for (const line of commandsOf(page)) {
    commands++;
    test(`${file}: ${line}`, async () => {
      process.chdir(own);
      const [program, ...args] = words(line);
      assert.is(program, 'spillway');
      const { exit, text } = await command(args);
      // Two runs that differ, as the page says.
      assert.is(exit, args[0] === 'diff' ? 1 : 0, text);
      assert.match(text, /^out: /m);
    });
  }

  test(`${file}: what it names is there`, () => {
    for (const [, target] of page.matchAll(/\]\((?!http)([^)#]+)/g)) {
      assert.ok(fs.existsSync(path.join(folder, target)), target);
    }
  });
}

test('there are commands to run', () => assert.ok(commands > 15, `${commands}`));

test.after(() => process.chdir(scratch));
test.run();
