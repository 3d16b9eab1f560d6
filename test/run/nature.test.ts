/**
 * A drawn nature through a run: made again to the bit, and hidden until the box is opened. Non-interference: the same
 * events with another ledger, another count of what the particles truly were, give the same derived files. The same
 * with the nature of the card does not, so the test can fail.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MEASUREMENTS, measureSpill } from '../../src/analyse/measured/index.js';
import { beliefOf, cardHash } from '../../src/core/card/index.js';
import type { Mode } from '../../src/core/mode.js';
import type { Nature } from '../../src/core/nature.js';
import { seedKey } from '../../src/core/random/index.js';
import type { Ledger } from '../../src/core/wire/ledger.js';
import { drawNature } from '../../src/emulate/nature/draw.js';
import { RunControl } from '../../src/run/control/index.js';
import { diff, type RunDiff } from '../../src/run/diff/index.js';
import { makeEvent } from '../../src/run/event.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { spill as spillKind, type StoredJob } from '../../src/run/executor/kinds/spill.js';
import { processGhosts } from '../../src/run/ghosts.js';
import { crc32, sha256 } from '../../src/run/hash.js';
import { LiveTally } from '../../src/run/live/tally.js';
import { totalsOf } from '../../src/run/live/view.js';
import { openedNature, trueCard } from '../../src/run/nature.js';
import { readPrimitives } from '../../src/run/recorded.js';
import { jobOf, openRun, replayRun, sameAsRecorded } from '../../src/run/replay.js';
import { type Progress, runCard } from '../../src/run/run.js';
import { processSpill, type SpillResult } from '../../src/run/spill.js';
import { readRunRecord } from '../../src/run/store/directory.js';
import { filesBelow } from '../../src/run/store/manifest.js';
import { unblindRun } from '../../src/run/unblind.js';
import { validateStored } from '../../src/run/validate/stored.js';
import { verifyRun } from '../../src/run/verify.js';
import { runFigures } from '../../src/show/figures/run.js';
import { resolved } from '../support/card.js';
import { withKind } from '../support/executor.js';

const SEED = 'hidden';
const card = resolved([
  `run.seed=${SEED}`,
  'beam.intensity=12000',
  'beam.spill=240 ms',
  'nature.dimuon.rate=2e-3',
  'trigger.menu.random.rate=50 Hz',
]);
const { values } = drawNature(card.card, seedKey(SEED));

// Two values of the process stand in the summary's timing; here they stand still.
process.cpuUsage = () => ({ user: 0, system: 0 });
const { resourceUsage } = process;
process.resourceUsage = () => ({ ...resourceUsage.call(process), maxRSS: 0 });

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-nature-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

interface Asked {
  readonly nature: Nature;
  readonly mode?: Mode;
  readonly spills?: number;
  readonly resume?: boolean;
  /** What becomes of a spill before it is stored. */
  readonly exchange?: (result: SpillResult) => SpillResult;
  readonly figures?: boolean;
  /** The nature that the emulator has in its place. */
  readonly events?: Nature;
}

async function run(name: string, asked: Asked) {
  const { nature, mode = 'every', spills = 2, resume = false, exchange, events } = asked;
  const directory = path.join(scratch, name);
  const progress: Progress[] = [];
  const prepare = (job: StoredJob) => {
    const make = spillKind.prepare(events ? { ...job, nature: events } : job);
    return (index: number) => {
      const result = make(index) as SpillResult;
      return exchange ? exchange(result) : result;
    };
  };
  await runCard({
    ...{ resolved: card, spills, workers: 1, directory, resume, nature, mode },
    ...{
      raw: 'keep',
      storePrimitives: 'kept',
      fidelity: 'energy',
      evaluation: 'all',
      truth: true,
      force: false,
    },
    control: new RunControl(),
    now: () => 1_700_000_000_000,
    report: (p) => progress.push(p),
    figures: asked.figures ? runFigures : () => [],
    executor: () => withKind(inlineExecutor(), { ...spillKind, prepare }),
  });
  const files = new Map(
    filesBelow(directory).map((f) => [f, fs.readFileSync(path.join(directory, f))]),
  );
  return {
    directory,
    files,
    shown: shownOf(directory, progress),
    screen: screenOf(directory, progress),
  };
}

/** What is told on the way. The spill itself is for a screen. */
function shownOf(directory: string, progress: readonly Progress[]): string {
  // How many limits there are is a matter of the clock: at most one a second.
  const last = progress.findLastIndex(({ phase }) => phase === 'limit');
  const told = progress
    .filter(({ phase }, i) => phase !== 'limit' || i === last)
    .map((p) => (p.phase === 'spill' ? { ...p, done: null } : p));
  return JSON.stringify(told).replaceAll(directory, 'DIR');
}

