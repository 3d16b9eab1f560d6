/**
 * Each kind of fault does what its label says, from random numbers of its own, and nothing else.
 */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { beliefOf, cardHash, resolveCard } from '../../src/core/card/index.js';
import type { Fault } from '../../src/core/card/faults.js';
import type { Card } from '../../src/core/card/schema.js';
import { seedKey } from '../../src/core/random/index.js';
import { SLICE_NS, SLICE_TICKS } from '../../src/core/ticks.js';
import { decodeFragment } from '../../src/core/wire/event.js';
import { RECORD, readSegment } from '../../src/core/wire/framing.js';
import { spillway } from '../../src/core/wire/messages.js';
import { PRIMITIVES_BYTES } from '../../src/core/wire/primitives.js';
import { unpackSamples } from '../../src/core/wire/samples.js';
import { refusal } from '../../src/emulate/candidates/refusal.js';
import { profileOf, spillProfile } from '../../src/emulate/beam/profile.js';
import { onTheWay } from '../../src/emulate/faults/index.js';
import { FAULT_KINDS } from '../../src/emulate/faults/kinds.js';
import { emulatePayload, emulateSpill, modeOfSpill, spillKey } from '../../src/emulate/spill.js';
import { decisionOf } from '../../src/emulate/trigger/record.js';
import { crc32, sha256 } from '../../src/run/hash.js';
import { processSpill } from '../../src/run/spill.js';
import { type EachFault, oneOfEach } from '../../src/run/validate/faults/each.js';

const SEED = 'faults';
const key = seedKey(SEED);
const SPILL_MS = 150;
const settings = [
  'beam.intensity=1e5',
  `beam.spill=${SPILL_MS} ms`,
  'beam.startSpike.duration=0 ms',
  'trigger.menu.beam.prescale=2000',
  'trigger.menu.random.rate=200 Hz',
];
const read = (path: string) => readFileSync(path, 'utf8');
const clean = resolveCard('config/run3-2018.yaml', { read, overrides: settings }).card;
const withFaults = (faults: Record<string, Fault>): Card => ({ ...clean, faults });

type Fidelity = 'energy' | 'waveform';
const make = (card: Card, spill = 1) =>
  processSpill(
    { card, cardHash: '', seed: SEED, mode: 'every', fidelity: 'energy', truth: true },
    spill,
  );
type Made = ReturnType<typeof make>;

const labelsOf = ({ truth }: Made) =>
  [...readSegment(truth as Uint8Array, crc32)]
    .filter(({ type }) => type === RECORD.fault)
    .map(({ body }) => spillway.Fault.decode(body));
const bytesOf = ({ raw }: Made) =>
  [...readSegment(raw, crc32)]
    .filter(({ type }) => type === RECORD.fragment)
    .map(({ body }) => body);
const fragmentsOf = (made: Made) => bytesOf(made).map((bytes) => decodeFragment(bytes, crc32));
const SOURCES = ['trigger', 'counters', 'srd', 'ecal', 'veto', 'hcal', 'tracker'];

const undisturbed = make(clean);

const each = oneOfEach({ spills: 1, rate: 0.03, duration: SPILL_MS * SLICE_NS, intensity: 1e5 });
const EACH: EachFault = {
  ...each,
  noisyChannel: { ...each.noisyChannel, rate: 3e6 },
  stuckChannel: { ...each.stuckChannel, count: 2000 },
  stuckBit: { ...each.stuckBit, bit: 6 },
};
const struck = (kind: Fault['kind']) => make(withFaults({ it: EACH[kind] }));

test('the kinds of the card are those of the registry, of one shape', () => {
  assert.equal(Object.keys(FAULT_KINDS), Object.keys(EACH));
  for (const [name, kind] of Object.entries(FAULT_KINDS)) {
    assert.is(kind.kind, name);
    assert.ok(kind.describes.length > 0);
    const hooks = ['beam', 'gain', 'pulses', 'answer', 'strike', 'source'] as const;
    assert.is(hooks.filter((hook) => kind[hook] !== undefined).length, 1, name);
  }
});

