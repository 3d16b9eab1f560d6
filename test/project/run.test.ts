import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const root = path.resolve(import.meta.dirname, '../..');

/** Runs test/run.ts over a folder with these test files; tsx and uvu are this project's. */
function runTests(files: Record<string, string>, args: string[] = [], timeout = '30') {
  const cache = path.join(root, 'node_modules/.cache');
  fs.mkdirSync(cache, { recursive: true });
  const folder = fs.mkdtempSync(path.join(cache, 'spillway-run-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, `import { test } from 'uvu';\n${text}`);
    }
    const env = {
      ...process.env,
      SPILLWAY_TEST_FOLDER: folder,
      SPILLWAY_TEST_TIMEOUT: timeout,
    };
    const run = ['--import', 'tsx', path.join(root, 'test/run.ts'), ...args];
    const { status, stdout } = spawnSync(process.execPath, run, {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    const lines = stdout.trimEnd().split('\n');
    return { status, stdout, last: lines.at(-1), first: lines[0] };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const TWO = "test('a', () => {}); test('b', () => {});";
const GOOD = `${TWO} test.run();`;

test('sums the tests of all files', () => {
  const { status, stdout, last } = runTests({
    'a.test.ts': GOOD,
    'deep/b.test.ts': `${TWO} test.skip('c', () => {}); test.run();`,
    'c.ts': 'throw new Error();',
  });
  assert.is(last, '4 passed, 0 failed');
  assert.is(status, 0);
  assert.match(stdout, /^ok {6}a\.test\.ts {2}2 tests, \d+\.\d s$/m);
  assert.match(stdout, /^ok {6}deep\/b\.test\.ts {2}2 tests, 1 skipped, \d+\.\d s$/m);
});

test('takes the files whose path contains an argument', () => {
  const { last } = runTests({ 'a.test.ts': GOOD, 'b.test.ts': GOOD, 'c.test.ts': GOOD }, [
    'a.t',
    'c.t',
  ]);
  assert.is(last, '4 passed, 0 failed');
});

test('shows the output of a failing file and counts its failed tests', () => {
  const { status, stdout, last } = runTests({
    'a.test.ts': `${TWO} test('sad', () => { throw new Error('hm'); }); test.run();`,
  });
  assert.is(last, '2 passed, 1 failed');
  assert.is(status, 1);
  assert.match(stdout, /^FAILED {2}a\.test\.ts {2}1 failed, 2 tests/m);
  assert.match(stdout, 'FAIL  "sad"');
});

const BAD: [what: string, text: string, reason: RegExp, last: string][] = [
  ['crashes', "throw new Error('oh');", /exit code 1/, '0 passed, 1 failed'],
  [
    'crashes after its tests',
    `${GOOD} setTimeout(() => process.exit(7), 500);`,
    /exit code 7/,
    '2 passed, 1 failed',
  ],
  ['kills itself', "process.kill(process.pid, 'SIGKILL');", /SIGKILL/, '0 passed, 1 failed'],
  ['never calls run', "test('a', () => {});", /without a result/, '0 passed, 1 failed'],
  ['has no test', 'test.run();', /ran no test/, '0 passed, 1 failed'],
];

for (const [what, text, reason, count] of BAD) {
  test(`a file that ${what} fails`, () => {
    const { status, first, last } = runTests({ 'x.test.ts': text });
    assert.is(last, count);
    assert.is(status, 1);
    assert.match(first ?? '', reason);
  });
}

test('a file that outlives its time limit is ended with all it has started', () => {
  const note = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-run-')), 'pid');
  const child = "['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }";
  const { status, first, last } = runTests(
    {
      'x.test.ts':
        "import { spawn } from 'node:child_process';\nimport * as fs from 'node:fs';\n" +
        `const child = spawn(process.execPath, ${child});\n` +
        `fs.writeFileSync(${JSON.stringify(note)}, String(child.pid));\n${GOOD}`,
    },
    [],
    '3',
  );
  const pid = Number(fs.readFileSync(note, 'utf8'));
  fs.rmSync(path.dirname(note), { recursive: true });
  assert.match(first ?? '', /still running after 3 s/);
  assert.is(last, '2 passed, 1 failed');
  assert.is(status, 1);
  assert.ok(!isRunning(pid), `process ${pid} still runs`);
});

/** A killed process may wait as a zombie for a parent to read its end; that one no longer runs. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('no test at all is a failure', () => {
  const { status, last } = runTests({ 'a.test.ts': GOOD }, ['nothing-like-this']);
  assert.is(last, '0 passed, 0 failed');
  assert.is(status, 1);
});

test.run();
