/**
 * Another menu or readout on what is on record: event for event what a run with it gives, or refused with the reason.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeCounts, isPhysics } from '../../src/analyse/counts.js';
import { isSealed } from '../../src/analyse/selection/regions.js';
import { type ReconstructEvent, reconstructPayload } from '../../src/analyse/spill.js';
import {
  beliefOf,
  resolve,
  type ResolvedCard,
  type SectionFile,
} from '../../src/core/card/index.js';
import type { Fault } from '../../src/core/card/faults.js';
import { RunError, SpillwayError } from '../../src/core/errors.js';
import type { Mode } from '../../src/core/mode.js';
import { seedKey } from '../../src/core/random/index.js';
import type { Ledger } from '../../src/core/wire/ledger.js';
import { ledgerGap } from '../../src/core/wire/ledger.js';
import { FAULT_KINDS } from '../../src/emulate/faults/kinds.js';
import { emulateSpill } from '../../src/emulate/spill.js';
import { RunControl } from '../../src/run/control/index.js';
import { inlineExecutor } from '../../src/run/executor/inline.js';
import { type PrimitivesOfSpill, readPrimitivesSegment } from '../../src/run/recorded.js';
import { openRun } from '../../src/run/replay.js';
import { openRetrigger, retriggerRun, type Sections } from '../../src/run/retrigger/index.js';
import { recordedOf, replayOf, retriggerSpill } from '../../src/run/retrigger/spill.js';
import { type RunOptions, runCard } from '../../src/run/run.js';
import { processSpill, type SpillJob } from '../../src/run/spill.js';
import { oneOfEach } from '../../src/run/validate/faults/each.js';
import { verifyRun } from '../../src/run/verify.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spillway-test-'));
test.after(() => fs.rmSync(folder, { recursive: true, force: true }));

const read = (file: string) => fs.readFileSync(file, 'utf8');
const SHORT = ['beam.intensity=1.5e5', 'beam.spill=100 ms'];
/** Clock triggers enough for such a spill. */
const BASE = [...SHORT, 'trigger.menu.random.rate=400Hz', 'trigger.menu.pulser.period=19ms'];

for (const kind of ['menu', 'readout']) {
  for (const file of fs.readdirSync(path.join('config', kind))) {
    fs.copyFileSync(path.join('config', kind, file), path.join(folder, file));
  }
}
let files = 0;
/** A section in a file of its own. */
function written(text: string): string {
  const file = path.join(folder, `section-${files++}.yaml`);
  fs.writeFileSync(file, text);
  return file;
}
/** The menu of the run, with keys that are set. */
const menu = (text: string, from = 'physics.yaml') => ({
  menu: written(
    `from: ${from}\n${text.includes('menu:') || from !== 'physics.yaml' ? '' : 'menu: { random: { rate: 400 Hz }, pulser: { period: 19 ms } }\n'}${text}\n`,
  ),
});
const readout = (text: string, from = 'fixed.yaml') => ({
  readout: written(`from: ${from}\n${text}\n`),
});
const CLOCKS = 'random: { rate: 400 Hz }, pulser: { period: 19 ms }';

function cardWith(sections: Sections, overrides = BASE): ResolvedCard {
  const given: SectionFile[] = [];
  if (sections.menu) given.push({ key: 'trigger', file: sections.menu, where: '--menu' });
  if (sections.readout) given.push({ key: 'readout', file: sections.readout, where: '--readout' });
  const resolved = resolve('config/run3-2018.yaml', { read, overrides, sections: given });
  if (resolved.kind !== 'card') throw new Error('a campaign');
  return resolved;
}

async function makeRun(
  name: string,
  resolved: ResolvedCard,
  more: Partial<RunOptions> = {},
): Promise<string> {
  const directory = path.join(folder, name);
  await runCard({
    ...{ resolved, directory, spills: 1, workers: 1, resume: false, force: false },
    ...{ mode: 'every', fidelity: 'energy', evaluation: 'all', nature: 'nominal' },
    ...{ raw: 'keep', truth: false, storePrimitives: 'kept', control: new RunControl() },
    ...{ now: () => 0, report: () => {}, figures: () => [], executor: () => inlineExecutor() },
    ...more,
  });
  return directory;
}

const na64 = { menu: path.join(folder, 'na64-2018.yaml') };
const runs: Record<string, string> = {};
const MODES: readonly Mode[] = ['every', 'candidates'];