test('a section that is empty, a share of no spills and a rate of 0 leave everything as it is', () => {
  const none = Object.entries(EACH).map(([name, fault]) => [
    name,
    'rate' in fault && fault.kind !== 'noisyChannel'
      ? { ...fault, rate: 0 }
      : { ...fault, spills: fault.kind === 'gainSag' ? [2] : 0 },
  ]);
  for (const faults of [{}, Object.fromEntries(none)]) {
    const made = make(withFaults(faults));
    assert.is(made.spillHash, undisturbed.spillHash);
    assert.is(made.rawHash, undisturbed.rawHash);
    assert.equal(labelsOf(made), []);
  }
  assert.is(cardHash(withFaults({}), sha256), cardHash(clean, sha256));
  assert.is.not(cardHash(withFaults({ it: EACH.spike }), sha256), cardHash(clean, sha256));
  assert.not.ok('faults' in beliefOf(withFaults({ it: EACH.spike })));
});

test('a fault is the same beside any other, and another in any other spill', () => {
  const alone = labelsOf(struck('lostFragment'));
  const beside = labelsOf(make(withFaults({ a: EACH.flippedBits, it: EACH.lostFragment })));
  assert.equal(
    beside.filter(({ name }) => name === 'it'),
    alone,
  );
  const another = labelsOf(make(withFaults({ it: EACH.lostFragment }), 2));
  assert.is.not(`${another.map((l) => l.event)}`, `${alone.map((l) => l.event)}`);
});

test('a share of the spills is struck, and those that are listed', () => {
  const kind = { ...EACH.cutShort };
  const of = (spills: Fault['spills']) =>
    Array.from({ length: 400 }, (_, i) => i + 1).filter(
      (spill) =>
        profileOf(withFaults({ it: { ...kind, spills } }), spillKey(clean, key, spill)).faults,
    );
  const drawn = of(0.25).length;
  assert.ok(drawn > 65 && drawn < 135, `${drawn} of 400`);
  assert.equal(of([3, 17]), [3, 17]);
});

test('the beam is cut short, or has a spike, as the label says', () => {
  const at = spillKey(clean, key, 1);
  const own = spillProfile(clean.beam, at).electrons;
  for (const kind of ['cutShort', 'spike'] as const) {
    const { electrons } = profileOf(withFaults({ it: EACH[kind] }), at);
    const [label, ...others] = labelsOf(struck(kind));
    assert.equal(others, []);
    electrons.forEach((n, slice) => {
      const tick = slice * SLICE_TICKS;
      const isIn = tick >= label.fromTick && tick < label.toTick;
      assert.is(n, !isIn ? own[slice] : kind === 'spike' ? 10 * own[slice] : 0, `${slice}`);
    });
    const from = kind === 'spike' ? EACH.spike.start : EACH.cutShort.at;
    assert.is(label.fromTick, (from / SLICE_NS) * SLICE_TICKS);
  }
});

/** Of events that are recorded either way, by what stands in the label's channel and in all others. */
function compare(kind: Fault['kind'], each: (own: number[][], changed: number[][]) => void): void {
  const fault = EACH[kind] as Extract<Fault, { channel: number }>;
  const made = struck(kind);
  const [label, ...others] = labelsOf(made);
  assert.equal(others, []);
  assert.equal([label.source, label.channel], [fault.frontEnd, fault.channel]);
  const source = SOURCES.indexOf(fault.frontEnd);
  const [before, after] = [undisturbed, made].map(fragmentsOf);
  assert.is(after.length, before.length);
  before.forEach((fragment, i) => {
    const changed = after[i];
    if (!fragment || !changed) throw new Error('damaged');
    if (fragment.source !== source) {
      assert.equal(changed, fragment);
      return;
    }
    const rows = ({ body }: typeof fragment) => {
      const { channel, energyKev, timePs } = spillway.Body.decode(body).energies as {
        channel: number[];
        energyKev: number[];
        timePs: number[];
      };
      return channel.map((c, k) => [c, energyKev[k], timePs[k]]);
    };
    const [a, b] = [rows(fragment), rows(changed)];
    const isOther = ([c]: number[]) => c !== fault.channel;
    assert.equal(b.filter(isOther), a.filter(isOther));
    each(
      a.filter((row) => !isOther(row)),
      b.filter((row) => !isOther(row)),
    );
  });
}

test('a dead channel sees nothing, and no other channel changes', () => {
  let seen = 0;
  compare('deadChannel', (own, changed) => {
    seen += own.length;
    assert.equal(changed, []);
  });
  assert.ok(seen > 20);
});

test('a noisy channel has its pulses at its rate', () => {
  let [events, more] = [0, 0];
  compare('noisyChannel', (own, changed) => {
    events++;
    more += changed.length - own.length;
  });
  // 3 MHz in 740 ns, of which exp(-50 MeV / 1 GeV) is read out; neighbours within 6 ns are merged.
  const expected = 3e6 * 740e-9 * 0.95;
  assert.ok(Math.abs(more / events - expected) < 0.35, `${more / events} ~ ${expected}`);
});

