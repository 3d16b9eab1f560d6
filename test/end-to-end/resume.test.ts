/**
 * What --resume makes of a directory: of one that is damaged, of another run's, of a finished one, and after a full disk.
 * Campaigns: campaign.test.ts.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  atExit,
  copyOf,
  exitHere,
  expectSameRun,
  filesOf,
  fresh,
  recordOf,
  spillwayHere,
  start,
} from './cli.js';

const folder = fresh();
const where = { cwd: folder };
process.chdir(folder);

const run = (out: string, spills: number, ...more: string[]) => [
  ...['run', 'run3-2018', '--seed', 'demo', '--set', 'beam.intensity=5e4', '--workers', '1'],
  ...['--spills', `${spills}`, '--out', out, ...more],
];

test('what the journal does not name is made again, what is damaged too', async () => {
  const two = path.join(folder, 'two');
  const damage: Record<string, (out: string) => void> = {
    'a cut journal': (out) => fs.truncateSync(path.join(out, 'spills.jsonl'), 1200),
    'a cut segment': (out) => fs.truncateSync(path.join(out, 'raw/spill-000002.raw'), 100),
    'no checkpoint': (out) => fs.rmSync(path.join(out, 'counts.pb')),
    'a damaged checkpoint': (out) => fs.truncateSync(path.join(out, 'counts.pb'), 40),
    'a checkpoint of fewer spills': (out) =>
      fs.copyFileSync('one/counts.pb', path.join(out, 'counts.pb')),
    'things half written': (out) => {
      for (const name of ['manifest.json.new', 'figures/limit.svg.new', 'raw/spill-000009.raw']) {
        fs.writeFileSync(path.join(out, name), 'half');
      }
    },
  };
  await exitHere(0, run('one', 1));
  await exitHere(0, run('two', 2));
  for (const [what, damageIt] of Object.entries(damage)) {
    const out = copyOf(two);
    damageIt(out);
    // The figures of a finished run stay; the rest is as after a crash.
    fs.rmSync(path.join(out, 'manifest.json'));
    const { stderr } = await exitHere(0, run(out, 2, '--resume'));
    process.stdout.write(`${what}: ${/resume: .*/.exec(stderr)?.[0]}\n`);
    await expectSameRun(out, two);
  }
});

test('--resume with another card, seed or choice of files is refused, and changes nothing', async () => {
  const before = filesOf('two');
  const refused = async (args: string[], pattern: RegExp | string) => {
    const { exit, stderr } = await spillwayHere([...args, '--resume']);
    assert.is(exit, 2, stderr);
    assert.match(stderr, pattern);
    assert.equal(filesOf('two'), before);
  };
  await refused(run('two', 2, '--seed', 'other'), /two seed: got other, expected demo/);
  await refused(run('two', 2, '--set', 'readout.deadTime=71us'), /two cardHash: got/);
  await refused(run('two', 2, '--raw', 'drop'), /two raw: got drop, expected keep/);
  await refused(run('two', 2, '--truth'), /two truth: got true, expected false/);
  await refused(run('nowhere', 2), /nowhere: no run to resume/);
});

test('more spills can be added to a finished run', async () => {
  const two = path.join(folder, 'two');
  assert.is(recordOf('one').state, 'done');
  await exitHere(0, run('one', 2, '--resume'));
  await expectSameRun('one', two);
  // Nothing left to do is no error.
  await exitHere(0, run('one', 2, '--resume'));
  await expectSameRun('one', two);
});

/** A small disk of its own; null where it may not be mounted. */
function mount(megabytes: number): string | null {
  const disk = path.join(folder, 'disk');
  fs.mkdirSync(disk);
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'spillway', disk]);
  if (done.status !== 0) return null;
  atExit(() => spawnSync('umount', ['-l', disk]));
  return disk;
}

const disk = mount(9);
if (disk === null) process.stdout.write('SKIPPED: mounting a tmpfs is not permitted\n');

(disk === null ? test.skip : test)(
  'a full disk: said in words, and resumed when there is room',
  async () => {
    const filler = path.join(folder, 'disk/filler');
    const fill = (leave: number) => {
      const { bavail, bsize } = fs.statfsSync(path.join(folder, 'disk'));
      fs.writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    };
    const big = (out: string, ...more: string[]) =>
      run(out, 8, '--set', 'beam.intensity=4e5', ...more);
    await exitHere(0, big('whole'));
    // From the first spill on there is room for one more.
    const { said, ended } = start(big('disk/run'), where);
    await said(/spill 1 of 8/);
    fill(110_000);
    const { exit, stderr } = await ended;
    assert.is(exit, 1, stderr);
    assert.match(
      stderr,
      /^error disk\/run the disk is full: what the journal names is safe; make room/m,
    );
    assert.not.match(stderr, 'defect');

    // Too little room is told before anything is begun.
    const { exit: refused, stderr: why } = await spillwayHere(big('disk/run', '--resume'));
    assert.is(refused, 2);
    assert.match(why, /disk\/run: got \d+ MB of free disk space, expected \d+ MB/);
    const other = await spillwayHere(big('disk/other'));
    assert.is(other.exit, 2);
    assert.not.ok(fs.existsSync('disk/other'));

    spawnSync('mount', ['-o', 'remount,size=32m', path.join(folder, 'disk')]);
    await exitHere(0, big('disk/run', '--resume'));
    await expectSameRun('disk/run', path.join(folder, 'whole'));
  },
);

test.run();