test('the runs', async () => {
  for (const mode of MODES) {
    runs[mode] = await makeRun(mode, cardWith({}), { mode });
    runs[`na64 ${mode}`] = await makeRun(`na64-${mode}`, cardWith(na64, SHORT), { mode });
  }
  const staged = { evaluation: 'staged', raw: 'drop', spills: 2, mode: 'candidates' } as const;
  runs.staged = await makeRun('staged', cardWith({}), staged);
});

/** All of a ledger but the one scaler that a changed readout leaves to expectation. */
const known = ({ scalers, ...rest }: Ledger) => ({
  ...rest,
  scalers: { ...scalers, busyCoincidences: null },
});

for (const name of ['every', 'candidates', 'na64 every', 'na64 candidates', 'staged']) {
  test(`${name}: the identity menu reproduces every decision, to the hash`, () => {
    const run = openRun(runs[name]);
    const own = path.join(runs[name], 'card.yaml');
    const trigger = written(section(own, 'trigger'));
    const { job } = openRetrigger(runs[name], { menu: trigger });
    assert.is(job.cardHash, run.record.cardHash);
    for (const { spill, spillHash } of run.journal) {
      const replayed = retriggerSpill(job, spill);
      assert.is(replayed.spillHash, spillHash);
      assert.equal([replayed.gained, replayed.lost], [[], []]);
    }
  });
}

const FAULTS: readonly Fault[] = Object.values(
  oneOfEach({ spills: 1, rate: 0.1, duration: 1e8, intensity: 7e6 }),
);

/** As on a card: its quantities with their units. */
function onCard(fault: Fault): string {
  const times = ['at', 'start', 'duration', 'delay', 'min', 'max', 'time'];
  if (fault.kind === 'clockSlip') times.push('by');
  const frequency = fault.kind === 'noisyChannel' ? 'rate' : null;
  return JSON.stringify(fault, (key, value: unknown) => {
    if (typeof value !== 'number') return value;
    if (times.includes(key)) return `${value} ns`;
    return key === frequency ? `${value} Hz` : key === 'energy' ? `${value} GeV` : value;
  });
}

for (const fault of FAULTS) {
  const { kind } = fault;
  test(`${kind}: the identity menu reproduces the spill that it struck`, async () => {
    for (const raw of ['keep', 'drop'] as const) {
      const faulty = cardWith({}, [...BASE, `faults={ f: ${onCard(fault)} }`]);
      const mode = kind === 'gainSag' && raw === 'drop' ? 'candidates' : 'every';
      const directory = await makeRun(`${kind}-${raw}`, faulty, { raw, mode });
      const trigger = written(section(path.join(directory, 'card.yaml'), 'trigger'));
      const { job } = openRetrigger(directory, { menu: trigger });
      const [line] = openRun(directory).journal;
      assert.is(retriggerSpill(job, 1).spillHash, line.spillHash, raw);
    }
  });
}

test('a tighter threshold, of spills with faults: what a run with it gives', async () => {
  const some = Object.values(
    oneOfEach({ spills: 1, rate: 2e-4, duration: 1e8, intensity: 7e6 }),
  ).filter(({ kind }) => !['clockSlip', 'numberSlip', 'stalledBoard'].includes(kind));
  const faults = `faults={ ${some.map((fault) => `${fault.kind}: ${onCard(fault)}`).join(', ')} }`;
  const directory = await makeRun('faulty', cardWith({}, [...BASE, faults]));
  const { job, resolved } = openRetrigger(directory, menu('ecal: { threshold: 60 GeV }'));
  const { seed } = job.run.record;
  const own = { cardHash: job.cardHash, seed, mode: 'every', fidelity: 'energy' } as const;
  const expected = processSpill({ ...own, card: resolved.card, truth: false }, 1);
  const made = retriggerSpill(job, 1);
  assert.equal(known(made.ledger), known(expected.ledger));
  const [mine, theirs] = [made.counts, expected.counts].map(decodeCounts);
  for (const key of ['events', 'building', 'badSpills', 'cutflow', 'regions'] as const) {
    assert.equal(mine[key], theirs[key], key);
  }
  assert.ok(made.lost.length > 0);
});

