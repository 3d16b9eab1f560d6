/**
 * Non-interference of the sealed set: the same events, their reconstructed values exchanged for others
 * inside the sealed region, give a run directory that is the same byte for byte, through every
 * exporter, figure and log. The same test with the seal open fails, so it can fail.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Counts, isPhysics } from '../../src/analyse/counts.js';
import { PLOTS } from '../../src/analyse/plots.js';
import { select } from '../../src/analyse/selection/index.js';
import { inBox, isSealed } from '../../src/analyse/selection/regions.js';
import { analyseSpill, reconstructPayload, type Seal } from '../../src/analyse/spill.js';
import { beliefOf } from '../../src/core/card/index.js';
import { seedKey } from '../../src/core/random/index.js';
import type { Bodies } from '../../src/core/wire/event.js';
import { spillway } from '../../src/core/wire/messages.js';
import { emulateSpill } from '../../src/emulate/spill.js';
import { RunControl } from '../../src/run/control/index.js';
import { makeEvent } from '../../src/run/event.js';
import { readPrimitives } from '../../src/run/recorded.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { spill as spillKind } from '../../src/run/executor/kinds/spill.js';
import { crc32 } from '../../src/run/hash.js';
import { openRun, replayRun, sameAsRecorded } from '../../src/run/replay.js';
import { type Progress, runCard } from '../../src/run/run.js';
import { processSpill, type SpillJob } from '../../src/run/spill.js';
import { filesBelow } from '../../src/run/store/manifest.js';
import { runFigures } from '../../src/show/figures/run.js';
import { resolved } from '../support/card.js';
import { withKind } from '../support/executor.js';
import { invented, MANY_SEALED } from '../support/sealed.js';

/** The bodies of a payload in base64. */
function bodiesOf(payload: string): Bodies {
  const { bodies } = spillway.Payload.decode(Buffer.from(payload, 'base64'));
  return Object.fromEntries(bodies.map((b) => [b.source ?? '', b.body ?? new Uint8Array()]));
}

const SPILLS = 3;
const card = resolved(MANY_SEALED);
const belief = beliefOf(card.card);

// Two values of the process stand in the summary's timing; here they stand still.
process.cpuUsage = () => ({ user: 0, system: 0 });
const { resourceUsage } = process;
process.resourceUsage = () => ({ ...resourceUsage.call(process), maxRSS: 0 });

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-blinding-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));

/** Sealed events of each spill, by number. */
const sealed = new Map<number, number[]>();
for (let spill = 1; spill <= SPILLS; spill++) {
  const { events } = emulateSpill(card.card, seedKey(card.card.run.seed), spill);
  const numbers = events
    .filter((e) => isPhysics(e.header.type as number))
    .filter((e) => isSealed(reconstructPayload(belief, e.bodies), belief))
    .map((e) => e.header.event as number);
  sealed.set(spill, numbers);
}
const sealedEvents = [...sealed.values()].flat().length;

/** Runs the card with the sealed events exchanged, the first `passing` of them for signal. */
async function run(name: string, passing: number | 'as they are', seal: Seal = 'closed') {
  const directory = path.join(scratch, name);
  const progress: Progress[] = [];
  let k = 0;
  const prepare = (job: SpillJob) => (spill: number) =>
    processSpill(job, spill, seal, (b, bodies, conditions, tick, event) => {
      const own = reconstructPayload(b, bodies, conditions, tick);
      if (passing === 'as they are' || !sealed.get(spill)?.includes(event)) return own;
      const values = invented(k, k < passing);
      k++;
      assert.ok(isSealed(values, b));
      assert.is(inBox(values, select(values, b), b), k <= passing);
      return values;
    });
  await runCard({
    resolved: card,
    spills: SPILLS,
    workers: 1,
    directory,
    raw: 'keep',
    storePrimitives: 'kept',
    mode: 'every',
    fidelity: 'energy',
    evaluation: 'all',
    nature: 'nominal',
    truth: false,
    resume: false,
    force: false,
    control: new RunControl(),
    now: () => 1_700_000_000_000,
    report: (p) => progress.push(p),
    figures: runFigures,
    executor: () => withKind(inlineExecutor(), { ...spillKind, prepare }),
  });
  if (passing !== 'as they are') assert.is(k, sealedEvents, 'all sealed events were exchanged');
  const files = new Map(
    filesBelow(directory).map((f) => [f, fs.readFileSync(path.join(directory, f))]),
  );
  // What was shown while it ran counts as well; only the directory's name may differ.
  const shown = JSON.stringify(progress).replaceAll(directory, 'DIR');
  return { directory, files, shown };
}

