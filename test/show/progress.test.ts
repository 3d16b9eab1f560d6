/** Progress where nothing overwrites itself: the first line, the last, and one every ten seconds. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { note, progress, result } from '../../src/show/cli/io.js';
import { duration } from '../../src/show/cli/table.js';

/** What is said on stderr while `doing` sets the clock, ms. */
function saidWhile(doing: (at: (ms: number) => void) => void): string[] {
  const { now } = Date;
  const { isTTY } = process.stderr;
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write };
  let said = '';
  process.stderr.isTTY = false;
  process.stdout.write = () => true;
  process.stderr.write = (chunk: string | Uint8Array) => {
    said += chunk;
    return true;
  };
  try {
    doing((ms) => {
      Date.now = () => ms;
    });
  } finally {
    Date.now = now;
    process.stdout.write = writes.stdout;
    process.stderr.write = writes.stderr;
    process.stderr.isTTY = isTTY;
  }
  return said.split('\n').slice(0, -1);
}

test('a spill every 0.1 s for a minute: seven lines, and the last', () => {
  const said = saidWhile((at) => {
    for (let spill = 1; spill <= 605; spill++) {
      at(1000 + 100 * spill);
      progress(`spill ${spill}`);
    }
    result('done');
  });
  const spills = [1, 101, 201, 301, 401, 501, 601, 605];
  assert.equal(
    said,
    spills.map((spill) => `spill ${spill}`),
  );
});

test('what is said in between comes after what was done before it', () => {
  const said = saidWhile((at) => {
    at(0);
    for (let spill = 1; spill <= 5; spill++) progress(`spill ${spill}`);
    note('SIGINT');
    for (let spill = 6; spill <= 8; spill++) progress(`spill ${spill}`);
    note('write');
    note('end');
  });
  assert.equal(said, ['spill 1', 'spill 5', 'SIGINT', 'spill 6', 'spill 8', 'write', 'end']);
});

test('seconds, minutes, hours', () => {
  assert.equal([0.2, 120, 121, 7200, 7201, 4e5].map(duration), [
    ...['1 s', '120 s', '3 min', '120 min', '2 h 1 min', '111 h 7 min'],
  ]);
});

test.run();