function screenOf(directory: string, progress: readonly Progress[]): string {
  const tally = new LiveTally(readRunRecord(directory), card.card);
  for (const p of progress) if (p.phase === 'spill') tally.add(p.done, p.counts, 0);
  const { spill, history, alarmed } = tally;
  return JSON.stringify({ ...totalsOf(tally, null), spill, history, alarmed });
}

type Ran = Awaited<ReturnType<typeof run>>;

const summaryOf = ({ directory }: Ran) =>
  JSON.parse(fs.readFileSync(path.join(directory, 'summary.json'), 'utf8'));

/** Names of the files that differ. */
function differing(a: Ran, b: Ran): string[] {
  assert.equal([...a.files.keys()], [...b.files.keys()]);
  const names = [...a.files.keys()].filter(
    (f) => Buffer.compare(a.files.get(f) as Buffer, b.files.get(f) as Buffer) !== 0,
  );
  if (a.shown !== b.shown) names.push('progress');
  if (a.screen !== b.screen) names.push('screen');
  return names;
}

/** Other particles, as many in all, with other fates in the counters. */
function otherParticles(result: SpillResult): SpillResult {
  const { particles, outcomes } = result.ledger;
  const ledger: Ledger = {
    ...result.ledger,
    particles: { electron: particles.electron - 100, pion: 10, kaon: 40, muon: 0 },
    electronsOnTarget: particles.electron - 100,
    outcomes: {
      ...outcomes,
      missedCounters: outcomes.missedCounters + 5,
      vetoed: outcomes.vetoed - 5,
    },
  };
  const sum = (of: object) => Object.values(of).reduce((n: number, m: number) => n + m, 0);
  ledger.particles.muon = sum(particles) - sum(ledger.particles);
  return { ...result, ledger };
}

let plain: Ran;
let nominal: Ran;

test('a drawn nature is another run of the same card', async () => {
  plain = await run('plain', { nature: 'drawn', figures: true });
  nominal = await run('nominal', { nature: 'nominal', figures: true });
  const [a, b] = [summaryOf(plain), summaryOf(nominal)];
  assert.is(a.cardHash, cardHash(card.card, sha256));
  assert.is(a.cardHash, b.cardHash);
  assert.is.not(a.runHash, b.runHash);
  assert.is.not(a.rawHash, b.rawHash);
  assert.is(a.nature, 'drawn');
  assert.is(JSON.parse(String(plain.files.get('run.json'))).nature, 'drawn');
  assert.equal(plain.files.get('card.yaml'), nominal.files.get('card.yaml'));
  // The same events under another name would be another run, too.
  const named = await run('named', { nature: 'drawn', events: 'nominal' });
  assert.is.not(summaryOf(named).runHash, b.runHash);
});

test('while it is hidden, other true particles change no derived byte', async () => {
  const other = await run('other', { nature: 'drawn', figures: true, exchange: otherParticles });
  // The journal, which holds the bookkeeping of the emulator as raw/ holds the data, and what sums it up.
  assert.equal(differing(plain, other), ['manifest.json', 'spills.jsonl']);
  const summary = summaryOf(plain);
  assert.is(summary.ledger, null);
  assert.is(summary.electronsOnTarget, null);
  const all = diff(plain.directory, other.directory, true) as RunDiff;
  assert.is(all.ledger, null);
  assert.is(all.runs[0].electronsOnTarget, all.runs[1].electronsOnTarget);
  assert.is(all.runs[0].electronsOnTarget, summary.electronsOnTargetScaler);
});

test('with the nature of the card the same exchange is seen: the test can fail', async () => {
  const other = await run('nominal-other', {
    ...{ nature: 'nominal', figures: true, exchange: otherParticles },
  });
  const names = differing(nominal, other);
  for (const file of ['summary.json', 'progress', 'screen', 'spills.jsonl']) {
    assert.ok(names.includes(file), `${file} is the same`);
  }
});

test('no drawn value stands in any file of text', () => {
  const texts = [...plain.files].filter(([f]) => !/^(raw|primitives|truth)\/|\.pb$/.test(f));
  assert.ok(texts.length > 8);
  for (const { path: where, nominal, drawn } of values) {
    if (nominal === drawn) continue;
    // Six digits, at whatever power of ten.
    const digits = drawn.toExponential(5).replace(/e.*|\./g, '');
    for (const [file, data] of [
      ...texts,
      ['progress', plain.shown] as const,
      ['screen', plain.screen] as const,
    ]) {
      const text = String(data).replaceAll('.', '');
      if (/json|yaml|ndjson|progress|screen/.test(file)) {
        assert.not.ok(
          numbersIn(text).some((n) => n.startsWith(digits)),
          `${where} in ${file}`,
        );
      }
    }
  }
});

/** Significant digits of whatever looks like a number. */
const numbersIn = (text: string): string[] =>
  (text.match(/\b\d{6,}/g) ?? []).map((n) => n.replace(/^0+/, ''));