test('a stuck channel gives one energy', () => {
  const { pedestal, fullScale } = clean.detector.sampling;
  const kev = Math.round((1e6 * (2000 - pedestal) * fullScale.hcal) / (4095 - pedestal));
  compare('stuckChannel', (_, changed) => assert.equal(changed, [[4, kev, 0]]));
});

test('a stuck bit is in the counts of every pulse', () => {
  const { pedestal, fullScale } = clean.detector.sampling;
  const perCount = (1e6 * fullScale.ecal) / (4095 - pedestal);
  let changes = 0;
  compare('stuckBit', (own, changed) => {
    assert.is(changed.length, own.length);
    own.forEach(([, e], i) => {
      const off = (changed[i][1] - e) / perCount;
      assert.ok(Math.abs(off) < 0.01 || Math.abs(off - 64) < 0.01, `${off}`);
      if (off > 1) changes++;
      assert.is(Math.floor(Math.round(pedestal + changed[i][1] / perCount) / 64) % 2, 1);
    });
  });
  assert.ok(changes > 0);
});

test('samples: a dead channel has its noise, a stuck one a count, a stuck bit its value', () => {
  const { samples, pedestal } = clean.detector.sampling;
  const ofEcal = (fault: Fault | null) =>
    emulateSpill(fault ? withFaults({ it: fault }) : clean, key, 1, { fidelity: 'waveform' })
      .events.slice(0, 12)
      .map(({ bodies }) => {
        const w = spillway.Body.decode(bodies.ecal).waveforms as {
          channel: number[];
          samples: Uint8Array;
        };
        return unpackSamples(w.samples, samples * w.channel.length);
      });
  const channel = 57;
  const own = (s: Uint16Array) => s.slice(channel * samples, (channel + 1) * samples);
  const plain = ofEcal(null);
  const changes: [Fault, (sample: number, was: number) => boolean][] = [
    [{ ...EACH.deadChannel, channel }, (s) => Math.abs(s - pedestal) < 40],
    [{ ...EACH.stuckChannel, frontEnd: 'ecal', channel }, (s) => s === 2000],
    [{ ...EACH.stuckBit, channel, bit: 3 }, (s, was) => s === (was | 8)],
    [{ ...EACH.stuckBit, channel, bit: 3, value: 0 }, (s, was) => s === (was & ~8)],
  ];
  assert.ok(plain.some((s) => own(s).some((v) => v > pedestal + 100)));
  for (const [fault, isRight] of changes) {
    ofEcal(fault).forEach((s, i) => {
      for (const [k, v] of own(s).entries()) {
        assert.ok(isRight(v, own(plain[i])[k]), `${fault.kind} ${v}`);
      }
      const others = (of: Uint16Array) => of.filter((_, k) => Math.floor(k / samples) !== channel);
      assert.equal(others(s), others(plain[i]));
    });
  }
});

test('a sagging gain lowers what the ECAL and the trigger see, by as much as the rate of the time before says', () => {
  const card = withFaults({ it: { ...EACH.gainSag, loss: 0.2 } });
  const at = spillKey(clean, key, 1);
  const { faults } = profileOf(card, at);
  assert.is(faults?.sums(0), 1);
  const late = faults?.sums(SPILL_MS) as number;
  // A reference kept up for seven times the averaging time, give or take the ripple.
  assert.ok(Math.abs(late - 0.8) < 0.06, `${late}`);
  assert.equal(faults?.gains('hcal', 36, 100), undefined);
  assert.equal(faults?.gains('ecal', 2, SPILL_MS), new Float64Array([late, late]));
  const own = emulateSpill(clean, key, 1);
  const sagging = emulateSpill(card, key, 1);
  assert.ok(sagging.ledger.scalers.ecalTerm > 2 * own.ledger.scalers.ecalTerm);
  for (const p of sagging.triggers.filter(({ kind }) => kind === 'particle').slice(0, 40)) {
    const sums = (of: Card) => decisionOf(of, key, p, p.ordinal)?.sums?.ecal.own ?? 0;
    const gain = faults?.sums(p.slice) as number;
    // Each is rounded down.
    assert.ok(Math.abs(sums(card) - gain * sums(clean)) <= 1, `${sums(card)} ${sums(clean)}`);
  }
});