type Ran = Awaited<ReturnType<typeof run>>;

/** Names of the files that differ. */
function differing(a: Ran, b: Ran): string[] {
  assert.equal([...a.files.keys()], [...b.files.keys()]);
  const names = [...a.files.keys()].filter(
    (f) => Buffer.compare(a.files.get(f) as Buffer, b.files.get(f) as Buffer) !== 0,
  );
  return a.shown === b.shown ? names : [...names, 'progress'];
}

let plain: Ran;

test('the card has enough sealed events in each spill, and open ones beside', async () => {
  console.log(
    `  sealed: ${[...sealed.values()].map((s) => s.length).join(', ')} in ${SPILLS} spills`,
  );
  assert.ok(sealedEvents >= 30);
  plain = await run('plain', 'as they are');
  const summary = JSON.parse(String(plain.files.get('summary.json')));
  assert.is(summary.recordedPhysics.sealed, sealedEvents);
  assert.ok(summary.recordedPhysics.open > 50);
  assert.is(summary.box, null);
  assert.is(summary.limit.observed, null);
  assert.ok([...plain.files.keys()].some((f) => f.endsWith('.svg')));
  for (const file of ['counts.pb', 'log.ndjson', 'manifest.json', 'spills.jsonl', 'run.json']) {
    assert.ok(plain.files.has(file), file);
  }
});

for (const passing of [0, 1, 17]) {
  test(`with ${passing} sealed events that pass every cut, no byte of the run differs`, async () => {
    const exchanged = await run(`closed-${passing}`, passing);
    assert.equal(differing(plain, exchanged), []);
  });
}

test('with the seal open the same exchange is seen: the test can fail', async () => {
  const [none, one, many] = [
    await run('open-0', 0, 'open'),
    await run('open-1', 1, 'open'),
    await run('open-17', 17, 'open'),
  ];
  for (const [a, b] of [
    [none, one],
    [one, many],
    [plain, none],
  ] as const) {
    const names = differing(a, b);
    for (const file of ['counts.pb', 'spills.jsonl', 'summary.json', 'manifest.json']) {
      assert.ok(names.includes(file), `${file} is the same`);
    }
    assert.ok(
      names.some((f) => f.endsWith('.svg')),
      'no figure differs',
    );
  }
});

test('the event of a sealed id shows its channels and nothing reconstructed', () => {
  const open = openRun(plain.directory);
  for (let spill = 1; spill <= SPILLS; spill++) {
    const numbers = sealed.get(spill) as number[];
    for (const primitives of readPrimitives(open, spill)) {
      const report = makeEvent(open, primitives);
      const isIn = numbers.includes(primitives.event);
      assert.is(report.sealed, isIn);
      assert.is(report.equalsRaw, true);
      if (!isIn) {
        assert.ok(report.reconstructed);
        continue;
      }
      assert.is(report.reconstructed, null);
      assert.equal(Object.keys(report), [
        'schema',
        'id',
        'spill',
        'event',
        'type',
        'trigger',
        'sealed',
        'reconstructed',
        'channels',
        'payload',
        'payloadSha256',
        'lostInBuilding',
        'equalsRaw',
      ]);
      // No number in it is one of the reconstruction's, but for zeros, ones and the beam cell.
      const bodies = bodiesOf(report.payload);
      const values = Object.values(reconstructPayload(belief, bodies)).flat() as number[];
      const channelValues = new Set(report.channels.flatMap((c) => [c.energyGeV, c.timeNs]));
      const numbersShown = JSON.stringify({ ...report, channels: [], payload: '' });
      for (const value of values) {
        if (Number.isInteger(value) || channelValues.has(value)) continue;
        assert.not.ok(numbersShown.includes(String(value)), `${value} is shown`);
      }
    }
  }
});

