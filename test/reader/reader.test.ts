/**
 * docs/format.md is enough to read a run: a reader in Python written from it finds what this program finds, in both
 * fidelities, and finds damage. Without python3 this is left out, loudly; where CI is set it fails then.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { suite, test } from 'uvu';
import * as assert from 'uvu/assert';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { loadCard } from '../../src/run/cards.js';
import { RunControl } from '../../src/run/control/index.js';
import { type RunOptions, runCard } from '../../src/run/run.js';
import { VERSION } from '../../src/run/version.js';
import { type Reading, readingOf, unpack } from '../support/reading.js';

const READER = path.join(import.meta.dirname, 'read_run.py');
const GOLDEN = path.join(import.meta.dirname, '../golden/format', VERSION);

const read = (directory: string) =>
  spawnSync('python3', ['-I', '-B', READER, directory], { encoding: 'utf8', maxBuffer: 1 << 28 });

const isThere = spawnSync('python3', ['--version']).status === 0;

test('python3 is there', () => {
  if (isThere) return;
  process.stdout.write('LEFT OUT: python3 is not installed, docs/format.md is not tested\n');
  assert.not.ok(process.env.CI, 'CI needs python3');
});
test.run();

if (isThere) {
  const reading = suite('reading');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
  process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
  const golden = (fidelity: string) =>
    unpack(path.join(GOLDEN, fidelity), path.join(folder, fidelity));

  /** The sums of doubles may be taken in another order; everything else is the same. */
  const compare = (directory: string): Reading => {
    const { status, stdout, stderr } = read(directory);
    assert.is(status, 0, stderr);
    const theirs = JSON.parse(stdout) as Reading;
    const ours = JSON.parse(JSON.stringify(readingOf(directory))) as Reading;
    theirs.spills.forEach(({ truth }, i) => {
      const own = ours.spills[i].truth;
      if (!truth || !own) return;
      assert.ok(Math.abs(truth.momentum - own.momentum) <= 1e-9 * own.momentum);
      truth.momentum = own.momentum;
    });
    for (const name in ours.gains) {
      const own = (ours.gains as Record<string, number>)[name];
      assert.ok(Math.abs(Number(theirs.gains?.[name]) - own) < 1e-9 * own, name);
    }
    assert.equal({ ...theirs, gains: null }, { ...ours, gains: null });
    return ours;
  };

  /** A run of two spills, as this program writes it. */
  const fresh = async (
    name: string,
    overrides: readonly string[],
    choices: Partial<Pick<RunOptions, 'evaluation' | 'nature'>>,
  ): Promise<Reading> => {
    const card = loadCard('run3-2018', ['beam.intensity=2e4', ...overrides], 'a reader');
    if (card.kind !== 'card') throw new Error('a campaign');
    const directory = path.join(folder, name);
    await runCard({
      ...{ resolved: card, directory, spills: 2, workers: 1, fidelity: 'energy', mode: 'every' },
      ...{ evaluation: 'all', nature: 'nominal', raw: 'keep', truth: true },
      ...{ storePrimitives: 'kept', resume: false, force: false, control: new RunControl() },
      ...{ now: Date.now, report: () => {}, figures: () => [], executor: inlineExecutor },
      ...choices,
    });
    return compare(directory);
  };

  reading('a run of fidelity energy and a drawn nature', async () => {
    const { spills } = await fresh('fresh', [], { nature: 'drawn' });
    assert.ok(spills[1].raw.events > 10);
    assert.ok(spills[1].raw.frontEnds.ecal.pulses > 100);
  });

  reading('a run with faults: what they did, what monitors said, and what is left', async () => {
    const fault = (name: string, text: string) => `faults.${name}={spills: [1], ${text}}`;
    const { spills, counts } = await fresh(
      'faulty',
      [
        fault('lost', 'kind: lostFragment, rate: 0.02'),
        fault('flipped', 'kind: flippedBits, bits: 3, rate: 0.02'),
        fault('doubled', 'kind: duplicatedFragment, delay: 10 ms, rate: 0.1'),
        fault('dead', 'kind: deadChannel, frontEnd: veto, channel: 0'),
      ],
      {},
    );
    const [struck, clean] = spills;
    const { came, lost, events } = struck.raw;
    assert.ok(
      came.damaged > 0 && came.again > 0 && lost.length > came.damaged && lost.length < events,
    );
    assert.equal([clean.raw.lost, clean.alarms, clean.truth?.faults], [[], [], []]);
    assert.equal([...new Set(struck.truth?.faults.map(({ kind }) => kind))].sort(), [
      'deadChannel',
      'duplicatedFragment',
      'flippedBits',
      'lostFragment',
    ]);
    // Channel 0 is one, and no channel is none.
    assert.is(struck.truth?.faults.find(({ kind }) => kind === 'deadChannel')?.channel, 0);
    assert.is(struck.truth?.faults.find(({ kind }) => kind === 'lostFragment')?.channel, null);
    assert.ok(struck.alarms.some(({ severity, events }) => severity === 'bad' && events?.length));
    assert.is(counts.badSpills, 1);
  });

  reading('a staged run: events are numbered with those that were set aside', async () => {
    const { spills, counts } = await fresh('staged', ['trigger.menu.beam.prescale=1000'], {
      evaluation: 'staged',
    });
    const { raw } = spills[1];
    assert.equal(
      spills.map(({ raw: { staged } }) => staged),
      [false, true],
    );
    assert.ok(raw.setAside > 0 && raw.events > 0);
    assert.is(counts.setAside, raw.setAside);
    assert.ok(raw.numbers > (raw.events * (raw.events + 1)) / 2);
  });

  for (const fidelity of ['energy', 'waveform']) {
    reading(`the golden run of fidelity ${fidelity}`, () => {
      const { spills } = compare(golden(fidelity));
      const { pulses, samples } = spills[0].raw.frontEnds.ecal;
      assert.is(pulses > 0, fidelity === 'energy');
      assert.is(samples > 0, fidelity === 'waveform');
    });
  }

  reading('one byte flipped anywhere but in the log is found, and its file is named', () => {
    const directory = golden('energy');
    const names = fs
      .readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => fs.statSync(path.join(directory, name)).isFile());
    assert.ok(names.length >= 11);
    names.forEach((name, i) => {
      const file = path.join(directory, name);
      const bytes = fs.readFileSync(file);
      const damaged = Buffer.from(bytes);
      damaged[Math.floor((bytes.length * (i + 1)) / (names.length + 2))] ^= 4;
      fs.writeFileSync(file, damaged);
      const { status, stderr } = read(directory);
      fs.writeFileSync(file, bytes);
      assert.is(status, 1, name);
      assert.match(stderr, name);
    });
    assert.is(read(directory).status, 0, 'mended');
  });
  reading.run();
}