test('by candidates every electron is drawn of a spill whose sag the trigger sees, and its record says so', () => {
  const card = withFaults({ it: { ...EACH.gainSag, spills: [2] } });
  assert.is(refusal(card), refusal(clean));
  const own = { cardHash: '', seed: SEED, fidelity: 'energy', truth: false } as const;
  const [plain, every, candidates] = [
    processSpill({ ...own, card: clean, mode: 'candidates' }, 1),
    processSpill({ ...own, card, mode: 'every' }, 2),
    [1, 2].map((spill) => processSpill({ ...own, card, mode: 'candidates' }, spill)),
  ];
  assert.equal(
    candidates.map(({ spillHash }) => spillHash),
    [plain.spillHash, every.spillHash],
  );
  const ways = candidates.map(({ primitives }) => {
    const [{ body }] = readSegment(primitives, crc32, PRIMITIVES_BYTES);
    return spillway.SegmentHeader.decode(body).mode;
  });
  assert.equal(ways, ['candidates', 'every']);
  const { events } = emulateSpill(card, key, 2);
  for (const { primitives: p, bodies } of events.slice(-3)) {
    assert.equal(emulatePayload(card, key, p, 'energy', 'candidates'), bodies);
    assert.equal(
      decisionOf(card, key, p, p.ordinal, 'candidates'),
      decisionOf(card, key, p, p.ordinal),
    );
  }
});

test('a sag that the trigger does not see leaves the candidates as they are', () => {
  const sagging = withFaults({ it: { ...EACH.gainSag, frontEnd: 'hcal' } });
  assert.is(modeOfSpill(sagging, key, 1, 'candidates'), 'candidates');
  assert.is(modeOfSpill(withFaults({ it: EACH.gainSag }), key, 1, 'candidates'), 'every');
});

test('fragments of a long spill are as many as there are', () => {
  const way = onTheWay(withFaults({ it: EACH.lostFragment }), spillKey(clean, key, 1), [], crc32);
  const sent = Array.from({ length: 3e5 }, (_, i) => {
    return { source: 0, event: i + 1, bytes: new Uint8Array(0), at: i };
  });
  const arrived = way?.(sent).sent.length ?? 0;
  const lost = 0.03 * sent.length;
  assert.ok(Math.abs(sent.length - arrived - lost) < 5 * Math.sqrt(lost), `${arrived}`);
});

test('an event is made again alone as it was recorded, with faults of its front ends', () => {
  const card = withFaults({
    ...{ a: EACH.deadChannel, b: EACH.noisyChannel, c: EACH.stuckBit, d: EACH.gainSag },
    ...{ e: EACH.stuckChannel, f: EACH.cutShort, g: EACH.spike },
  });
  for (const fidelity of ['energy', 'waveform'] as Fidelity[]) {
    const { events } = emulateSpill(card, key, 1, { fidelity });
    for (const { primitives, bodies } of events.slice(-15)) {
      assert.equal(emulatePayload(card, key, primitives, fidelity), bodies);
    }
  }
});

test('fragments on their way: each change has a label, and each label its change', () => {
  const own = bytesOf(undisturbed).map((b) => Buffer.from(b).toString('hex'));
  const named = new Map(
    fragmentsOf(undisturbed).map((f, i) => [`${f?.event} ${SOURCES[f?.source ?? 0]}`, own[i]]),
  );
  for (const kind of [
    'lostFragment',
    'duplicatedFragment',
    'truncatedFragment',
    'flippedBits',
  ] as const) {
    const made = struck(kind);
    const labels = labelsOf(made);
    assert.ok(labels.length > 5, kind);
    const left = bytesOf(made).map((b) => Buffer.from(b).toString('hex'));
    const count = new Map<string, number>();
    for (const b of left) count.set(b, (count.get(b) ?? 0) + 1);
    const changed = [...named].filter(([, b]) => count.get(b) !== 1).map(([name]) => name);
    const told = labels.map(({ event, source }) => `${event} ${source}`);
    assert.equal(changed.sort(), told.sort(), kind);
    const more = { lostFragment: -1, duplicatedFragment: 1 }[kind as string] ?? 0;
    assert.is(left.length, own.length + more * labels.length);
  }
});