test('it is gone on with, and refused under another nature', async () => {
  await run('resumed', { nature: 'drawn', spills: 1 });
  const whole = await run('resumed', { nature: 'drawn', resume: true });
  assert.is(summaryOf(whole).runHash, summaryOf(plain).runHash);
  assert.is(summaryOf(whole).rawHash, summaryOf(plain).rawHash);
  try {
    await run('resumed', { nature: 'nominal', resume: true });
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, /nature: got nominal, expected drawn, as it was begun/);
  }
});

for (const mode of ['every', 'candidates'] as const) {
  test(`--mode ${mode}: replay and every event again, to the bit`, async () => {
    const { directory } = mode === 'every' ? plain : await run(mode, { nature: 'drawn', mode });
    assert.ok(verifyRun(directory).ok);
    const open = openRun(directory);
    assert.is(sameAsRecorded(open, replayRun(open)), true);
    const events = readPrimitives(open, 1).slice(0, 12);
    assert.is(events.length, 12);
    const other = { ...open, record: { ...open.record, nature: 'nominal' } } as const;
    let others = 0;
    for (const primitives of events) {
      assert.is(makeEvent(open, primitives).equalsRaw, true);
      try {
        if (makeEvent(other, primitives).equalsRaw !== true) others++;
      } catch {
        others++; // no such particle
      }
    }
    assert.ok(others > events.length / 3, `${others} of ${events.length} need the drawn nature`);
  });
}

test('ghosts live in the nature of their spill', () => {
  const job = jobOf(openRun(plain.directory));
  const ask = { masses: [0.01], number: 5, above: 45 };
  const { emulated } = processGhosts(job, 1, ask);
  assert.equal(emulated.ledger, openRun(plain.directory).journal[0].ledger);
});

test('the silence of VETO and HCAL is measured as it is, and the card believes another', () => {
  // As 7e6 electrons in 4.8 s, and many of them kept.
  const of = resolved([
    ...['beam.intensity=35000', 'beam.spill=24 ms', 'beam.startSpike.probability=0'],
    ...['trigger.menu.beam.prescale=80', 'readout.deadTime=1 us'],
  ]).card;
  const halo = (seed: string) => {
    const { admixture } = trueCard({ card: of, seed, nature: 'drawn' }).nature;
    return admixture.haloMuon;
  };
  const seeds = Array.from({ length: 40 }, (_, i) => `halo ${i}`);
  const seed = seeds.reduce((a, b) => (halo(b) > halo(a) ? b : a));
  const [silent, loud] = (['nominal', 'drawn'] as const).map((nature) => {
    const job = {
      card: of,
      cardHash: '',
      seed,
      nature,
      mode: 'every',
      fidelity: 'energy',
    } as const;
    const { raw } = processSpill({ ...job, truth: false }, 1);
    const { trials } = measureSpill(beliefOf(of), raw, crc32);
    const [veto, hcal] = ['VETO', 'HCAL'].map(
      (name) => trials[MEASUREMENTS.findIndex((m) => m.name === name)],
    );
    assert.is(hcal.of, veto.passed);
    const value = hcal.passed / veto.of;
    return { value, error: Math.sqrt((value * (1 - value)) / veto.of) };
  });
  const { veto, hcal } = of.analysis.efficiencies;
  console.log(
    `  halo muons ${halo(seed).toFixed(3)}, silent ${loud.value.toFixed(3)} +- ${loud.error.toFixed(3)}, ` +
      `of the card's nature ${silent.value.toFixed(3)}, believed ${(veto * hcal).toFixed(3)}`,
  );
  assert.ok(veto * hcal - loud.value > 4 * loud.error);
  assert.ok(silent.value - loud.value > 4 * Math.hypot(silent.error, loud.error));
});

test('truth/ is closed until the box is opened, which opens nature.json and the ledger', () => {
  assert.throws(() => validateStored(plain.directory), /truth\/: its nature is drawn and hidden/);
  const { summary, nature } = unblindRun(
    plain.directory,
    'test',
    () => 1_700_000_000_000,
    () => [],
  );
  assert.equal(nature?.values, values);
  // What spillway card --nature drawn shows is what is opened here.
  assert.equal(nature, openedNature({ card: card.card, seed: SEED }));
  const file = path.join(plain.directory, 'nature.json');
  assert.equal(JSON.parse(fs.readFileSync(file, 'utf8')).values, values);
  const { ledger } = openRun(plain.directory).journal[0];
  assert.ok(summary.ledger && summary.ledger.particles.electron > ledger.particles.electron);
  assert.is(summary.electronsOnTarget, summary.ledger?.electronsOnTarget);
  assert.ok(verifyRun(plain.directory).ok);
  assert.is(validateStored(plain.directory).rows.length > 0, true);
  const opened = unblindRun(
    nominal.directory,
    'test',
    () => 0,
    () => [],
  );
  assert.is(opened.nature, null);
  assert.not.ok(fs.existsSync(path.join(nominal.directory, 'nature.json')));
});

test.run();