test('an id that was not recorded is sealed as well when it lies in the region', () => {
  const open = openRun(plain.directory);
  // Deep in a slice many particles were not recorded: none of them may show sealed values.
  let seen = 0;
  for (let index = 0; index < 60; index++) {
    const report = makeEvent(open, `1/100/${index}`);
    const values = reconstructPayload(belief, bodiesOf(report.payload));
    const physics = report.type === null || report.type.includes('physics');
    assert.is(report.sealed, physics && isSealed(values, belief));
    assert.is(report.reconstructed === null, report.sealed);
    seen++;
  }
  assert.is(seen, 60);
});

test('replay keeps the seal: the same counts, and a CRC of 0 for each sealed event', () => {
  const counts = replayRun(openRun(plain.directory));
  assert.is(sameAsRecorded(openRun(plain.directory), counts), true);
  for (let spill = 1; spill <= SPILLS; spill++) {
    const raw = plain.files.get(`raw/spill-00000${spill}.raw`) as Buffer;
    const { reconstructedCrc, counts: own } = analyseSpill(belief, raw, crc32);
    const zeros = reconstructedCrc.flatMap((crc, i) => (crc === 0 ? [i + 1] : []));
    assert.equal(zeros, sealed.get(spill));
    assert.is(own.sealed, zeros.length);
    assert.is(own.box, 0);
    const physicsOpen = own.physics - own.sealed;
    assert.is(own.histograms.find((h) => h.name === 'ecal')?.total, physicsOpen);
  }
});

/** One electron in 2000 is a beam event: hardly a hadron is among them, and hardly one that fires physics as well. */
const RARE = ['turn-on-fired', 'beam-hadrons'];

test('every histogram holds open events, beam triggers among them, and nothing else', () => {
  const totals = (shown: Counts) => new Map(shown.histograms.map((h) => [h.name, h.total]));
  const closed = totals(replayRun(openRun(plain.directory)));
  const open = totals(replayRun(openRun(plain.directory), { seal: 'open' }));
  for (const { name, of } of PLOTS) {
    const filled = closed.get(name) as number;
    assert.ok(filled > 0 || RARE.includes(name), `${name} is empty`);
    // Of the sealed events none has more than the seal in ECAL and HCAL together.
    if (of.startsWith('beam') || of === 'spill' || /hadrons|dimuon/.test(name))
      assert.is(open.get(name), filled, name);
  }
  // Those that show every triggered event miss all sealed ones while closed.
  for (const name of ['ecal', 'preshower-ecal', 'srd']) {
    assert.is((open.get(name) as number) - (closed.get(name) as number), sealedEvents, name);
  }
  const cells = (open.get('cell-times') as number) - (closed.get('cell-times') as number);
  assert.ok(cells > sealedEvents, `${cells} cells of sealed events`);
});

test('no plane has an entry inside the sealed region', () => {
  const counts = replayRun(openRun(plain.directory));
  const { seal } = belief.analysis;
  const planes = counts.histograms.filter((p) => p.name.startsWith('plane-'));
  assert.is(planes.length, 2);
  for (const h of planes) {
    const [x, y] = h.axes;
    for (let i = 0; i <= (x?.bins as number); i++) {
      for (let j = 0; j <= (y?.bins as number); j++) {
        // Bins of 1 GeV: those that lie below both edges entirely.
        if (i <= seal.ecal && j <= Math.floor(seal.hcal))
          assert.is(h.count(i, j), 0, `${h.name} ${i} ${j}`);
      }
    }
  }
});

test.run();