test('late ones come late, and change nothing else', () => {
  const made = struck('lateFragment');
  const left = bytesOf(made).map((b) => Buffer.from(b).toString('hex'));
  const own = bytesOf(undisturbed).map((b) => Buffer.from(b).toString('hex'));
  assert.equal([...left].sort(), [...own].sort());
  const told = new Set(labelsOf(made).map(({ event, source }) => `${event} ${source}`));
  const inTime = (of: Made) =>
    fragmentsOf(of)
      .map((f) => `${f?.event} ${SOURCES[f?.source ?? 0]}`)
      .filter((name) => !told.has(name));
  assert.equal(inTime(made), inTime(undisturbed));
  assert.is.not(`${left}`, `${own}`);
});

test('a slip begins where the label says, and lasts', () => {
  const slips = [EACH.numberSlip, EACH.clockSlip, { ...EACH.clockSlip, source: 'trigger' }];
  for (const fault of slips) {
    const made = make(withFaults({ it: fault }));
    const [label, ...others] = labelsOf(made);
    assert.equal(others, []);
    assert.is(label.source, fault.source);
    const before = fragmentsOf(undisturbed);
    fragmentsOf(made).forEach((f, i) => {
      const was = before[i];
      if (!f || !was) throw new Error('damaged');
      const slipped = SOURCES[was.source] === label.source && was.event >= label.event;
      const [number, ticks] = !slipped ? [0, 0] : fault.kind === 'numberSlip' ? [1, 0] : [0, 1e4];
      assert.equal([f.source, f.body], [was.source, was.body]);
      assert.equal([f.event, f.tick], [was.event + number, was.tick + ticks]);
    });
  }
});

test('a board stalls behind the first event that is empty', () => {
  const made = struck('stalledBoard');
  const [label] = labelsOf(made);
  const hcal = SOURCES.indexOf('hcal');
  const is = (f: ReturnType<typeof decodeFragment>) => f?.source === hcal;
  const left = fragmentsOf(made).filter(is);
  const before = fragmentsOf(undisturbed).filter(is);
  assert.equal(left, before.slice(0, label.event - 1));
  const channels = left.map(
    (f) => spillway.Body.decode(f?.body as Uint8Array).energies?.channel?.length,
  );
  assert.equal(
    channels.findIndex((n) => !n),
    left.length - 1,
  );
});

test('events that cannot be built leave the ledger by their column, all of one source or of none', () => {
  const all: Fault = { kind: 'lostFragment', spills: 1, rate: 1 };
  const recorded = undisturbed.ledger.outcomes.recorded + undisturbed.ledger.clockTriggers.recorded;
  for (const fault of [all, { ...all, source: 'veto' }, EACH.stalledBoard, EACH.numberSlip]) {
    const { ledger } = make(withFaults({ it: fault }));
    const { outcomes, clockTriggers } = ledger;
    const lost = outcomes.lostInBuilding + clockTriggers.lostInBuilding;
    assert.is(lost + outcomes.recorded + clockTriggers.recorded, recorded);
    if (fault.kind === 'lostFragment') assert.is(lost, recorded);
    else assert.ok(lost > 0 && lost < recorded);
  }
});

test('the spill behind is as ever', () => {
  for (const kind of ['numberSlip', 'clockSlip', 'stalledBoard', 'cutShort'] as const) {
    const card = withFaults({ it: { ...EACH[kind], spills: [1] } });
    assert.is(make(card, 2).spillHash, make(clean, 2).spillHash, kind);
  }
});

test('cards with faults are refused at the place', () => {
  const refused = (...more: string[]) => {
    try {
      resolveCard('config/run3-2018.yaml', { read, overrides: [...settings, ...more] });
    } catch (error) {
      return (error as Error).message;
    }
    return 'nothing';
  };
  const dead = '{kind: deadChannel, spills: 1, frontEnd: veto, channel: 6}';
  assert.match(refused(`faults.a=${dead}`), /faults\.a\.channel.*0 to 5/s);
  assert.match(refused('faults.a={kind: cutShort, spills: 1, at: 1 s}'), /1 s .*faults\.a\.at/);
  assert.match(refused('faults.a={kind: cutShrt, spills: 1, at: 1 ms}'), /cutShort/);
  assert.match(
    refused('faults.a={kind: clockSlip, spills: 1, source: srd, by: 50 ns}'),
    /more than 100 ns/,
  );
  const late = 'faults.a={kind: lateFragment, spills: 1, rate: 1, delay: {min: 2 ms, max: 1 ms}}';
  assert.match(refused(late), /delay\.max.*at least 2 ms/);
  assert.is(
    refused('faults.a={kind: lostFragment, spills: [1, 2], rate: 0.5, source: hcal}'),
    'nothing',
  );
});

test.run();