test('each kind of fault is among them', () => {
  const kinds = FAULTS.map(({ kind }) => kind).sort();
  assert.equal(kinds, Object.keys(FAULT_KINDS).sort());
});

/** A section of the resolved card, as the file of a section. */
function section(card: string, key: string): string {
  const lines = read(card).split('\n');
  const from = lines.findIndex((line) => line.startsWith(`${key}:`));
  const length = lines.slice(from + 1).findIndex((line) => /^\w/.test(line));
  const own = lines.slice(from + 1, length < 0 ? undefined : from + 1 + length);
  return own.map((line) => line.replace(/^ {2}/, '')).join('\n');
}

/** In mode `every`, and by candidates, too, whose tables take the time of the test. */
const EVERY: readonly [string, Sections][] = [
  ['a looser preshower threshold', menu('preshower: { threshold: 0.2 GeV }')],
  [
    'a second physics trigger, and with it other bits',
    menu(
      `terms: { hard: { kind: sum, of: preshower, above: 2 GeV } }\n` +
        `menu: { zHard: { type: physics, when: { all: [coincidence, ecal, hard] }, prescale: 2 }, ${CLOCKS} }`,
    ),
  ],
  ['other LED and pedestal triggers', menu(`menu: { led: { number: 3 }, ${CLOCKS} }`)],
  ['other clocks', menu('menu: { random: { rate: 900 Hz }, pulser: { period: 7 ms } }')],
  ['a paralysable readout', readout('', 'paralysable.yaml')],
  ['a throttle', readout('', 'throttle.yaml')],
  ['a derandomiser', readout('', 'buffered.yaml')],
  [
    'menu and readout together',
    { ...menu('ecal: { threshold: 70 GeV }'), ...readout('deadTime: 20 us') },
  ],
];
const BOTH: readonly [string, Sections][] = [
  ['a tighter ECAL threshold', menu('ecal: { threshold: 50 GeV }')],
  ['a tighter preshower threshold', menu('preshower: { threshold: 1 GeV }')],
  ['a looser ECAL threshold, up to the ceiling', menu('ecal: { threshold: 84.9 GeV }')],
  [
    'another prescale of the physics trigger',
    menu(`menu: { physics: { prescale: { keep: 3, of: 7, phase: 2 } }, ${CLOCKS} }`),
  ],
  ['twice the dead time', readout('deadTime: 140 us')],
  ['a narrow buffer', readout('buffer: { capacity: 4 kB, bandwidth: 1 MB/s }')],
];

for (const [cases, modes] of [
  [EVERY, ['every']],
  [BOTH, MODES],
] as const) {
  for (const [[what, sections], mode] of cases.flatMap((c) => modes.map((m) => [c, m] as const))) {
    test(`${what}, mode ${mode}: what a run with it gives, event for event`, () => {
      const { job, resolved } = openRetrigger(runs[mode], sections);
      const { seed } = job.run.record;
      const { card } = resolved;
      const { recorded, replayed } = replayOf(job, 1);
      const expected = emulateSpill(card, seedKey(seed), 1, { mode });
      assert.equal(replayed.triggers, expected.triggers);
      assert.equal(replayed.events, expected.events);
      assert.equal(known(replayed.ledger), known(expected.ledger));
      assert.is(ledgerGap(replayed.ledger), null);
      assert.is.not(replayed.triggers.length, 0);
      // Coincidences under busy are expected ones: with those on record exact, a Poisson number of the others.
      const [busy, exact] = [replayed, expected].map((of) => of.ledger.scalers.busyCoincidences);
      assert.ok(Math.abs(busy - exact) < 5 * Math.sqrt(exact) + 5, `${busy} for ${exact}`);
      assert.equal(replayed.profile.coincidences, recorded.coincidences);
      const spill = retriggerSpill(job, 1);
      const own: SpillJob = {
        ...{ card, cardHash: job.cardHash, seed, mode, fidelity: 'energy', truth: false },
      };
      const [mine, theirs] = [spill.counts, processSpill(own, 1).counts].map(decodeCounts);
      for (const key of ['events', 'physics', 'sealed', 'cutflow', 'regions'] as const) {
        assert.equal(mine[key], theirs[key], key);
      }
      mine.histograms.forEach((h, i) => {
        if (/busy/.test(h.name)) return;
        assert.equal([...h.cells()], [...theirs.histograms[i].cells()], h.name);
      });
    });
  }
}

