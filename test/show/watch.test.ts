/** `spillway watch` as its readers have it: plain lines, what is asked for of them, and how it ends. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { redrawing } from '../../src/show/cli/redraw.js';
import { spillText } from '../../src/show/cli/watching.js';
import { atExit, fresh, MAIN, plainEnv } from '../end-to-end/cli.js';
import { SHORT } from '../support/live.js';
import { madeRun } from '../support/madeRun.js';

const cwd = fresh();
const run = path.join(cwd, 'run');
await madeRun(run, SHORT, { spills: 3 });

function watch(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'watch', ...args], {
    ...{ cwd, env: plainEnv(env), encoding: 'utf8' },
  });
  return { status, stdout, stderr };
}

test('a run that has ended: a line for each spill, and how it ended', () => {
  const { status, stdout, stderr } = watch([run], { CI: 'true' });
  assert.equal([status, stderr], [0, '']);
  const lines = stdout.trimEnd().split('\n');
  assert.is(lines.length, 4, stdout);
  lines.slice(0, 3).forEach((line, i) => {
    assert.match(
      line,
      new RegExp(`^spill ${i + 1}: [\\d.e]+ electrons, \\d+ triggers?, live .* %, \\d+ recorded`),
    );
  });
  assert.is(lines[3], 'no process writes it: done; 3 of 3 spills in the journal');
});

test('--quiet, --verbose, and no colours where nobody sees them', () => {
  const alarms = watch([run])
    .stdout.split('\n')
    .filter((line) => line.includes('ALARM'));
  const quiet = watch([run, '--quiet']).stdout.trimEnd().split('\n');
  assert.equal(quiet.slice(0, -1), alarms);
  const { stdout } = watch([run, '-v'], { CI: 'true' });
  for (const name of ['cut flow', 'regions', 'box', 'expected']) assert.match(stdout, name);
  assert.is(stdout.split('cut flow').length, 2, 'once for all that is there');
  assert.match(stdout, /box +sealed/);
  assert.not.match(stdout, '\x1b');
  assert.match(watch([run, '-v'], { FORCE_COLOR: '1' }).stdout, '\x1b[1m');
  assert.not.match(watch([run, '-v'], { FORCE_COLOR: '1', NO_COLOR: '1' }).stdout, '\x1b');
  assert.is(watch([run, '-v', '--quiet']).status, 2);
});

test('a spill without triggers has no live fraction', () => {
  const line = { spill: 1, electrons: 3, triggers: 0, liveFraction: null, recorded: 2 };
  const none = { lostInBuilding: 0, throttled: 0, bufferFull: 0, alarms: 0, bad: false };
  assert.match(spillText({ ...line, ...none }), '0 triggers, live -, 2 recorded');
});

test('what is no run, and where nothing answers', () => {
  for (const what of [cwd, path.join(cwd, 'nowhere'), 'http://127.0.0.1:1']) {
    const { status, stdout, stderr } = watch([what]);
    assert.equal([status, stdout], [2, '']);
    assert.ok(stderr.startsWith('error ') && stderr.includes(what), stderr);
  }
});

test('a run that was cut off', () => {
  const cut = path.join(cwd, 'cut');
  fs.cpSync(run, cut, { recursive: true });
  const file = path.join(cut, 'run.json');
  const record = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...record, state: 'running' }));
  const { status, stdout } = watch([cut]);
  assert.is(status, 1, stdout);
  assert.match(stdout, /no process writes it: cut off; 3 of 3 spills/);
});

test('a reader that goes away ends it, quietly', () => {
  const command = `"${process.execPath}" ${MAIN} watch "${run}" -v | head -n 1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command], {
    ...{ cwd, env: plainEnv(), encoding: 'utf8' },
  });
  assert.match(stdout, /^spill 1: .*\n$/);
  assert.is(stderr, '');
});

test('a run that another process takes; Ctrl-C ends watching, not the run', async () => {
  const out = path.join(cwd, 'taken');
  const set = SHORT.flatMap((value) => ['--set', value]);
  const how = ['run', 'run3-2018', ...set, '--spills', '2000', '--out', out, '--workers', '1'];
  const env = plainEnv();
  const taking = spawn(process.execPath, [MAIN, ...how], { cwd, env, stdio: 'ignore' });
  atExit(() => taking.kill('SIGKILL'));
  const ended = new Promise((resolve) => taking.on('exit', (code) => resolve(code)));
  const journal = path.join(out, 'spills.jsonl');
  for (let k = 0; k < 600 && !fs.existsSync(journal); k++)
    await new Promise((go) => setTimeout(go, 50));
  const watching = spawn(process.execPath, [MAIN, 'watch', out], { cwd, env });
  atExit(() => watching.kill('SIGKILL'));
  let said = '';
  watching.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const over = new Promise((resolve) => watching.on('exit', (...how) => resolve(how)));
  for (let k = 0; k < 600 && !said.includes('spill 3:'); k++)
    await new Promise((go) => setTimeout(go, 50));
  watching.kill('SIGINT');
  taking.kill('SIGINT');
  // As a shell has it: 130.
  assert.equal(await over, [null, 'SIGINT']);
  assert.is(await ended, 130);
  assert.match(said, /^spill 1: .*\nspill 2: .*\nspill 3: /);
});

test('what is drawn again takes the place of what was drawn, also of long rows', () => {
  let said = '';
  const write = (text: string | Uint8Array) => {
    said += text;
    return true;
  };
  const { draw } = redrawing({ write, columns: 10 } as never);
  draw(`short\n${'x'.repeat(25)}\n\x1b[1m${'y'.repeat(10)}\x1b[22m`);
  said = '';
  draw('again');
  assert.is(said, '\x1b[5A\x1b[2Kagain\n\x1b[0J');
});

test.run();