test('events that come and go are told, and that those that come were made by key', () => {
  const run = openRun(runs.every);
  const looser = retriggerSpill(
    openRetrigger(runs.every, menu('ecal: { threshold: 84 GeV }')).job,
    1,
  );
  assert.ok(looser.gained.length > 3);
  assert.ok(looser.gained.every(({ made }) => made === 'by key'));
  assert.ok(looser.gained.some(({ otherwise }) => otherwise === 'prescaled'));
  const tighter = retriggerSpill(
    openRetrigger(runs.every, menu('ecal: { threshold: 40 GeV }')).job,
    1,
  );
  assert.ok(tighter.lost.length > tighter.gained.length);
  const { outcomes, clockTriggers } = run.journal[0].ledger;
  const were = outcomes.recorded + clockTriggers.recorded;
  const { ledger } = tighter;
  const are = ledger.outcomes.recorded + ledger.clockTriggers.recorded;
  assert.is(were + tighter.gained.length - tighter.lost.length, are);
});

test('without raw data all events are made by key: the same', async () => {
  const dropped = await makeRun('dropped', cardWith({}), { raw: 'drop' });
  const tighter = menu('ecal: { threshold: 60 GeV }');
  const [a, b] = [runs.every, dropped].map((run) =>
    retriggerSpill(openRetrigger(run, tighter).job, 1),
  );
  assert.equal(a, b);
});

test('a staged run: what is set aside stays aside, and what comes is asked', () => {
  const looser = menu('ecal: { threshold: 84 GeV }');
  const { job, resolved } = openRetrigger(runs.staged, looser);
  const { seed } = job.run.record;
  const own: SpillJob = {
    ...{ card: resolved.card, cardHash: job.cardHash, seed, mode: 'candidates', truth: false },
    ...{ fidelity: 'energy', evaluation: 'staged' },
  };
  const [mine, theirs] = [retriggerSpill(job, 2).counts, processSpill(own, 2).counts].map(
    decodeCounts,
  );
  assert.ok(theirs.setAside > 10);
  assert.is(mine.setAside, theirs.setAside);
  assert.equal([mine.events, mine.cutflow], [theirs.events, theirs.cutflow]);
});

test('the menu of 2018 without the trigger that looks beyond the keep values', () => {
  const text = section(path.join(runs['na64 every'], 'card.yaml'), 'trigger');
  const tighter = text.replace(/threshold: 80 GeV/, 'threshold: 70 GeV');
  const gone = tighter.replace(/\n {2}ecal:\n(?: {4}.*\n)*(?= {2}\w)/, '\n');
  assert.is.not(gone, tighter);
  const { job, resolved } = openRetrigger(runs['na64 every'], { menu: written(gone) });
  const { replayed } = replayOf(job, 1);
  const expected = emulateSpill(resolved.card, seedKey(job.run.record.seed), 1);
  assert.equal(replayed.triggers, expected.triggers);
  assert.equal(known(replayed.ledger), known(expected.ledger));
});

test('without any trigger that looks beyond them', () => {
  const [head] = read(path.join('config', 'menu', 'physics.yaml')).split('menu:');
  const only =
    'menu: { physics: { type: physics, when: { all: [coincidence, ecal, preshower] }, prescale: 1 } }';
  const { job, resolved } = openRetrigger(runs.every, { menu: written(`${head}${only}\n`) });
  const { replayed } = replayOf(job, 1);
  const expected = emulateSpill(resolved.card, seedKey(job.run.record.seed), 1);
  assert.equal(replayed.triggers, expected.triggers);
  assert.equal(known(replayed.ledger), known(expected.ledger));
});

function refused(name: string, sections: Sections): string {
  try {
    openRetrigger(runs[name] ?? name, sections);
  } catch (error) {
    if (!(error instanceof SpillwayError)) throw error;
    assert.is(error.exitCode, 2, error.message);
    return error.message;
  }
  return 'not refused';
}

const REFUSED: readonly [string, Sections, RegExp, string?][] = [
  ['nothing to change', {}, /--menu, --readout: got neither/],
  [
    'no such file',
    { menu: 'nowhere.yaml' },
    /--menu nowhere\.yaml nowhere\.yaml: .*cannot be read/,
  ],
  [
    'a mistyped key',
    menu('ecal: { treshold: 60 GeV }'),
    /section-\d+\.yaml:3:9 trigger\.ecal\.treshold/,
  ],
  [
    'beyond the ceiling',
    menu('ecal: { threshold: 90 GeV }'),
    /section-\d+\.yaml:3:20 trigger\.ecal\.threshold: got 90 GeV, expected at most 85 GeV/,
  ],
  [
    'a higher ceiling',
    menu('ecal: { threshold: 90 GeV, keep: 95 GeV }'),
    /:\d+:\d+ trigger\.ecal\.keep: got 95 GeV, expected at most 85 GeV, up to which/,
  ],
  [
    'a lower preshower',
    menu('preshower: { threshold: 0.1 GeV, keep: 0.1 GeV }'),
    /trigger\.preshower\.keep: got 100 MeV, expected at least 200 MeV/,
  ],
  [
    'a wider gate',
    menu('coincidence: { gate: 30 ns }'),
    /trigger\.coincidence\.gate: got 30 ns, expected 25 ns, with which the integers/,
  ],
  [
    'a longer pile-up window',
    menu('overlap: { zero: 50 ns }'),
    /trigger\.overlap\.zero: got 50 ns, expected 36 ns/,
  ],
  [
    'another smear',
    menu('ecal: { smear: 3 GeV }'),
    /trigger\.ecal\.smear: got 3 GeV, expected 4 GeV/,
  ],
  ['other counts', menu('preshower: { count: 20 MeV }'), /trigger\.preshower\.count: got 20 MeV/],
  [
    'a prescale of the beam',
    menu(`menu: { beam: { prescale: 10000 }, ${CLOCKS} }`),
    /trigger\.menu\.beam\.prescale: got 1 of 10000, expected 1 of 50000: of the coincidences/,
  ],
  [
    'a condition beyond',
    menu(
      `menu: { more: { type: physics, when: { all: [coincidence, ecal] }, prescale: 1 }, ${CLOCKS} }`,
    ),
    /trigger\.menu\.more: got a condition that is met beyond/,
  ],
  [
    'another condition of the beam',
    menu(`menu: { beam: { when: { all: [coincidence, ecal] } }, ${CLOCKS} }`),
    /trigger\.menu\.beam\.when: got another condition/,
  ],
  [
    'other coincidences',
    menu(
      `terms: { track: { kind: coincidence, require: [S1, S2], veto: [] } }\nmenu: { ${CLOCKS} }`,
    ),
    /trigger\.terms: got terms of the kind coincidence that become true/,
  ],
  [
    'a longer gate of events',
    readout('before: 400 ns'),
    /readout\.before: got 400, expected \d+, as the events/,
  ],
  ['too short a pipeline', readout('pipeline: 100 ns'), /section-\d+\.yaml:2:11 readout\.pipeline/],
  [
    'other clocks by candidates',
    menu('menu: { random: { rate: 900 Hz }, pulser: { period: 19 ms } }'),
    /trigger\.menu\.random: got a trigger at other times/,
    'candidates',
  ],
  ['a buffer of a staged run', readout('', 'bandwidth.yaml'), /--evaluate staged/, 'staged'],
];

for (const [what, sections, message, name = 'every'] of REFUSED) {
  test(`${what} is refused with the reason`, () => {
    assert.match(refused(name, sections), message);
  });
}

test('some of the triggers that look beyond, and not what they leave', () => {
  const other = written(section(path.join(runs['na64 every'], 'card.yaml'), 'trigger'));
  const text = read(other);
  const without = text.replace(/\n {2}beam:\n(?: {4}.*\n)+/, '\n');
  assert.is.not(without, text);
  assert.match(
    refused('na64 every', { menu: written(without) }),
    /trigger\.menu: got a menu without beam, expected all triggers that are met beyond/,
  );
});

test('a run of another version, of another card, without the primitives', async () => {
  const change = (name: string, file: string, from: RegExp, to: string) => {
    const copy = path.join(folder, name);
    fs.cpSync(runs.every, copy, { recursive: true });
    const text = read(path.join(copy, file));
    assert.match(text, from);
    fs.writeFileSync(path.join(copy, file), text.replace(from, to));
    return copy;
  };
  const same = readout('');
  assert.match(
    refused(change('v', 'run.json', /"version": "[^"]*"/, '"version": "0.0.1"'), same),
    /version: got 0\.0\.1/,
  );
  assert.match(
    refused(change('m', 'run.json', /"menuHash": "[^"]*"/, '"menuHash": "00"'), same),
    /menuHash: got .* expected 00/,
  );
  assert.match(
    refused(change('c', 'card.yaml', /intensity: 1\.5e5/, 'intensity: 4e5'), same),
    /cardHash/,
  );
  const accepted = await makeRun('accepted', cardWith({}), { storePrimitives: 'accepted' });
  assert.match(refused(accepted, same), /primitives: got --store-primitives accepted/);
});

test('a foreign segment, and a damaged one', async () => {
  const { job } = openRetrigger(runs.every, readout('deadTime: 140 us'));
  const file = 'primitives/spill-000001.prim';
  const own = fs.readFileSync(path.join(runs.every, file));
  const foreign = await makeRun('foreign', cardWith(readout('deadTime: 90 us')));
  const other = fs.readFileSync(path.join(foreign, file));
  const code = (bytes: Uint8Array): string => {
    fs.writeFileSync(path.join(runs.every, file), bytes);
    try {
      retriggerSpill(job, 1);
      return 'not refused';
    } catch (error) {
      return `${(error as SpillwayError).exitCode} ${(error as Error).message}`;
    } finally {
      fs.writeFileSync(path.join(runs.every, file), own);
    }
  };
  assert.match(code(other), /^2 .*cardHash of the segment of spill 1: got/);
  const damaged = new Uint8Array(own);
  damaged[own.length >> 1] ^= 1;
  assert.match(code(damaged), /^1 .*record \d+.*CRC-32/);
  assert.match(code(own), /^not refused/);
});

test('records whose CRCs fit and which are not those of the spill', () => {
  for (const mode of MODES) {
    const run = openRun(runs[mode]);
    const segment = readPrimitivesSegment(run, 1);
    const { header, records } = segment;
    const { burst } = header;
    assert.is(recordedOf(run, 1, segment).records, records);
    const at = records.findIndex(({ kind }) => kind === 'particle');
    const particles = records.filter(({ kind }) => kind === 'particle');
    // What is 0 stands in the prototype of a message.
    const withBurst = (changes: object) => ({
      ...segment,
      header: { ...header, burst: Object.assign(Object.create(burst ?? null), changes) },
    });
    const coincidences = burst?.coincidences ?? [];
    const wrong: readonly [PrimitivesOfSpill, RegExp][] = [
      [{ ...segment, records: records.toSpliced(at, 1) }, /not as many records/],
      [{ ...segment, records: records.toSpliced(at, 0, records[at]) }, /not as many records/],
      [withBurst({ noTerm: Number(burst?.noTerm) + 1 }), /not as many records/],
      [{ ...segment, records: particles.toReversed() }, /not in order/],
      [
        { ...segment, records: [{ ...particles[0], spill: 2 }, ...particles.slice(1)] },
        /not its own/,
      ],
      [withBurst({ coincidences: coincidences.slice(1) }), /other coincidences|not its own/],
      [withBurst({ coincidences: coincidences.map((n) => n + 1) }), /other coincidences/],
      [withBurst({ busyCoincidences: [] }), /other coincidences/],
    ];
    for (const [other, told] of wrong) {
      assert.throws(
        () => recordedOf(run, 1, other),
        (error: unknown) => error instanceof RunError && told.test(error.message),
        `${mode}: ${told}`,
      );
    }
  }
});

test('the same from the whole run, with the efficiency of the same A', async () => {
  const asked = openRetrigger(runs.every, menu('ecal: { threshold: 30 GeV }'));
  const computing = { executor: inlineExecutor(), repeat: '', report: () => {} };
  const request = { masses: [0.01], ghosts: 60 };
  const made = await retriggerRun(asked, request, computing);
  const physics = made.triggers.find(({ name }) => name === 'physics');
  assert.ok((physics?.after?.fired ?? 0) < (physics?.before?.fired ?? 0));
  const [{ factors }] = made.efficiency ?? [];
  const trigger = factors.find(({ name }) => name === 'trigger');
  assert.is(trigger?.before.of, trigger?.after.of, 'the same A');
  assert.ok((trigger?.after.passed ?? 0) < (trigger?.before.passed ?? 0));
  const eps = [made.limit.before, made.limit.after].map((rows) => rows?.[0].emulated ?? 0);
  assert.ok(eps[1] > eps[0], `${eps}`);
  assert.is(made.asRecorded, false);
  assert.is(made.runHash.before, openRunHash());
  const again = await retriggerRun(asked, request, computing);
  assert.equal(again, made);
});

test('efficiencies are measured in the spills that count', async () => {
  const clock = ['trigger.menu.random.rate=400Hz', 'trigger.menu.beam.prescale=3000'];
  const lost = (bad: string) => `faults={ f: { kind: lostFragment, spills: ${bad}, rate: 0.2 } }`;
  const spills = 2;
  const computing = { executor: inlineExecutor(), repeat: '', report: () => {} };
  const measured = async (bad: string) => {
    const resolved = cardWith({}, [...BASE, ...clock, lost(bad)]);
    const directory = await makeRun(`bad ${bad}`, resolved, { spills });
    const asked = openRetrigger(directory, readout('deadTime: 20 us'));
    return retriggerRun(asked, { masses: [0.01], ghosts: 60 }, computing);
  };
  const first = await measured('[1]');
  assert.equal(first.badSpills, { before: 1, after: 1 });
  assert.ok((first.efficiency?.[0].total.before.of ?? 0) > 10);
  assert.ok((first.limit.after?.[0].emulated ?? 0) > 0);
  const all = await measured('1');
  assert.equal([all.badSpills.after, all.efficiency, all.limit.after], [2, null, null]);
});

const openRunHash = () => JSON.parse(read(path.join(runs.every, 'summary.json'))).runHash;

/** Many electrons that lose energy at large angles: their events have nothing in the HCAL. */
const MISSING = [
  ...['beam.intensity=100000', 'beam.spill=240 ms'],
  'nature.upstreamElectroNuclear.ratePerRadiationLength=0.08',
  'nature.upstreamElectroNuclear.largeAngleFraction=1',
  'nature.upstreamElectroNuclear.slope=40 GeV',
];

test('the values of sealed events leave no trace, those of open ones do', async () => {
  const missing = await makeRun('missing', cardWith({}, MISSING));
  const { job } = openRetrigger(missing, readout('deadTime: 200 us'));
  const belief = beliefOf(job.card);
  const physics = replayOf(job, 1).replayed.events.filter(({ header }) =>
    isPhysics(header.type ?? 0),
  );
  const numbers = (areSealed: boolean) =>
    physics
      .filter(({ bodies }) => isSealed(reconstructPayload(belief, bodies), belief) === areSealed)
      .map(({ header }) => header.event ?? 0);
  const exchange =
    (chosen: readonly number[]): ReconstructEvent =>
    (b, bodies, conditions, tick, event) => {
      const own = reconstructPayload(b, bodies, conditions, tick);
      if (!chosen.includes(event)) return own;
      return { ...own, ecal: 0.5 * own.ecal, chi2: 0.9, tracks: 1, momentum: 100.5 };
    };
  const own = retriggerSpill(job, 1);
  const [sealed, open] = [numbers(true), numbers(false)];
  assert.ok(sealed.length > 3, `${sealed.length} sealed`);
  assert.equal(retriggerSpill(job, 1, exchange(sealed)), own);
  assert.is.not(retriggerSpill(job, 1, exchange(open)).spillHash, own.spillHash);
});

test('it verifies, resumes with what it was begun with, and a hidden nature stays hidden', async () => {
  assert.equal(verifyRun(runs.every).problems, []);
  const drawn = await makeRun('drawn', cardWith({}), { nature: 'drawn' });
  const computing = { executor: inlineExecutor(), repeat: '', report: () => {} };
  const same = openRetrigger(drawn, readout(''));
  const made = await retriggerRun(same, { masses: [0.01], ghosts: 0 }, computing);
  assert.is(made.asRecorded, true);
  assert.equal(made.ledger, { before: null, after: null });
  const resolved = cardWith({});
  const again = (storePrimitives: 'kept' | 'accepted') =>
    makeRun('every', resolved, { spills: 2, resume: true, storePrimitives });
  try {
    await again('accepted');
    assert.unreachable();
  } catch (error) {
    assert.match((error as Error).message, /storePrimitives: got accepted, expected kept/);
  }
  await again('kept');
  assert.equal(verifyRun(runs.every).problems, []);
  assert.is(openRun(runs.every).journal.length, 2);
});

test.run();
